/**
 * The smallest cut of a graph by the augmenting paths of Boykov and Kolmogorov, "An Experimental Comparison of Min-Cut/
 * Max-Flow Algorithms for Energy Minimization in Vision" (PAMI 26(9), 2004): two search trees, one from either terminal,
 * that are kept and mended from path to path. For pixels of a picture, each with up to eight neighbours.
 */

/** Neighbours of a node; in such an order that `k ^ 1` is the way back. */
export const WAYS = 8;

export interface Graph {
  readonly nodes: number;
  /** Per node and way the neighbour, or -1. */
  readonly neighbour: Int32Array;
  /** Per node and way what may flow there; used up by `minCut`. */
  readonly capacity: Float32Array;
  /** Per node: above 0 what may come from the source, below 0 what may go to the sink; used up by `minCut`. */
  readonly terminal: Float32Array;
}

const FREE = 0;
const SOURCE = 1;
const SINK = 2;
/** Instead of a way to the parent. */
const AT_TERMINAL = WAYS;
const ORPHAN = WAYS + 1;
const NONE = -1;
const FAR = 0x3fff_ffff;

/**
 * @returns per node 1 on the source's side, 0 on the sink's; what is reached from neither is on the sink's
 */
export function minCut({ nodes, neighbour, capacity, terminal }: Graph): Uint8Array {
  const tree = new Uint8Array(nodes);
  const parent = new Int8Array(nodes).fill(NONE);
  const stamp = new Int32Array(nodes);
  const distance = new Int32Array(nodes);
  // Active nodes as a ring: each at most once.
  const queue = new Int32Array(nodes + 1);
  const queued = new Uint8Array(nodes);
  let head = 0;
  let tail = 0;
  let orphans = new Int32Array(1024);
  let orphansFrom = 0;
  let orphansTo = 0;
  let time = 0;

  const activate = (i: number): void => {
    if (queued[i] === 1) return;
    queued[i] = 1;
    queue[tail] = i;
    tail = tail === nodes ? 0 : tail + 1;
  };
  const orphan = (i: number): void => {
    parent[i] = ORPHAN;
    if (orphansTo === orphans.length) {
      const more = new Int32Array(orphans.length * 2);
      more.set(orphans);
      orphans = more;
    }
    orphans[orphansTo++] = i;
  };

  for (let i = 0; i < nodes; i++) {
    if (terminal[i] === 0) continue;
    tree[i] = terminal[i]! > 0 ? SOURCE : SINK;
    parent[i] = AT_TERMINAL;
    distance[i] = 1;
    activate(i);
  }

  /** Pushes what fits through the path that leads over `from` (in the source's tree) along `way`. */
  const augment = (from: number, way: number): void => {
    const to = neighbour[from * WAYS + way]!;
    let flow = capacity[from * WAYS + way]!;
    for (let i = from; ;) {
      const p = parent[i]!;
      if (p === AT_TERMINAL) {
        if (terminal[i]! < flow) flow = terminal[i]!;
        break;
      }
      const next = neighbour[i * WAYS + p]!;
      const c = capacity[next * WAYS + (p ^ 1)]!;
      if (c < flow) flow = c;
      i = next;
    }
    for (let i = to; ;) {
      const p = parent[i]!;
      if (p === AT_TERMINAL) {
        if (-terminal[i]! < flow) flow = -terminal[i]!;
        break;
      }
      const c = capacity[i * WAYS + p]!;
      if (c < flow) flow = c;
      i = neighbour[i * WAYS + p]!;
    }
    capacity[from * WAYS + way]! -= flow;
    capacity[to * WAYS + (way ^ 1)]! += flow;
    for (let i = from; ;) {
      const p = parent[i]!;
      if (p === AT_TERMINAL) {
        terminal[i]! -= flow;
        if (terminal[i] === 0) orphan(i);
        break;
      }
      const next = neighbour[i * WAYS + p]!;
      capacity[i * WAYS + p]! += flow;
      const c = next * WAYS + (p ^ 1);
      capacity[c]! -= flow;
      if (capacity[c] === 0) orphan(i);
      i = next;
    }
    for (let i = to; ;) {
      const p = parent[i]!;
      if (p === AT_TERMINAL) {
        terminal[i]! += flow;
        if (terminal[i] === 0) orphan(i);
        break;
      }
      const next = neighbour[i * WAYS + p]!;
      const c = i * WAYS + p;
      capacity[next * WAYS + (p ^ 1)]! += flow;
      capacity[c]! -= flow;
      if (capacity[c] === 0) orphan(i);
      i = next;
    }
  };

  /** How far `i` is from its terminal, or FAR when its way there is cut; marks the way with what was found. */
  const lengthToTerminal = (start: number): number => {
    let length = 0;
    for (let i = start; ;) {
      if (stamp[i] === time) {
        length += distance[i]!;
        break;
      }
      const p = parent[i]!;
      length++;
      if (p === AT_TERMINAL) {
        stamp[i] = time;
        distance[i] = 1;
        break;
      }
      if (p === ORPHAN || p === NONE) return FAR;
      i = neighbour[i * WAYS + p]!;
    }
    let left = length;
    for (let i = start; stamp[i] !== time;) {
      stamp[i] = time;
      distance[i] = left--;
      i = neighbour[i * WAYS + parent[i]!]!;
    }
    return length;
  };

  /** Finds an orphan the parent nearest to the terminal, or sets it free and its children with it. */
  const adopt = (i: number): void => {
    const side = tree[i]!;
    let best = NONE;
    let least = FAR;
    for (let k = 0; k < WAYS; k++) {
      const j = neighbour[i * WAYS + k]!;
      if (j < 0 || tree[j] !== side) continue;
      const c = side === SOURCE ? capacity[j * WAYS + (k ^ 1)]! : capacity[i * WAYS + k]!;
      if (c <= 0) continue;
      const length = lengthToTerminal(j);
      if (length < least) {
        least = length;
        best = k;
      }
    }
    if (best !== NONE) {
      parent[i] = best;
      stamp[i] = time;
      distance[i] = least + 1;
      return;
    }
    for (let k = 0; k < WAYS; k++) {
      const j = neighbour[i * WAYS + k]!;
      if (j < 0 || tree[j] !== side) continue;
      const c = side === SOURCE ? capacity[j * WAYS + (k ^ 1)]! : capacity[i * WAYS + k]!;
      if (c > 0) activate(j);
      const p = parent[j]!;
      if (p >= 0 && p < WAYS && p === (k ^ 1)) orphan(j);
    }
    tree[i] = FREE;
    parent[i] = NONE;
  };

  while (head !== tail) {
    const i = queue[head]!;
    if (tree[i] === FREE) {
      queued[i] = 0;
      head = head === nodes ? 0 : head + 1;
      continue;
    }
    const side = tree[i]!;
    let found = NONE;
    for (let k = 0; k < WAYS; k++) {
      const j = neighbour[i * WAYS + k]!;
      if (j < 0) continue;
      const c = side === SOURCE ? capacity[i * WAYS + k]! : capacity[j * WAYS + (k ^ 1)]!;
      if (c <= 0) continue;
      if (tree[j] === FREE) {
        tree[j] = side;
        parent[j] = k ^ 1;
        stamp[j] = stamp[i]!;
        distance[j] = distance[i]! + 1;
        activate(j);
      } else if (tree[j] !== side) {
        found = k;
        break;
      } else if (stamp[j]! <= stamp[i]! && distance[j]! > distance[i]!) {
        // A shorter way to the terminal.
        parent[j] = k ^ 1;
        stamp[j] = stamp[i]!;
        distance[j] = distance[i]! + 1;
      }
    }
    time++;
    if (found === NONE) {
      queued[i] = 0;
      head = head === nodes ? 0 : head + 1;
      continue;
    }
    if (side === SOURCE) augment(i, found);
    else augment(neighbour[i * WAYS + found]!, found ^ 1);
    while (orphansFrom < orphansTo) adopt(orphans[orphansFrom++]!);
    orphansFrom = orphansTo = 0;
  }
  return tree.map((side) => (side === SOURCE ? 1 : 0));
}

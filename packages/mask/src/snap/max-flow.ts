/**
 * The smallest cut of a graph by the augmenting paths of Boykov and Kolmogorov, "An Experimental Comparison of Min-Cut/
 * Max-Flow Algorithms for Energy Minimization in Vision" (PAMI 26(9), 2004): two search trees, one from either terminal,
 * that are kept and mended from path to path. For pixels of a picture, each with up to eight neighbours.
 */

/** Neighbours of a node; in such an order that `k ^ 1` is the way back. */
export const WAYS = 8;

export interface Graph {
  readonly nodes: number;
  /** Per node and way the neighbour; the node itself where there is none (and no capacity). */
  readonly neighbour: Int32Array;
  /** Per node and way what may flow there; what is left of it after `minCut`. */
  readonly capacity: Float32Array;
  /** Per node: above 0 what may come from the source, below 0 what may go to the sink; what is left of it after `minCut`. */
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

export function minCut({ nodes, neighbour, capacity, terminal }: Graph): Uint8Array {
  const tree = new Uint8Array(nodes);
  const parent = new Int8Array(nodes).fill(NONE);
  const stamp = new Int32Array(nodes);
  const distance = new Int32Array(nodes);
  const queue = new Int32Array(nodes + 1);
  const queued = new Uint8Array(nodes);
  let head = 0;
  let tail = 0;
  let orphans = new Int32Array(4096);
  let time = 0;

  for (let i = 0; i < nodes; i++) {
    if (terminal[i] === 0) continue;
    tree[i] = terminal[i]! > 0 ? SOURCE : SINK;
    parent[i] = AT_TERMINAL;
    distance[i] = 1;
    queued[i] = 1;
    queue[tail++] = i;
  }
  while (head !== tail) {
    const i = queue[head]!;
    const side = tree[i]!;
    let found = NONE;
    if (side !== FREE) {
      const first = i * WAYS;
      const fromSource = side === SOURCE;
      const reached = distance[i]!;
      for (let k = 0; k < WAYS; k++) {
        const j = neighbour[first + k]!;
        const other = tree[j]!;
        // Most neighbours are of the same tree and no further off: nothing to ask the capacities.
        if (other === side && distance[j]! <= reached) continue;
        if ((fromSource ? capacity[first + k]! : capacity[j * WAYS + (k ^ 1)]!) <= 0) continue;
        if (other === FREE) {
          tree[j] = side;
          parent[j] = k ^ 1;
          stamp[j] = stamp[i]!;
          distance[j] = reached + 1;
          if (queued[j] === 0) {
            queued[j] = 1;
            queue[tail] = j;
            tail = tail === nodes ? 0 : tail + 1;
          }
        } else if (other !== side) {
          found = k;
          break;
        } else if (stamp[j]! <= stamp[i]!) {
          parent[j] = k ^ 1;
          stamp[j] = stamp[i]!;
          distance[j] = reached + 1;
        }
      }
    }
    time++;
    if (found === NONE) {
      queued[i] = 0;
      head = head === nodes ? 0 : head + 1;
      continue;
    }
    // The edge that joins the trees, from the source's to the sink's.
    const from = side === SOURCE ? i : neighbour[i * WAYS + found]!;
    const to = side === SOURCE ? neighbour[i * WAYS + found]! : i;
    const way = side === SOURCE ? found : found ^ 1;
    const bridge = from * WAYS + way;
    let flow = capacity[bridge]!;
    let n = from;
    for (let p = parent[n]!; p !== AT_TERMINAL; p = parent[n]!) {
      n = neighbour[n * WAYS + p]!;
      const c = capacity[n * WAYS + (p ^ 1)]!;
      if (c < flow) flow = c;
    }
    if (terminal[n]! < flow) flow = terminal[n]!;
    n = to;
    for (let p = parent[n]!; p !== AT_TERMINAL; p = parent[n]!) {
      const c = capacity[n * WAYS + p]!;
      if (c < flow) flow = c;
      n = neighbour[n * WAYS + p]!;
    }
    if (-terminal[n]! < flow) flow = -terminal[n]!;

    let orphansTo = 0;
    capacity[bridge] = capacity[bridge]! - flow;
    const back = to * WAYS + (way ^ 1);
    capacity[back] = capacity[back]! + flow;
    n = from;
    for (let p = parent[n]!; p !== AT_TERMINAL; p = parent[n]!) {
      const next = neighbour[n * WAYS + p]!;
      const there = n * WAYS + p;
      const here = next * WAYS + (p ^ 1);
      capacity[there] = capacity[there]! + flow;
      const left = capacity[here]! - flow;
      capacity[here] = left;
      if (left <= 0) {
        capacity[here] = 0;
        parent[n] = ORPHAN;
        orphans[orphansTo++] = n;
      }
      n = next;
    }
    terminal[n] = terminal[n]! - flow;
    if (terminal[n]! <= 0) {
      terminal[n] = 0;
      parent[n] = ORPHAN;
      orphans[orphansTo++] = n;
    }
    n = to;
    for (let p = parent[n]!; p !== AT_TERMINAL; p = parent[n]!) {
      const next = neighbour[n * WAYS + p]!;
      const there = n * WAYS + p;
      const here = next * WAYS + (p ^ 1);
      capacity[here] = capacity[here]! + flow;
      const left = capacity[there]! - flow;
      capacity[there] = left;
      if (left <= 0) {
        capacity[there] = 0;
        parent[n] = ORPHAN;
        orphans[orphansTo++] = n;
      }
      n = next;
    }
    terminal[n] = terminal[n]! + flow;
    if (terminal[n]! >= 0) {
      terminal[n] = 0;
      parent[n] = ORPHAN;
      orphans[orphansTo++] = n;
    }

    for (let o = 0; o < orphansTo; o++) {
      const lost = orphans[o]!;
      const own = tree[lost]!;
      const ofSource = own === SOURCE;
      const base = lost * WAYS;
      let best = NONE;
      let least = FAR;
      for (let k = 0; k < WAYS; k++) {
        const j = neighbour[base + k]!;
        if (tree[j] !== own) continue;
        if ((ofSource ? capacity[j * WAYS + (k ^ 1)]! : capacity[base + k]!) <= 0) continue;
        // How far j is from its terminal, unless its way there is cut.
        let length = 0;
        let m = j;
        let whole = true;
        for (;;) {
          if (stamp[m] === time) {
            length += distance[m]!;
            break;
          }
          const p = parent[m]!;
          length++;
          if (p === AT_TERMINAL) {
            stamp[m] = time;
            distance[m] = 1;
            break;
          }
          if (p === ORPHAN || p === NONE) {
            whole = false;
            break;
          }
          m = neighbour[m * WAYS + p]!;
        }
        if (!whole) continue;
        if (length < least) {
          least = length;
          best = k;
        }
        for (m = j; stamp[m] !== time; m = neighbour[m * WAYS + parent[m]!]!) {
          stamp[m] = time;
          distance[m] = length--;
        }
      }
      if (best !== NONE) {
        parent[lost] = best;
        stamp[lost] = time;
        distance[lost] = least + 1;
        continue;
      }
      if (orphansTo + WAYS > orphans.length) {
        const more = new Int32Array(orphans.length * 2);
        more.set(orphans);
        orphans = more;
      }
      for (let k = 0; k < WAYS; k++) {
        const j = neighbour[base + k]!;
        if (tree[j] !== own || j === lost) continue;
        if ((ofSource ? capacity[j * WAYS + (k ^ 1)]! : capacity[base + k]!) > 0 && queued[j] === 0) {
          queued[j] = 1;
          queue[tail] = j;
          tail = tail === nodes ? 0 : tail + 1;
        }
        if (parent[j] === (k ^ 1)) {
          parent[j] = ORPHAN;
          orphans[orphansTo++] = j;
        }
      }
      tree[lost] = FREE;
      parent[lost] = NONE;
    }
  }
  return tree.map((side) => (side === SOURCE ? 1 : 0));
}

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

/** Of the cheapest division, per node 1 where it stays with the source, else 0. What the graph holds is used up. */
export function minCut(graph: Graph): Uint8Array {
  const trees = new Trees(graph);
  for (let bridge = trees.grow(); bridge !== NONE; bridge = trees.grow()) {
    trees.augment(bridge);
    trees.adopt();
  }
  return trees.sourceSide();
}

/** The two search trees, and the nodes from which they may grow or that lost their way to a terminal. */
class Trees {
  readonly #neighbour: Int32Array;
  readonly #capacity: Float32Array;
  readonly #terminal: Float32Array;
  /** Per node which tree it is in, and the way to its parent there. */
  readonly #tree: Uint8Array;
  readonly #parent: Int8Array;
  /** Per node how far from its terminal it was when that was last looked at, and when that was. */
  readonly #distance: Int32Array;
  readonly #stamp: Int32Array;
  #time = 0;
  /** A ring of the nodes that may grow, each in it once. */
  readonly #queue: Int32Array;
  readonly #queued: Uint8Array;
  #head = 0;
  #tail = 0;
  /** Nodes whose way to a terminal was cut, as many as were lost since the last path. */
  #orphans = new Int32Array(4096);
  #lost = 0;

  constructor({ nodes, neighbour, capacity, terminal }: Graph) {
    this.#neighbour = neighbour;
    this.#capacity = capacity;
    this.#terminal = terminal;
    this.#tree = new Uint8Array(nodes);
    this.#parent = new Int8Array(nodes).fill(NONE);
    this.#distance = new Int32Array(nodes);
    this.#stamp = new Int32Array(nodes);
    this.#queue = new Int32Array(nodes + 1);
    this.#queued = new Uint8Array(nodes);
    for (let i = 0; i < nodes; i++) {
      if (terminal[i] === 0) continue;
      this.#tree[i] = terminal[i]! > 0 ? SOURCE : SINK;
      this.#parent[i] = AT_TERMINAL;
      this.#distance[i] = 1;
      this.#wake(i);
    }
  }

  sourceSide(): Uint8Array {
    return this.#tree.map((side) => (side === SOURCE ? 1 : 0));
  }

  /** Grows both trees until they touch. @returns the edge from the source's to the sink's, as node * WAYS + way, or NONE */
  grow(): number {
    const neighbour = this.#neighbour;
    const capacity = this.#capacity;
    const tree = this.#tree;
    const parent = this.#parent;
    const stamp = this.#stamp;
    const distance = this.#distance;
    const queue = this.#queue;
    for (; this.#head !== this.#tail; this.#time++) {
      const i = queue[this.#head]!;
      const side = tree[i]!;
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
            this.#wake(j);
          } else if (other !== side) {
            this.#time++;
            return fromSource ? first + k : j * WAYS + (k ^ 1);
          } else if (stamp[j]! > stamp[i]!) continue;
          parent[j] = k ^ 1;
          stamp[j] = stamp[i]!;
          distance[j] = reached + 1;
        }
      }
      this.#queued[i] = 0;
      this.#head = this.#head + 1 === queue.length ? 0 : this.#head + 1;
    }
    return NONE;
  }

  /** Lets flow through the bridge and the ways to it what may: those that are full then leave orphans. */
  augment(bridge: number): void {
    const neighbour = this.#neighbour;
    const capacity = this.#capacity;
    const terminal = this.#terminal;
    const parent = this.#parent;
    const from = (bridge / WAYS) | 0;
    const to = neighbour[bridge]!;
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

    this.#lost = 0;
    this.#push(bridge, flow);
    n = from;
    for (let p = parent[n]!; p !== AT_TERMINAL; p = parent[n]!) {
      const next = neighbour[n * WAYS + p]!;
      if (this.#push(next * WAYS + (p ^ 1), flow)) this.#orphan(n);
      n = next;
    }
    terminal[n] = terminal[n]! - flow;
    if (terminal[n]! <= 0) {
      terminal[n] = 0;
      this.#orphan(n);
    }
    n = to;
    for (let p = parent[n]!; p !== AT_TERMINAL; p = parent[n]!) {
      const next = neighbour[n * WAYS + p]!;
      if (this.#push(n * WAYS + p, flow)) this.#orphan(n);
      n = next;
    }
    terminal[n] = terminal[n]! + flow;
    if (terminal[n]! >= 0) {
      terminal[n] = 0;
      this.#orphan(n);
    }
  }

  /** Finds each orphan another parent in its tree, or frees it. */
  adopt(): void {
    const neighbour = this.#neighbour;
    const tree = this.#tree;
    const parent = this.#parent;
    for (let o = 0; o < this.#lost; o++) {
      const lost = this.#orphans[o]!;
      const way = this.#parentFor(lost);
      if (way !== NONE) {
        parent[lost] = way;
        this.#stamp[lost] = this.#time;
        this.#distance[lost] = this.#distance[neighbour[lost * WAYS + way]!]! + 1;
        continue;
      }
      const own = tree[lost]!;
      for (let k = 0; k < WAYS; k++) {
        const j = neighbour[lost * WAYS + k]!;
        if (tree[j] !== own || j === lost) continue;
        if (this.#leadsFrom(lost, k, own)) this.#wake(j);
        if (parent[j] === (k ^ 1)) this.#orphan(j);
      }
      tree[lost] = FREE;
      parent[lost] = NONE;
    }
  }

  /** The way to that neighbour in its own tree which is nearest to the terminal. */
  #parentFor(lost: number): number {
    const neighbour = this.#neighbour;
    const tree = this.#tree;
    const own = tree[lost]!;
    let best = NONE;
    let least = FAR;
    for (let k = 0; k < WAYS; k++) {
      const j = neighbour[lost * WAYS + k]!;
      if (tree[j] !== own || !this.#leadsFrom(lost, k, own)) continue;
      const length = this.#lengthFrom(j);
      if (length < least) {
        least = length;
        best = k;
      }
    }
    return best;
  }

  /** How far a node is from its terminal, FAR where its way there is cut; what lies on it knows afterwards. */
  #lengthFrom(node: number): number {
    const neighbour = this.#neighbour;
    const parent = this.#parent;
    const stamp = this.#stamp;
    const distance = this.#distance;
    const time = this.#time;
    let length = 0;
    for (let m = node; ; m = neighbour[m * WAYS + parent[m]!]!) {
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
      if (p === ORPHAN || p === NONE) return FAR;
    }
    for (let m = node, left = length; stamp[m] !== time; m = neighbour[m * WAYS + parent[m]!]!) {
      stamp[m] = time;
      distance[m] = left--;
    }
    return length;
  }

  /** Whether anything may flow from the neighbour on that way to a node of the source's tree, or to it from one of the sink's. */
  #leadsFrom(node: number, way: number, tree: number): boolean {
    const at = node * WAYS + way;
    return (tree === SOURCE ? this.#capacity[this.#neighbour[at]! * WAYS + (way ^ 1)]! : this.#capacity[at]!) > 0;
  }

  /** @returns whether the edge is full now */
  #push(edge: number, flow: number): boolean {
    const capacity = this.#capacity;
    const back = this.#neighbour[edge]! * WAYS + ((edge % WAYS) ^ 1);
    capacity[back] = capacity[back]! + flow;
    const left = capacity[edge]! - flow;
    capacity[edge] = left > 0 ? left : 0;
    return left <= 0;
  }

  #orphan(node: number): void {
    this.#parent[node] = ORPHAN;
    if (this.#lost === this.#orphans.length) {
      const more = new Int32Array(2 * this.#lost);
      more.set(this.#orphans);
      this.#orphans = more;
    }
    this.#orphans[this.#lost++] = node;
  }

  #wake(node: number): void {
    if (this.#queued[node] === 1) return;
    this.#queued[node] = 1;
    this.#queue[this.#tail] = node;
    this.#tail = this.#tail + 1 === this.#queue.length ? 0 : this.#tail + 1;
  }
}

/** A vertex on a whole-number grid of at most some 2^22 steps, so that the products below are exact. */
export interface GridPoint {
  readonly x: number;
  readonly y: number;
}

interface Edge {
  readonly ring: number;
  readonly index: number;
  readonly a: GridPoint;
  readonly b: GridPoint;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Twice the signed area of a, b, c: exact for whole numbers. */
function turn(a: GridPoint, b: GridPoint, c: GridPoint): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

function edgesOf(ring: readonly GridPoint[], number: number): Edge[] {
  return ring.map((a, index) => {
    const b = ring[(index + 1) % ring.length] ?? a;
    const [left, right] = a.x < b.x ? [a.x, b.x] : [b.x, a.x];
    const [top, bottom] = a.y < b.y ? [a.y, b.y] : [b.y, a.y];
    return { ring: number, index, a, b, left, right, top, bottom };
  });
}

/**
 * How often edges of these closed rings cross in a point inside both (`crossings`), and how often edges that are not
 * neighbours merely touch: an end on an edge, or two edges along one line (`touches`).
 */
export function countCrossings(rings: readonly (readonly GridPoint[])[]): { crossings: number; touches: number } {
  const edges = rings.flatMap(edgesOf).sort((p, q) => p.left - q.left);
  let crossings = 0;
  let touches = 0;
  for (let i = 0; i < edges.length; i++) {
    const p = edges[i]!;
    for (let j = i + 1; j < edges.length; j++) {
      const q = edges[j]!;
      if (q.left > p.right) break;
      if (q.top > p.bottom || q.bottom < p.top) continue;
      const a = Math.sign(turn(p.a, p.b, q.a));
      const b = Math.sign(turn(p.a, p.b, q.b));
      const c = Math.sign(turn(q.a, q.b, p.a));
      const d = Math.sign(turn(q.a, q.b, p.b));
      if (a * b < 0 && c * d < 0) crossings++;
      else if (a * b <= 0 && c * d <= 0 && !areNeighbours(p, q, rings[p.ring]?.length ?? 0)) touches++;
    }
  }
  return { crossings, touches };
}

/** Neighbours share an end; they count as touching only when one folds back over the other. */
function areNeighbours(p: Edge, q: Edge, length: number): boolean {
  if (p.ring !== q.ring) return false;
  const apart = Math.abs(p.index - q.index);
  if (apart !== 1 && apart !== length - 1) return false;
  const [first, second] = (p.index + 1) % length === q.index ? [p, q] : [q, p];
  const folded = turn(first.a, first.b, second.b) === 0;
  const dot = (first.b.x - first.a.x) * (second.b.x - second.a.x) + (first.b.y - first.a.y) * (second.b.y - second.a.y);
  return !(folded && dot < 0);
}

import { squaredDistance } from './rings.ts';

type Point = [number, number];

interface Run {
  from: number;
  /** May exceed the length: the ring goes round. */
  to: number;
  worst: number;
  at: number;
}

/**
 * A closed ring with fewer vertices: from the two vertices furthest apart, always the vertex that lies furthest from
 * the outline so far is added (Douglas and Peucker's split, the worst run first), until all lie within `tolerance` or
 * `maxVertices` are reached. The error left is then the smallest that this order of splitting reaches.
 */
export function simplifyRing(ring: readonly Point[], tolerance: number, maxVertices: number): Point[] {
  const n = ring.length;
  if (n <= 3) return [...ring];
  const at = (i: number): Point => ring[i % n] ?? [0, 0];
  const furthest = (from: Point): number =>
    ring.reduce(
      (best, p, i) => {
        const d = (p[0] - from[0]) ** 2 + (p[1] - from[1]) ** 2;
        return d > best.d ? { d, i } : best;
      },
      { d: -1, i: 0 },
    ).i;
  const measure = (from: number, to: number): Run => {
    const run: Run = { from, to, worst: 0, at: -1 };
    for (let i = from + 1; i < to; i++) {
      const d = squaredDistance(at(i), at(from), at(to));
      if (d > run.worst) {
        run.worst = d;
        run.at = i;
      }
    }
    return run;
  };
  const start = furthest(at(0));
  const opposite = furthest(at(start));
  const end = opposite > start ? opposite : opposite + n;
  const runs = [measure(start, end), measure(end, start + n)];
  while (runs.length < maxVertices) {
    let worst = 0;
    runs.forEach((run, i) => {
      if (run.worst > runs[worst]!.worst) worst = i;
    });
    const run = runs[worst]!;
    // Two vertices are no ring: the third is added however near it lies.
    if (run.at < 0 || (run.worst <= tolerance * tolerance && runs.length >= 3)) break;
    runs.splice(worst, 1, measure(run.from, run.at), measure(run.at, run.to));
  }
  return runs.map((run) => at(run.from));
}

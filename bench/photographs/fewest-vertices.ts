/** Points on a ring that corners are chosen of: more move them by less than a pixel or two. */
const POINTS = 240;

type Point = readonly [number, number];

/**
 * The polygon with its corners on a ring that runs nearest to it: of all with so many corners the one with the least sum of
 * distances (Perez and Vidal, "Optimum polygonal approximation of digitized curves", 1994), from the point furthest off.
 */
export function fewestVertices(ring: readonly Point[], vertices: number): Point[] {
  const step = Math.max(1, Math.floor(ring.length / POINTS));
  const thin = ring.filter((_, i) => i % step === 0);
  if (thin.length <= vertices) return thin;
  const off = thin.map(([x, y]) => Math.hypot(x - thin[0]![0], y - thin[0]![1]));
  const first = off.indexOf(Math.max(...off));
  const points = [...thin.slice(first), ...thin.slice(0, first)];
  const n = points.length;
  const between = points.map((_, i) =>
    Array.from({ length: n + 1 }, (_edge, j) => (j > i ? distanceTo(points, i, j) : Infinity)),
  );
  // least[j]: of the polygons so far with one corner more each round, from the first point to the j-th.
  let least = between[0]!.slice();
  const before: number[][] = [];
  for (let corners = 2; corners <= vertices; corners++) {
    const from = Array.from({ length: n + 1 }, (_, j) => {
      let best = 0;
      for (let i = 1; i < j; i++) if (least[i]! + between[i]![j]! < least[best]! + between[best]![j]!) best = i;
      return best;
    });
    least = from.map((i, j) => (i === 0 ? Infinity : least[i]! + between[i]![j]!));
    before.push(from);
  }
  const chosen: Point[] = [];
  let at = n;
  for (const from of before.reverse()) {
    at = from[at]!;
    chosen.push(points[at]!);
  }
  return [points[0]!, ...chosen.reverse()];
}

/** The sum of the distances of the points between two to the edge that joins these. */
function distanceTo(points: readonly Point[], i: number, j: number): number {
  const [a, b] = [points[i]!, points[j % points.length]!];
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const squared = dx * dx + dy * dy;
  let sum = 0;
  for (let k = i + 1; k < j; k++) {
    const [x, y] = [points[k]![0] - a[0], points[k]![1] - a[1]];
    const t = squared === 0 ? 0 : Math.min(1, Math.max(0, (x * dx + y * dy) / squared));
    sum += Math.hypot(x - t * dx, y - t * dy);
  }
  return sum;
}

type Point = readonly [number, number];

/** Within this angle a stroke goes on in one direction, and comes near nothing of itself. */
const MOST = Math.PI / 2;

/**
 * A line through points in runs that each go on in one direction: no run crosses itself or comes back to itself. Each
 * begins with the point that the one before ends with.
 */
export function strokeRuns(points: readonly Point[]): (readonly Point[])[] {
  const runs: Point[][] = [];
  let [first, least, most] = [0, 0, 0];
  for (let i = 1; i < points.length; i++) {
    const [from, to] = [points[i - 1]!, points[i]!];
    if (from[0] === to[0] && from[1] === to[1]) continue;
    const direction = Math.atan2(to[1] - from[1], to[0] - from[0]);
    const turn = Math.atan2(Math.sin(direction - first), Math.cos(direction - first));
    if (runs.length > 0 && Math.max(most, turn) - Math.min(least, turn) <= MOST) {
      runs.at(-1)!.push(to);
      [least, most] = [Math.min(least, turn), Math.max(most, turn)];
    } else {
      runs.push([from, to]);
      [first, least, most] = [direction, 0, 0];
    }
  }
  return runs.length === 0 ? [points] : runs;
}

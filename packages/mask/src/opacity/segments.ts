export type Point = readonly [number, number];

/** Line segments in pixels as flat arrays: start, direction, and 1 / length^2 (0 for a point). */
export interface Segments {
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly dx: Float64Array;
  readonly dy: Float64Array;
  readonly inverse: Float64Array;
}

function fromPairs(pairs: readonly (readonly [Point, Point])[]): Segments {
  const count = pairs.length;
  const [x, y, dx, dy, inverse] = Array.from({ length: 5 }, () => new Float64Array(count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  pairs.forEach(([a, b], k) => {
    x[k] = a[0];
    y[k] = a[1];
    dx[k] = b[0] - a[0];
    dy[k] = b[1] - a[1];
    const square = dx[k]! ** 2 + dy[k]! ** 2;
    inverse[k] = square > 0 ? 1 / square : 0;
  });
  return { count, x, y, dx, dy, inverse };
}

/** The edges of closed rings. */
export function closedSegments(rings: readonly (readonly Point[])[]): Segments {
  return fromPairs(rings.flatMap((ring) => ring.map((a, i) => [a, ring[(i + 1) % ring.length] ?? a] as const)));
}

/** The edges of an open line; a single point is one edge without length. */
export function openSegments(points: readonly Point[]): Segments {
  const [only] = points;
  if (only !== undefined && points.length === 1) return fromPairs([[only, only]]);
  return fromPairs(points.slice(1).map((b, i) => [points[i] ?? b, b] as const));
}

/** The box around all segments. */
export function bounds(s: Segments): { left: number; top: number; right: number; bottom: number } {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let k = 0; k < s.count; k++) {
    const [x0, y0] = [s.x[k]!, s.y[k]!];
    const [x1, y1] = [x0 + s.dx[k]!, y0 + s.dy[k]!];
    left = Math.min(left, x0, x1);
    right = Math.max(right, x0, x1);
    top = Math.min(top, y0, y1);
    bottom = Math.max(bottom, y0, y1);
  }
  return { left, top, right, bottom };
}

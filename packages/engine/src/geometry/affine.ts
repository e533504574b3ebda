/** x' = a x + b y + e, y' = c x + d y + f. */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** Where a map puts a point. */
export const applyAffine = (m: Affine, x: number, y: number): [number, number] => [
  m.a * x + m.b * y + m.e,
  m.c * x + m.d * y + m.f,
];

/** The map back; of one that flattens the plane there is none, and its numbers are not finite. */
export function invertAffine(m: Affine): Affine {
  const det = m.a * m.d - m.b * m.c;
  const [a, b, c, d] = [m.d / det, -m.b / det, -m.c / det, m.a / det];
  return { a, b, c, d, e: -(a * m.e + b * m.f), f: -(c * m.e + d * m.f) };
}

/** The factor by which lengths grow, when the map is a similarity: turns, mirrors, shifts and one scale. */
export const scaleOf = (m: Affine): number => Math.sqrt(Math.abs(m.a * m.d - m.b * m.c));

/** How far a map is from a similarity: 0 for one, else the relative difference of its two scales and its skew. */
export function shearOf(m: Affine): number {
  const x = Math.hypot(m.a, m.c);
  const y = Math.hypot(m.b, m.d);
  const skew = Math.abs(m.a * m.b + m.c * m.d) / (x * y);
  return Math.max(Math.abs(x - y) / Math.max(x, y), skew);
}

/** One pair of points of a fit. */
export interface PointPair {
  readonly x: number;
  readonly y: number;
  readonly u: number;
  readonly v: number;
}

/** Least squares of (x, y) -> (u, v) over at least three points that are not on one line; `worst` in units of u, v. */
export function fitAffine(points: readonly PointPair[]): { affine: Affine; worst: number } {
  const n = points.length;
  const mean = (pick: (p: PointPair) => number): number => points.reduce((sum, p) => sum + pick(p), 0) / n;
  const [mx, my, mu, mv] = [mean((p) => p.x), mean((p) => p.y), mean((p) => p.u), mean((p) => p.v)];
  let [xx, xy, yy, xu, yu, xv, yv] = [0, 0, 0, 0, 0, 0, 0];
  for (const p of points) {
    const [x, y, u, v] = [p.x - mx, p.y - my, p.u - mu, p.v - mv];
    xx += x * x;
    xy += x * y;
    yy += y * y;
    xu += x * u;
    yu += y * u;
    xv += x * v;
    yv += y * v;
  }
  const det = xx * yy - xy * xy;
  const [a, b] = [(xu * yy - yu * xy) / det, (yu * xx - xu * xy) / det];
  const [c, d] = [(xv * yy - yv * xy) / det, (yv * xx - xv * xy) / det];
  const affine: Affine = { a, b, c, d, e: mu - a * mx - b * my, f: mv - c * mx - d * my };
  const worst = points.reduce((most, p) => {
    const [u, v] = applyAffine(affine, p.x, p.y);
    return Math.max(most, Math.hypot(u - p.u, v - p.v));
  }, 0);
  return { affine, worst };
}

/** An ellipse by its centre, semi-axes and the direction of the first, in radians. */
export interface PlainEllipse {
  readonly cx: number;
  readonly cy: number;
  readonly rx: number;
  readonly ry: number;
  readonly angle: number;
}

/** A point of the line that an ellipse is fitted to, and how much of the line it stands for. */
export interface RimPoint {
  readonly u: number;
  readonly v: number;
  readonly weight: number;
}

/** Gauss-Newton on a start that is off by a hundredth of the ellipse: three steps leave nothing to do. */
const STEPS = 5;
/** Of the largest diagonal number: keeps the angle of a circle, which nothing decides, where it is. */
const DAMPING = 1e-9;
const PARAMETERS = 5;

/**
 * The ellipse nearest to a line by the distances across it (Sampson's approximation), from an ellipse near it. What a
 * mask is judged by lies across its rim; along it the points of a bent ellipse may slide.
 */
export function fitEllipse(points: readonly RimPoint[], start: PlainEllipse): PlainEllipse {
  let fit = start;
  for (let step = 0; step < STEPS; step++) {
    const normal = Array.from({ length: PARAMETERS }, () => Array.from({ length: PARAMETERS + 1 }, () => 0));
    for (const point of points) {
      const { distance, slopes } = across(point, fit);
      for (let i = 0; i < PARAMETERS; i++) {
        for (let j = 0; j < PARAMETERS; j++) normal[i]![j]! += point.weight * slopes[i]! * slopes[j]!;
        normal[i]![PARAMETERS]! -= point.weight * slopes[i]! * distance;
      }
    }
    const [cx, cy, rx, ry, angle] = solved(normal);
    fit = {
      cx: fit.cx + cx!,
      cy: fit.cy + cy!,
      rx: fit.rx + rx!,
      ry: fit.ry + ry!,
      angle: fit.angle + angle!,
    };
  }
  return Object.values(fit).every(Number.isFinite) && fit.rx > 0 && fit.ry > 0 ? fit : start;
}

/** A point's distance from an ellipse, positive outside, and how it changes with each of the ellipse's numbers. */
function across({ u, v }: RimPoint, { cx, cy, rx, ry, angle }: PlainEllipse): { distance: number; slopes: number[] } {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [x, y] = [(u - cx) * cos + (v - cy) * sin, (v - cy) * cos - (u - cx) * sin];
  const level = Math.hypot(x / rx, y / ry);
  const [dx, dy] = [x / (rx * rx * level), y / (ry * ry * level)];
  const steep = Math.hypot(dx, dy);
  return {
    distance: (level - 1) / steep,
    slopes: [-dx * cos + dy * sin, -dx * sin - dy * cos, (-dx * x) / rx, (-dy * y) / ry, dx * y - dy * x].map(
      (slope) => slope / steep,
    ),
  };
}

/** Gaussian elimination of a symmetric system, its right side in the last column. */
function solved(rows: number[][]): number[] {
  const n = rows.length;
  const damping = DAMPING * Math.max(...rows.map((row, i) => row[i]!));
  rows.forEach((row, i) => (row[i]! += damping));
  for (let i = 0; i < n; i++) {
    for (let k = i + 1; k < n; k++) {
      const factor = rows[k]![i]! / rows[i]![i]!;
      for (let j = i; j <= n; j++) rows[k]![j]! -= factor * rows[i]![j]!;
    }
  }
  const x = Array.from({ length: n }, () => 0);
  for (let i = n - 1; i >= 0; i--) {
    let rest = rows[i]![n]!;
    for (let j = i + 1; j < n; j++) rest -= rows[i]![j]! * x[j]!;
    x[i] = rest / rows[i]![i]!;
  }
  return x;
}

import type { Size } from '../src/index.ts';

/** Slow and obvious: every form by the words of the language, one pixel at a time. Used by tests only. */
export type OpacityAt = (x: number, y: number) => number;

const clamp = (v: number) => Math.min(1, Math.max(0, v));

export function draw(size: Size, at: OpacityAt): Float32Array {
  const data = new Float32Array(size.width * size.height);
  for (let j = 0; j < size.height; j++) {
    for (let i = 0; i < size.width; i++) data[j * size.width + i] = at(i + 0.5, j + 0.5);
  }
  return data;
}

export function ellipse(cx: number, cy: number, rx: number, ry: number, degrees: number, border: number): OpacityAt {
  return (x, y) => {
    const l = Math.hypot(x - cx, y - cy);
    // The direction seen from the ellipse's own axes; clockwise as seen is the positive sense with y downwards.
    const phi = Math.atan2(y - cy, x - cx) - (degrees * Math.PI) / 180;
    const along = (a: number, b: number) => 1 / Math.hypot(Math.cos(phi) / a, Math.sin(phi) / b);
    const R = along(rx, ry);
    const T = along(rx + border, ry + border);
    if (l <= R) return 1;
    if (l >= T) return 0;
    return ((T * T - l * l) / (T * T - R * R)) ** 2;
  };
}

type Ring = readonly (readonly [number, number])[];

function toSegment(
  x: number,
  y: number,
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
): number {
  const square = (bx - ax) ** 2 + (by - ay) ** 2;
  const t = square === 0 ? 0 : clamp(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / square);
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
}

function toLine(points: Ring, x: number, y: number): number {
  return Math.min(...points.slice(1).map((b, i) => toSegment(x, y, points[i] ?? b, b)));
}

export function outline(rings: readonly Ring[], border: number): OpacityAt {
  const closed = rings.map((ring) => [...ring, ring[0] ?? ([0, 0] as const)]);
  return (x, y) => {
    let inside = false;
    for (const ring of closed) {
      for (let i = 1; i < ring.length; i++) {
        const [[ax, ay], [bx, by]] = [ring[i - 1] ?? [0, 0], ring[i] ?? [0, 0]];
        if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
      }
    }
    if (inside) return 1;
    return border === 0 ? 0 : clamp(1 - Math.min(...closed.map((ring) => toLine(ring, x, y))) / border);
  };
}

export function brush(points: Ring, width: number, hardness: number, density: number): OpacityAt {
  const [core, edge] = [(hardness * width) / 2, width / 2];
  return (x, y) => {
    const d = toLine(points, x, y);
    return density * (d <= core ? 1 : clamp((edge - d) / (edge - core)));
  };
}

/** The error function by the trapezoidal rule. */
function erf(x: number): number {
  const n = 2000;
  const h = x / n;
  let sum = (1 + Math.exp(-x * x)) / 2;
  for (let i = 1; i < n; i++) sum += Math.exp(-((i * h) ** 2));
  return (2 / Math.sqrt(Math.PI)) * h * sum;
}

export function gradient(
  size: Size,
  g: { ax: number; ay: number; rotation: number; compression: number; state: 1 | 2; curvature: number },
): OpacityAt {
  const diagonal = Math.hypot(size.width, size.height);
  const angle = (g.rotation * Math.PI) / 180;
  // The full side: up at 0, left at 90.
  const [fullX, fullY] = [-Math.sin(angle), -Math.cos(angle)];
  return (x, y) => {
    const [dx, dy] = [(x - g.ax) / diagonal, (y - g.ay) / diagonal];
    const s = dx * -fullY + dy * fullX;
    const t = dx * fullX + dy * fullY - g.curvature * s * s;
    return g.state === 1 ? clamp(0.5 + (2 * t) / g.compression) : 0.5 + 0.5 * erf((4 * t) / g.compression);
  };
}

/** HSL by the textbook, of 0..1 channels. */
export function hsl(r: number, g: number, b: number): [number, number, number] {
  const [max, min] = [Math.max(r, g, b), Math.min(r, g, b)];
  const l = (max + min) / 2;
  if (max === min) return [0, 0, l];
  const d = max - min;
  const s = l > 0.5 ? d / (2 - max - min) : d / (max + min);
  const h = max === r ? (g - b) / d + (g < b ? 6 : 0) : max === g ? (b - r) / d + 2 : (r - g) / d + 4;
  return [h / 6, s, l];
}

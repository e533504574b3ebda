/**
 * A flat shape as a rounded body: the height solves laplace(h) = -1 inside and h = 0 outside (a soap film under
 * pressure), and the square root of it stands up like a tube at the rim.
 */

/** Sweeps of successive over-relaxation; enough for shapes up to about 150 cells across. */
const SWEEPS = 160;
const RELAXATION = 1.9;

/** `inside` is 0..1 per cell; the result is a height in cells, row by row. */
export function inflate(inside: Float32Array, width: number, height: number): Float32Array {
  const h = new Float64Array(width * height);
  let left = width;
  let right = 0;
  let top = height;
  let bottom = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      if (inside[y * width + x]! < 0.5) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const i = y * width + x;
        if (inside[i]! < 0.5) continue;
        const mean = 0.25 * (h[i - 1]! + h[i + 1]! + h[i - width]! + h[i + width]! + 1);
        h[i] = h[i]! + RELAXATION * (mean - h[i]!);
      }
    }
  }
  return Float32Array.from(h, (v) => Math.sqrt(2 * Math.max(0, v)));
}

/**
 * A flat shape as a rounded body: the height solves laplace(h) = -1 inside and h = 0 outside (a soap film under
 * pressure), and the square root of it stands up like a tube at the rim.
 */

/** Sweeps of successive over-relaxation; enough for shapes up to about 150 cells across. */
const SWEEPS = 120;
const RELAXATION = 1.9;

/** `inside` is 0..1 per cell; the result is a height in cells, row by row. */
export function inflate(inside: Float32Array, width: number, height: number): Float32Array {
  const h = new Float64Array(width * height);
  const cells: number[] = [];
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) if (inside[y * width + x]! >= 0.5) cells.push(y * width + x);
  const order = Int32Array.from(cells);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let k = 0; k < order.length; k++) {
      const i = order[k]!;
      const mean = 0.25 * (h[i - 1]! + h[i + 1]! + h[i - width]! + h[i + width]! + 1);
      h[i] = h[i]! + RELAXATION * (mean - h[i]!);
    }
  }
  return Float32Array.from(h, (v) => Math.sqrt(2 * Math.max(0, v)));
}

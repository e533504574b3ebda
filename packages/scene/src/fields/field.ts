/**
 * A smooth field worked out on a coarse grid and read between its cells: noise without detail below a few pixels costs
 * a sixteenth so. Positions are in heights of the picture.
 */
export interface Grid {
  values: Float32Array;
  width: number;
  height: number;
  /** Cells per height of the picture. */
  scale: number;
  /** y of the grid's upper edge. */
  top: number;
}

/** Evaluates `f` on the part of the picture from `top` to `bottom`, `aspect` heights wide, `scale` cells per height. */
export function makeField(
  aspect: number,
  top: number,
  bottom: number,
  scale: number,
  f: (x: number, y: number) => number,
): Grid {
  // One more cell on the right and below, so that reading never leaves the grid.
  const width = Math.ceil(aspect * scale) + 2;
  const height = Math.ceil((bottom - top) * scale) + 2;
  const values = new Float32Array(width * height);
  for (let row = 0, i = 0; row < height; row++) {
    const y = top + (row + 0.5) / scale;
    for (let column = 0; column < width; column++, i++) values[i] = f((column + 0.5) / scale, y);
  }
  return { values, width, height, scale, top };
}

/** The field at x, y, bilinear between cells and constant beyond its edges. */
export function sample(grid: Grid, x: number, y: number): number {
  const { width, height, scale, values } = grid;
  const gx = Math.max(0, Math.min(width - 1.001, x * scale - 0.5));
  const gy = Math.max(0, Math.min(height - 1.001, (y - grid.top) * scale - 0.5));
  const x0 = gx | 0;
  const y0 = gy | 0;
  const fx = gx - x0;
  const i = y0 * width + x0;
  const topRow = values[i]! + (values[i + 1]! - values[i]!) * fx;
  const lowRow = values[i + width]! + (values[i + width + 1]! - values[i + width]!) * fx;
  return topRow + (lowRow - topRow) * (gy - y0);
}

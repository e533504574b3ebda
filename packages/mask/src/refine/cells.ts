import type { CellGrid } from './box-mean.ts';
import type { Box } from '../raster/raster.ts';
import { STRIP } from '../raster/strips.ts';

/**
 * Numbers per cell, one after the other: of the mask its mean and those of its products with the guide (m, mr, mg, mb); of
 * the guide means and means of products (r, g, b, rr, rg, rb, gg, gb, bb).
 */
export const LANES = { mask: 4, guide: 9 } as const;

/** The guide per pixel, interleaved in threes, and where in it a grid begins. */
export interface GuidePart {
  readonly data: Float32Array;
  readonly width: number;
  readonly left: number;
  readonly top: number;
}

/** Of the present stretch of a row, see inStrips. */
const GUIDE = new Float32Array(3 * STRIP);
const MASK = new Float32Array(STRIP);
/** Sums of the cells of that stretch, and of the last one begun before it. */
const SUMS = new Float32Array(LANES.mask * (STRIP + 1));

/**
 * @param mask of the guide's size
 * @param within pixels of the grid; the mask is 0 around them
 * @param into the means per cell, LANES.mask each
 */
export function maskSums(mask: Float32Array, guide: GuidePart, grid: CellGrid, within: Box, into: Float32Array): void {
  const { step, columns } = grid;
  into.fill(0);
  for (let y = within.top; y < within.bottom; y++) {
    const start = (guide.top + y) * guide.width + guide.left;
    const row = Math.floor(y / step) * columns;
    for (let from = within.left; from < within.right; from += STRIP) {
      const to = Math.min(within.right, from + STRIP);
      MASK.set(mask.subarray(start + from, start + to));
      GUIDE.set(guide.data.subarray(3 * (start + from), 3 * (start + to)));
      const cell = Math.floor(from / step);
      const cells = into.subarray(LANES.mask * (row + cell), LANES.mask * (row + Math.ceil(to / step)));
      SUMS.set(cells);
      sumStretch(to - from, from - cell * step, step);
      cells.set(SUMS.subarray(0, cells.length));
    }
  }
  divide(into, LANES.mask, grid);
}

/** @param ahead pixels of the first cell that came before */
function sumStretch(count: number, ahead: number, step: number): void {
  let [m, mr, mg, mb] = [0, 0, 0, 0];
  for (let x = 0, cell = 0, left = step - ahead; x < count; x++) {
    const here = MASK[x]!;
    m += here;
    mr += here * GUIDE[3 * x]!;
    mg += here * GUIDE[3 * x + 1]!;
    mb += here * GUIDE[3 * x + 2]!;
    left--;
    if (left > 0 && x + 1 < count) continue;
    SUMS[cell]! += m;
    SUMS[cell + 1]! += mr;
    SUMS[cell + 2]! += mg;
    SUMS[cell + 3]! += mb;
    m = mr = mg = mb = 0;
    cell += LANES.mask;
    left = step;
  }
}

/** The means per cell of a guide as large as the grid, LANES.guide each. */
export function guideSums(guide: Float32Array, grid: CellGrid): Float32Array {
  const { width, height, step, columns, cells } = grid;
  const sums = new Float32Array(LANES.guide * cells);
  for (let y = 0, at = 0; y < height; y++) {
    const row = Math.floor(y / step) * columns;
    for (let x = 0; x < width; x++, at += 3) {
      const cell = LANES.guide * (row + Math.floor(x / step));
      const r = guide[at]!;
      const g = guide[at + 1]!;
      const b = guide[at + 2]!;
      sums[cell]! += r;
      sums[cell + 1]! += g;
      sums[cell + 2]! += b;
      sums[cell + 3]! += r * r;
      sums[cell + 4]! += r * g;
      sums[cell + 5]! += r * b;
      sums[cell + 6]! += g * g;
      sums[cell + 7]! += g * b;
      sums[cell + 8]! += b * b;
    }
  }
  divide(sums, LANES.guide, grid);
  return sums;
}

/** Sums per cell become means, in place. */
function divide(sums: Float32Array, lanes: number, { width, height, columns, rows, step }: CellGrid): void {
  if (step === 1) return;
  for (let j = 0, at = 0; j < rows; j++) {
    const tall = Math.min(step, height - j * step);
    for (let i = 0; i < columns; i++) {
      const share = 1 / (tall * Math.min(step, width - i * step));
      for (const end = at + lanes; at < end; at++) sums[at]! *= share;
    }
  }
}

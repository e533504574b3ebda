import type { CellGrid } from './box-mean.ts';
import { type GuidePart, LANES } from './cells.ts';
import type { Box } from '../raster/raster.ts';
import { STRIP } from '../raster/strips.ts';

/** Of the present stretch of a row, see inStrips: the cells that its pixels lie between, the guide, what comes of it. */
const UPPER = new Float32Array(LANES.mask * (STRIP + 3));
const LOWER = new Float32Array(LANES.mask * (STRIP + 3));
const GUIDE = new Float32Array(3 * STRIP);
const OPACITY = new Float32Array(STRIP);

/**
 * b + slopes . guide per pixel of the grid, with all four interpolated between the middles of the cells; clamped to [0, 1].
 * @param slopes per cell what stands alone, and the slopes over the guide's three numbers
 * @param within pixels of the grid
 * @param out of the guide's size
 */
export function laySlopes(
  slopes: Float32Array,
  grid: CellGrid,
  guide: GuidePart,
  within: Box,
  out: Float32Array,
): void {
  const { step, rows, columns } = grid;
  for (let y = within.top; y < within.bottom; y++) {
    const down = Math.min(rows - 1, Math.max(0, (y + 0.5) / step - 0.5));
    const upper = Math.floor(down);
    const lower = Math.min(rows - 1, upper + 1);
    for (let from = within.left; from < within.right; from += STRIP) {
      const to = Math.min(within.right, from + STRIP);
      const first = firstCell(from, step);
      const end = Math.min(columns, firstCell(to - 1, step) + 2);
      const length = LANES.mask * (end - first);
      for (const [line, row] of [
        [UPPER, upper],
        [LOWER, lower],
      ] as const) {
        const at = LANES.mask * (row * columns + first);
        line.set(slopes.subarray(at, at + length));
      }
      betweenRows(length, down - upper);
      const at = (guide.top + y) * guide.width + guide.left;
      GUIDE.set(guide.data.subarray(3 * (at + from), 3 * (at + to)));
      layStretch(to - from, (from + 0.5) / step - 0.5 - first, step);
      out.set(OPACITY.subarray(0, to - from), at + from);
    }
  }
}

/** The cell whose middle a pixel lies behind, or the first. */
const firstCell = (pixel: number, step: number): number => Math.max(0, Math.floor((pixel - (step >> 1)) / step));

/** What lies between two rows of cells, instead of the upper one; behind the last cell it goes on as that. */
function betweenRows(length: number, part: number): void {
  for (let i = 0; i < length; i++) UPPER[i]! += part * (LOWER[i]! - UPPER[i]!);
  UPPER.copyWithin(length, length - LANES.mask, length);
}

/** @param ahead of the stretch's first pixel, in cells behind the middle of the first one there */
function layStretch(count: number, ahead: number, step: number): void {
  const each = 1 / step;
  for (let x = 0, at = 0; x < count; x++, at += 3) {
    const place = ahead + x * each;
    const behind = place > 0 ? place : 0;
    const cell = behind | 0;
    const part = behind - cell;
    const i = LANES.mask * cell;
    const alone = UPPER[i]!;
    const r = UPPER[i + 1]!;
    const g = UPPER[i + 2]!;
    const b = UPPER[i + 3]!;
    const value =
      alone +
      part * (UPPER[i + 4]! - alone) +
      (r + part * (UPPER[i + 5]! - r)) * GUIDE[at]! +
      (g + part * (UPPER[i + 6]! - g)) * GUIDE[at + 1]! +
      (b + part * (UPPER[i + 7]! - b)) * GUIDE[at + 2]!;
    OPACITY[x] = value < 0 ? 0 : value > 1 ? 1 : value;
  }
}

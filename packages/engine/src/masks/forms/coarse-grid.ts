import { boxAround, boxOf, emptyRaster, recycle } from '@chemigram/mask';
import type { Raster } from '@chemigram/mask';

/**
 * darktable looks at an ellipse where every fourth pixel of a picture at full size begins, across and down, from its upper left
 * corner on; what lies between runs straight from one to the next. Measured with ellipses of 5 to 40 pixels in pictures of 448 to
 * 1,536, cropped and not: every pixel as said. In pictures that it makes smaller each third one is looked at, each second, or all.
 */
const GRID_PX = 4;
/** Below so many pixels of the raster nothing of it is seen. */
const LEAST_CELL = 1.5;
/** A feather of so many cells is as good as straight across one. */
const SMOOTH_CELLS = 8;

/**
 * What darktable makes of an ellipse by looking at it that coarsely.
 * @param drawn the ellipse as it is; its buffer is given back where another raster is returned
 * @param border its feather, in pixels of the raster
 * @param step full-size pixels per pixel of the raster
 * @returns the same raster where that changes nothing
 */
export function onCoarseGrid(drawn: Raster, border: number, step: number): Raster {
  const cell = GRID_PX / step;
  if (cell < LEAST_CELL || border > SMOOTH_CELLS * cell) return drawn;
  const { width, height } = drawn;
  const seen = emptyRaster({ width, height });
  const { left, top, right, bottom } = boxOf(drawn);
  const box = boxAround({ left: left - cell, top: top - cell, right: right + cell, bottom: bottom + cell }, seen);
  seen.box = box;
  const [acrossBox, downBox] = [pointsAlong(box.left, box.right, cell), pointsAlong(box.top, box.bottom, cell)];
  const columns = acrossBox.count;
  const grid = Float32Array.from({ length: columns * downBox.count }, (_, k) =>
    valueAt(drawn, (acrossBox.first + (k % columns)) * cell, (downBox.first + Math.floor(k / columns)) * cell),
  );
  for (let j = box.top; j < box.bottom; j++) {
    const row = Math.floor(j / cell);
    const down = j / cell - row;
    for (let i = box.left; i < box.right; i++) {
      const column = Math.floor(i / cell);
      const across = i / cell - column;
      const at = (row - downBox.first) * columns + column - acrossBox.first;
      const above = mix(grid[at]!, grid[at + 1]!, across);
      seen.data[j * width + i] = mix(above, mix(grid[at + columns]!, grid[at + columns + 1]!, across), down);
    }
  }
  recycle(drawn);
  return seen;
}

/** Points of the grid along some pixels: from the one before the first of them to the one beyond the last. */
function pointsAlong(from: number, to: number, cell: number): { first: number; count: number } {
  const first = Math.floor(from / cell);
  return { first, count: Math.floor((to - 1) / cell) - first + 2 };
}

const mix = (from: number, to: number, part: number): number => from + (to - from) * part;

/** The value at a place in a raster, counted in its pixels from the first; beyond its edge that of the edge. */
function valueAt({ width, height, data }: Raster, x: number, y: number): number {
  const [i, j] = [Math.min(width - 1, Math.floor(x)), Math.min(height - 1, Math.floor(y))];
  const [right, below] = [Math.min(width - 1, i + 1), Math.min(height - 1, j + 1)];
  const row = (k: number): number => mix(data[k * width + i]!, data[k * width + right]!, x - Math.floor(x));
  return mix(row(j), row(below), y - Math.floor(y));
}

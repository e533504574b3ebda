import type { CellGrid } from './box-mean.ts';

/** Zeros per cell, so many of them. */
export const planesOf = ({ columns, rows }: CellGrid, count: number): Float32Array[] =>
  Array.from({ length: count }, () => new Float32Array(columns * rows));

/** The cell of each pixel of an axis. */
export const cellsOf = (pixels: number, step: number): Int32Array =>
  Int32Array.from({ length: pixels }, (_, x) => Math.floor(x / step));

/** Sums per cell become means, in place. */
export function divide(
  planes: readonly Float32Array[],
  { width, height, columns, rows }: CellGrid,
  step: number,
): void {
  if (step === 1) return;
  for (const plane of planes) {
    for (let j = 0, cell = 0; j < rows; j++) {
      const tall = Math.min(step, height - j * step);
      for (let i = 0; i < columns; i++, cell++) plane[cell]! /= tall * Math.min(step, width - i * step);
    }
  }
}

/** Per pixel of an axis the two cells whose middles it lies between, and how far on the way. */
interface Between {
  readonly cell: Int32Array;
  readonly next: Int32Array;
  readonly part: Float32Array;
}

export function between(pixels: number, step: number, cells: number): Between {
  const [cell, next, part] = [new Int32Array(pixels), new Int32Array(pixels), new Float32Array(pixels)];
  for (let x = 0; x < pixels; x++) {
    const at = Math.min(cells - 1, Math.max(0, (x + 0.5) / step - 0.5));
    cell[x] = Math.floor(at);
    next[x] = Math.min(cells - 1, cell[x]! + 1);
    part[x] = at - cell[x]!;
  }
  return { cell, next, part };
}

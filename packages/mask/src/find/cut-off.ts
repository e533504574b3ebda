import { type Planes } from '../raster/planes.ts';
import { flood, parts } from './regions.ts';
import type { Skyline } from './skyline.ts';

/** Parts smaller than this share of the picture are gaps between leaves and posts, whatever is seen through them. */
const SMALLEST = 0.002;
/** Rows above what cuts a part off, and below it, that are compared. */
const STRIP = 3;
/**
 * Colour difference (Lab) across what cuts a part off: a shaded gable behind its roof's edge had 11, sky below a branch 1 to 4.
 * A wall that is nearer to the sky's colour than this cannot be told from a sky that wires cross.
 */
const ANOTHER = 7;

/**
 * For each column the row at which the sky ends because something that is not sky stands across it, and what is seen below
 * that is of another colour: a wall below the edge of its roof. Where wires or branches stand across, the sky goes on.
 */
export function cutOff({ rows, odds }: Skyline, planes: Planes): (column: number) => number {
  const { width, height, l, a, b } = planes;
  const isSky = (i: number): boolean => Math.floor(i / width) < rows[i % width]! && odds[i]! > 0;
  const reached = flood(planes, Array(width).keys(), isSky);
  const ends = Int32Array.from(rows);
  const rest = Uint8Array.from(odds, (_, i) => (isSky(i) && reached[i] === 0 ? 1 : 0));
  for (const { pixels } of parts(rest, planes, SMALLEST * rest.length)) {
    const tops = topsOf(pixels, width);
    let [columns, difference] = [0, [0, 0, 0]];
    const above = new Map([...tops].map(([x, top]) => [x, lastReached(reached, x, top, width)]));
    for (const [x, top] of tops) {
      const end = above.get(x)!;
      if (end < STRIP || top + STRIP > height) continue;
      const mean = (plane: Float32Array, from: number): number => {
        let sum = 0;
        for (let y = from; y < from + STRIP; y++) sum += plane[y * width + x]!;
        return sum / STRIP;
      };
      difference = [l, a, b].map((plane, k) => difference[k]! + mean(plane, top) - mean(plane, end - STRIP));
      columns++;
    }
    if (columns === 0 || Math.hypot(...difference) / columns < ANOTHER) continue;
    for (const [x, end] of above) if (end > 0) ends[x] = Math.min(ends[x]!, end);
  }
  return (column) => ends[column]!;
}

/** For each column of a part its topmost row. */
function topsOf(pixels: readonly number[], width: number): Map<number, number> {
  const tops = new Map<number, number>();
  for (const i of pixels) {
    const [x, y] = [i % width, Math.floor(i / width)];
    tops.set(x, Math.min(tops.get(x) ?? y, y));
  }
  return tops;
}

/** The row below the last one above `top` that was reached; 0 where none was. */
function lastReached(reached: Uint8Array, x: number, top: number, width: number): number {
  let y = top;
  while (y > 0 && reached[(y - 1) * width + x] === 0) y--;
  return y;
}

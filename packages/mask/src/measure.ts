import { ChemigramError } from '@chemigram/errors';
import { boxOf, occupied, type Raster } from './raster.ts';
import { inStrips, STRIP } from './strips.ts';

/** Opacity from which a pixel counts as selected. */
export const SELECTED = 0.5;

/**
 * How alike two rasters of one size are: intersection over union of the pixels at half opacity or more (two empty ones
 * are alike: 1), and the mean absolute difference of the opacities.
 *
 * @throws invalid_input when the sizes differ
 */
export function compare(a: Raster, b: Raster): { iou: number; meanAbsoluteError: number } {
  if (a.width !== b.width || a.height !== b.height) {
    const message = `Rasters of ${a.width} x ${a.height} and ${b.width} x ${b.height} cannot be compared; sizes must be equal.`;
    throw new ChemigramError('invalid_input', message);
  }
  const [fromA, toA] = occupied(a);
  const [fromB, toB] = occupied(b);
  const to = Math.max(toA, toB);
  const counts = { both: 0, either: 0, difference: 0 };
  inStrips(Math.min(fromA, fromB), to, (start, end) => {
    FIRST.set(a.data.subarray(start, end));
    SECOND.set(b.data.subarray(start, end));
    compareStrip(end - start, counts);
  });
  const { both, either, difference } = counts;
  return { iou: either === 0 ? 1 : both / either, meanAbsoluteError: difference / a.data.length };
}

const FIRST = new Float32Array(STRIP);
const SECOND = new Float32Array(STRIP);

function compareStrip(length: number, counts: { both: number; either: number; difference: number }): void {
  let both = 0;
  let either = 0;
  let difference = 0;
  for (let i = 0; i < length; i++) {
    const x = FIRST[i]!;
    const y = SECOND[i]!;
    difference += Math.abs(x - y);
    if (x >= SELECTED) {
      either++;
      if (y >= SELECTED) both++;
    } else if (y >= SELECTED) either++;
  }
  counts.both += both;
  counts.either += either;
  counts.difference += difference;
}

/** The mean opacity, 0..1: the share of the picture that is selected, soft pixels counted by their opacity. */
export function coverage(r: Raster): number {
  let sum = 0;
  const [from, to] = occupied(r);
  inStrips(from, to, (start, end) => {
    FIRST.set(r.data.subarray(start, end));
    sum += sumOfStrip(end - start);
  });
  return sum / r.data.length;
}

function sumOfStrip(length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += FIRST[i]!;
  return sum;
}

/**
 * The smallest box around all pixels of at least `threshold`, as fractions [x0, y0, x1, y1] of width and height (outer
 * edges of the pixels), or null when there are none.
 */
export function boundingBox(r: Raster, threshold = SELECTED): [number, number, number, number] | null {
  let [left, top, right, bottom] = [r.width, r.height, -1, -1];
  // What holds nothing is below any threshold but zero.
  const within = boxOf(threshold > 0 ? r : { width: r.width, height: r.height });
  for (let j = within.top; j < within.bottom; j++) {
    const row = j * r.width;
    let first = 0;
    while (first < r.width && r.data[row + first]! < threshold) first++;
    if (first === r.width) continue;
    let last = r.width - 1;
    while (last > right && r.data[row + last]! < threshold) last--;
    left = Math.min(left, first);
    right = Math.max(right, last);
    top = Math.min(top, j);
    bottom = j;
  }
  return right < 0 ? null : [left / r.width, top / r.height, (right + 1) / r.width, (bottom + 1) / r.height];
}

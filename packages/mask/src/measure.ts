import { ChemigramError } from '@chemigram/errors';
import { occupied, type Raster } from './raster.ts';
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
/**
 * Of floats from 0 on, the bits as whole numbers ascend as the values do, and below 0 they are negative (a measured opacity may
 * be): told apart without a branch per pixel.
 */
const FIRST_BITS = new Int32Array(FIRST.buffer);
const SECOND_BITS = new Int32Array(SECOND.buffer);
const SELECTED_BITS = new Int32Array(Float32Array.of(SELECTED).buffer)[0]!;

function compareStrip(length: number, counts: { both: number; either: number; difference: number }): void {
  let outsideBoth = 0;
  let outsideEither = 0;
  let difference = 0;
  for (let i = 0; i < length; i++) {
    difference += Math.abs(FIRST[i]! - SECOND[i]!);
    const outsideA = ((FIRST_BITS[i]! - SELECTED_BITS) | FIRST_BITS[i]!) >>> 31;
    const outsideB = ((SECOND_BITS[i]! - SELECTED_BITS) | SECOND_BITS[i]!) >>> 31;
    outsideBoth += outsideA & outsideB;
    outsideEither += outsideA | outsideB;
  }
  counts.both += length - outsideEither;
  counts.either += length - outsideBoth;
  counts.difference += difference;
}

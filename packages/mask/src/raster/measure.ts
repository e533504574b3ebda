import { ChemigramError } from '@chemigram/errors';
import { occupied, type Raster } from './raster.ts';
import { selectedIn, WORD } from './selected.ts';
import { inStrips, STRIP } from './strips.ts';

/** Opacity from which a pixel counts as selected. */
export const SELECTED = 0.5;

/** The largest opacity of a mask, 0..1. */
export function strongestOf(raster: Raster): number {
  let strongest = 0;
  inStrips(...occupied(raster), (start, end) => {
    // None is stronger than whole, and most masks are whole somewhere.
    if (strongest === 1) return;
    FIRST.set(raster.data.subarray(start, end));
    strongest = Math.max(strongest, strongestOfStrip(end - start));
  });
  return strongest;
}

function strongestOfStrip(length: number): number {
  let strongest = 0;
  for (let i = 0; i < length; i++) if (FIRST[i]! > strongest) strongest = FIRST[i]!;
  return strongest;
}

/**
 * So much more than half, of the strongest, is selected. darktable draws a feather in steps, and of every other line of it one step
 * is half exactly: by rounding alone those pixels were selected in one picture and not in the next, which is half a pixel of an edge.
 */
const PAST_HALF = 1.001;
/** A mask that is nowhere stronger than that is faint. A soft stroke is whole on its middle line, which runs between pixels. */
const WHOLE_FROM = 0.95;

/**
 * The opacity from which a pixel counts as selected in a mask that is nowhere stronger: at 30 % it selects what it would at
 * 100 %.
 */
export const selectedFrom = (strongest: number): number =>
  strongest === 0 ? SELECTED : SELECTED * PAST_HALF * (strongest >= WHOLE_FROM ? 1 : strongest);

/**
 * How thin what is selected is: sides of pixels between selected and not selected ones, for each that is selected. 2 / w for
 * a level stroke w pixels wide, 0 where nothing is selected.
 * @param selected opacity from which a pixel counts as selected, above 0
 */
export function sidesPerPixel(raster: Raster, selected: number): number {
  const { bits, words, width } = selectedIn(raster, selected);
  let [inside, sides] = [0, 0];
  const inLastWord = -1 >>> (words * WORD - width);
  for (let i = 0; i < bits.length; i++) {
    const word = bits[i]!;
    const column = i % words;
    inside += ones(word);
    if (i >= words) sides += ones(word ^ bits[i - words]!);
    const toTheLeft = column === 0 ? word & 1 : bits[i - 1]! >>> (WORD - 1);
    const beside = word ^ ((word << 1) | toTheLeft);
    sides += ones(column === words - 1 ? beside & inLastWord : beside);
  }
  return inside === 0 ? 0 : sides / inside;
}

/** How many bits of a word are 1: pairs, fours and bytes are counted, and the multiplication adds up the bytes. */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * How alike two rasters of one size are: intersection over union of the pixels that are selected (two empty ones are
 * alike: 1), and the mean absolute difference of the opacities.
 *
 * @param selected opacity from which a pixel counts as selected, above 0
 * @throws invalid_input when the sizes differ
 */
export function compare(a: Raster, b: Raster, selected: number = SELECTED): { iou: number; meanAbsoluteError: number } {
  if (a.width !== b.width || a.height !== b.height) {
    const message = `Rasters of ${a.width} x ${a.height} and ${b.width} x ${b.height} cannot be compared; sizes must be equal.`;
    throw new ChemigramError('invalid_input', message);
  }
  const [fromA, toA] = occupied(a);
  const [fromB, toB] = occupied(b);
  const to = Math.max(toA, toB);
  const counts = { both: 0, either: 0, difference: 0 };
  LIMIT[0] = selected;
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
const LIMIT = new Float32Array(1);
const LIMIT_BITS = new Int32Array(LIMIT.buffer);

function compareStrip(length: number, counts: { both: number; either: number; difference: number }): void {
  const limit = LIMIT_BITS[0]!;
  let outsideBoth = 0;
  let outsideEither = 0;
  let difference = 0;
  for (let i = 0; i < length; i++) {
    difference += Math.abs(FIRST[i]! - SECOND[i]!);
    const outsideA = ((FIRST_BITS[i]! - limit) | FIRST_BITS[i]!) >>> 31;
    const outsideB = ((SECOND_BITS[i]! - limit) | SECOND_BITS[i]!) >>> 31;
    outsideBoth += outsideA & outsideB;
    outsideEither += outsideA | outsideB;
  }
  counts.both += length - outsideEither;
  counts.either += length - outsideBoth;
  counts.difference += difference;
}

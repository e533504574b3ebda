import { factorAt } from '@chemigram/darktable';
import type { ChannelFactor, OpacityTerms } from '@chemigram/darktable';
import { inStrips, STRIP } from '@chemigram/mask';

/**
 * A channel of a picture in levels: each pixel's place among all values, at most 65536 of them and each of about as many
 * pixels, and what value a level stands for. So what a range makes of a channel is a table of levels, its quantiles are
 * counted instead of sorted, and a pixel takes two bytes.
 */
export interface ChannelLevels {
  readonly channel: string;
  /** Its values can be below zero, and so can its knots. */
  readonly signed: boolean;
  /** The level of each pixel. */
  readonly level: Uint16Array;
  /** The mean value of each level, ascending, to some 4096th. */
  readonly values: Float64Array;
}

/** What 16 bits hold. With a quarter of them, bands of a few pixels were lost. */
export const MOST_LEVELS = 65536;
/**
 * Bits of a number that are looked at, sign and exponent included: values that differ by less than a 2048th are one.
 * (darktable's narrowest ramp is a thousandth of its slider.)
 */
const BITS = 20;
const SHIFT = 32 - BITS;

const ORDERS = 1 << BITS;
/** How many pixels have each of these bits, and then the level of such a pixel; kept, for it is larger than a channel. */
const byOrder = new Uint32Array(ORDERS);

/** The levels of a channel's values, one per pixel. */
export function levelsOf(channel: string, values: Float32Array, signed: boolean): ChannelLevels {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  byOrder.fill(0);
  for (let i = 0; i < bits.length; i++) byOrder[orderOf(bits[i]!)]!++;
  const [sums, members] = [new Float64Array(MOST_LEVELS), new Uint32Array(MOST_LEVELS)];
  let [before, last, count] = [0, -1, 0];
  for (let order = 0; order < ORDERS; order++) {
    const here = byOrder[order]!;
    if (here === 0) continue;
    const share = Math.floor((before * MOST_LEVELS) / values.length);
    if (share !== last) count++;
    last = share;
    before += here;
    // As many times the middle of what begins with these bits: summing up the pixels took half as long again.
    sums[count - 1]! += here * middleOf(order);
    members[count - 1]! += here;
    byOrder[order] = count - 1;
  }
  const level = new Uint16Array(values.length);
  for (let i = 0; i < bits.length; i++) level[i] = byOrder[orderOf(bits[i]!)]!;
  return { channel, signed, level, values: sums.slice(0, count).map((sum, k) => sum / members[k]!) };
}

/** The first bits of a float such that they ascend with its value: those of negative ones run the other way. */
const orderOf = (bits: number): number => ((bits < 0 ? ~bits : bits ^ 0x80000000) >>> SHIFT) & ((1 << BITS) - 1);

const float = new Float32Array(1);
const bitsOf = new Int32Array(float.buffer);

/** The number in the middle of those that begin with these bits. */
function middleOf(order: number): number {
  const ordered = (order << SHIFT) | (1 << (SHIFT - 1));
  bitsOf[0] = ordered < 0 ? ordered ^ 0x80000000 : ~ordered;
  const middle = float[0]!;
  if (Math.abs(middle) <= FARTHEST) return middle;
  return order < ORDERS / 2 ? -FARTHEST : FARTHEST;
}

/**
 * What lies further off counts as this far: the saturation of what is next to black, or white, is as large as one likes, infinite
 * or no number at all, and sums with it say nothing of the other values.
 */
const FARTHEST = 1024;

/** A channel of some pixels only. */
export function pixelsOf(channel: ChannelLevels, at: Uint32Array): ChannelLevels {
  const level = new Uint16Array(at.length);
  for (let k = 0; k < at.length; k++) level[k] = channel.level[at[k]!]!;
  return { ...channel, level };
}

/** A factor per channel that has one. */
export interface LevelFactor {
  readonly levels: ChannelLevels;
  readonly factor: ChannelFactor;
}

/** What each level of a channel is multiplied by. Most levels lie beside the ramps, where nothing is to be computed. */
function tabulate(factor: ChannelFactor, { values }: ChannelLevels, into: Float32Array): void {
  const { limits } = factor.trapezoid;
  const [none, full] = factor.turned ? [1, 0] : [0, 1];
  const rising = firstWhere(values, (value) => value > limits[0]);
  const flat = Math.max(
    rising,
    firstWhere(values, (value) => value >= limits[1]),
  );
  const falling = Math.max(
    flat,
    firstWhere(values, (value) => value > limits[2]),
  );
  const past = Math.max(
    falling,
    firstWhere(values, (value) => value >= limits[3]),
  );
  into.fill(none, 0, rising).fill(full, flat, falling).fill(none, past, values.length);
  for (let l = rising; l < flat; l++) into[l] = factorAt(factor, values[l]!);
  for (let l = falling; l < past; l++) into[l] = factorAt(factor, values[l]!);
}

/** The first of ascending values that a limit lets pass, and with it all after; their number where none does. */
function firstWhere(values: Float64Array, passes: (value: number) => boolean): number {
  let [from, to] = [0, values.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (passes(values[middle]!)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** The table of each channel that is multiplied with the others; as many as channels were multiplied together so far. */
const TABLES: Float32Array[] = [];
/** Of the present strip, see inStrips. */
const LEVEL = new Uint16Array(STRIP);
const OPACITY = new Float32Array(STRIP);
const DRAWN = new Float32Array(STRIP);

/**
 * The opacity of each pixel by a parametric mask.
 * @param factors those of the terms
 * @param drawn the drawn opacity of each pixel, where it counts
 * @param into as many numbers as there are pixels
 */
export function layTerms(
  { drawn: side, from, by }: Omit<OpacityTerms, 'factors'>,
  factors: readonly LevelFactor[],
  drawn: Float32Array | null,
  into: Float32Array,
): void {
  for (const [k, { levels, factor }] of factors.entries()) {
    tabulate(factor, levels, (TABLES[k] ??= new Float32Array(MOST_LEVELS)));
  }
  inStrips(0, into.length, (start, end) => {
    const count = end - start;
    OPACITY.fill(1);
    if (drawn !== null && side !== null) {
      DRAWN.set(drawn.subarray(start, end));
      takeDrawn(count, side === 'turned' ? 1 : 0, side === 'turned' ? -1 : 1);
    }
    for (const [k, { levels }] of factors.entries()) {
      LEVEL.set(levels.level.subarray(start, end));
      multiplyStrip(count, TABLES[k]!);
    }
    if (from !== 0 || by !== 1) scaleStrip(count, from, by);
    into.set(count === STRIP ? OPACITY : OPACITY.subarray(0, count), start);
  });
}

function takeDrawn(count: number, from: number, by: number): void {
  for (let i = 0; i < count; i++) OPACITY[i] = from + by * DRAWN[i]!;
}

/** What is 0 already stays so: looking it up in a table larger than the nearest cache took longer than all the rest. */
function multiplyStrip(count: number, table: Float32Array): void {
  for (let i = 0; i < count; i++) {
    const opacity = OPACITY[i]!;
    if (opacity !== 0) OPACITY[i] = opacity * table[LEVEL[i]!]!;
  }
}

function scaleStrip(count: number, from: number, by: number): void {
  for (let i = 0; i < count; i++) OPACITY[i] = from + by * OPACITY[i]!;
}

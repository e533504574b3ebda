import { inStrips, STRIP } from '@chemigram/mask';

/**
 * Which pixels a range is learned from. A band of a few pixels among hundreds of thousands would be lost in an even
 * sample, so what is asked for and what is not get up to half of it each, and weights that make up for it.
 */
export interface PixelSample {
  /** Indices into the rasters, ascending. */
  readonly at: Uint32Array;
  /** What each sampled pixel stands for, in pixels of the picture; times the given weight. */
  readonly weight: Float32Array;
  readonly target: Float32Array;
}

/** More tell the fit little more: its edges are quantiles, 256 of them. */
const MOST = 8192;
/** Opacity from which a pixel is one of those that are asked for. */
const ASKED = 0.02;

/**
 * @param target asked opacity per pixel
 * @param weight how much each pixel counts; those of weight 0 are left out
 */
export function samplePixels(target: Float32Array, weight: Float32Array | null, most: number = MOST): PixelSample {
  const there = { counted: 0, asked: 0 };
  inStrips(0, target.length, (start, end) => {
    copyStrip(target, weight, start, end);
    countStrip(end - start, there);
  });
  const askedThere = there.asked;
  const restThere = there.counted - askedThere;
  const asked = new Stretches(askedThere, Math.min(askedThere, Math.max(most >> 1, most - restThere)));
  const rest = new Stretches(restThere, Math.min(restThere, most - asked.count));
  const length = asked.count + rest.count;
  const sample = { at: new Uint32Array(length), weight: new Float32Array(length), target: new Float32Array(length) };
  let taken = 0;
  inStrips(0, target.length, (start, end) => {
    copyStrip(target, weight, start, end);
    taken = pickFromStrip(asked, rest, sample, taken, start, end - start);
  });
  return sample;
}

/** Of the present strip, see inStrips. */
const TARGET = new Float32Array(STRIP);
const WEIGHT = new Float32Array(STRIP);
/** Of floats from 0 on, the bits as whole numbers ascend as the values do: told apart without a branch per pixel. */
const TARGET_BITS = new Int32Array(TARGET.buffer);
const WEIGHT_BITS = new Int32Array(WEIGHT.buffer);
/** The bits of the first float that is not below what counts as asked. */
const ASKED_BITS = new Int32Array(Float32Array.of(ASKED).buffer)[0]! + (Math.fround(ASKED) < ASKED ? 1 : 0);

/** 1 where a pixel of the strip counts, else 0. */
const counts = (i: number): number => -WEIGHT_BITS[i]! >>> 31;
/** 1 where it is one of those that are asked for, else 0. */
const isAsked = (i: number): number => 1 - ((TARGET_BITS[i]! - ASKED_BITS) >>> 31);

function copyStrip(target: Float32Array, weight: Float32Array | null, start: number, end: number): void {
  TARGET.set(target.subarray(start, end));
  if (weight === null) WEIGHT.fill(1);
  else WEIGHT.set(weight.subarray(start, end));
}

function countStrip(length: number, there: { counted: number; asked: number }): void {
  let [counted, asked] = [0, 0];
  for (let i = 0; i < length; i++) {
    const one = counts(i);
    counted += one;
    asked += one & isAsked(i);
  }
  there.counted += counted;
  there.asked += asked;
}

/** Returns how many are in the sample then. */
function pickFromStrip(
  asked: Stretches,
  rest: Stretches,
  sample: PixelSample,
  taken: number,
  start: number,
  length: number,
): number {
  let [askedLeft, restLeft] = [asked.left, rest.left];
  let k = taken;
  for (let i = 0; i < length; i++) {
    const one = counts(i);
    const ofAsked = one & isAsked(i);
    askedLeft -= ofAsked;
    restLeft -= one - ofAsked;
    if (askedLeft > 0 && restLeft > 0) continue;
    const stretches = askedLeft > 0 ? rest : asked;
    sample.at[k] = start + i;
    sample.target[k] = TARGET[i]!;
    sample.weight[k] = stretches.each * WEIGHT[i]!;
    k++;
    if (stretches === asked) askedLeft = asked.next();
    else restLeft = rest.next();
  }
  [asked.left, rest.left] = [askedLeft, restLeft];
  return k;
}

/** More pixels than any picture of masks has. */
const NEVER = 2 ** 30 - 1;

/** Pixels in as many equal stretches as are taken of them: the last of each is. */
class Stretches {
  readonly #there: number;
  readonly count: number;
  /** How many pixels one that is taken stands for. */
  readonly each: number;
  #taken = 0;
  /** How many pixels there are up to the end of the present stretch, with that one. */
  left: number;

  constructor(there: number, count: number) {
    this.#there = there;
    this.count = count;
    this.each = there / count;
    this.left = this.#endOf(1);
  }

  /** Goes on to the next stretch. Returns its pixels, more than there are after the last. */
  next(): number {
    this.#taken++;
    return this.#endOf(this.#taken + 1) - (this.#taken < this.count ? this.#endOf(this.#taken) : 0);
  }

  #endOf(stretch: number): number {
    return stretch > this.count ? NEVER : Math.ceil((stretch * this.#there) / this.count);
  }
}

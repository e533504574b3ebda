import { bitsIn, inStrips, STRIP } from '@chemigram/mask';

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
export const MOST_SAMPLED = 8192;
/** Opacity from which a pixel is one of those that are asked for. */
const ASKED = 0.02;

/**
 * @param target asked opacity per pixel
 * @param weight how much each pixel counts; those of weight 0 are left out
 */
export function samplePixels(
  target: Float32Array,
  weight: Float32Array | null,
  most: number = MOST_SAMPLED,
): PixelSample {
  const { words, counted, asked: those } = packed(target, weight);
  const there = countBits(counted, words);
  const askedThere = countBits(those, words);
  const restThere = there - askedThere;
  const asked = new Stretches(askedThere, Math.min(askedThere, Math.max(most >> 1, most - restThere)));
  const rest = new Stretches(restThere, Math.min(restThere, most - asked.count));
  const length = asked.count + rest.count;
  const sample = { at: new Uint32Array(length), weight: new Float32Array(length), target: new Float32Array(length) };
  let taken = 0;
  for (let word = 0; word < words; word++) {
    const ofAsked = those[word]!;
    const ofRest = counted[word]! & ~ofAsked;
    const [askedHere, restHere] = [bitsIn(ofAsked), bitsIn(ofRest)];
    if (asked.left > askedHere && rest.left > restHere) {
      asked.left -= askedHere;
      rest.left -= restHere;
      continue;
    }
    for (let bits = ofAsked | ofRest; bits !== 0; bits &= bits - 1) {
      const lowest = bits & -bits;
      const stretches = (ofAsked & lowest) === 0 ? rest : asked;
      stretches.left--;
      if (stretches.left > 0) continue;
      const at = word * WORD + WORD - 1 - Math.clz32(lowest);
      sample.at[taken] = at;
      sample.target[taken] = target[at]!;
      sample.weight[taken] = stretches.each * (weight === null ? 1 : weight[at]!);
      taken++;
      stretches.next();
    }
  }
  return sample;
}

const WORD = 32;

/** A bit per pixel, 32 to a word from the lowest on: whether it counts, and whether it is one of those asked for. */
interface Packed {
  readonly words: number;
  readonly counted: Int32Array;
  readonly asked: Int32Array;
}

/** Those of the last rasters. */
let kept = { counted: new Int32Array(0), asked: new Int32Array(0) };

function packed(target: Float32Array, weight: Float32Array | null): Packed {
  const words = Math.ceil(target.length / WORD);
  if (kept.asked.length !== words) kept = { counted: new Int32Array(words), asked: new Int32Array(words) };
  inStrips(0, target.length, (start, end) => {
    const [from, count] = [start / WORD, Math.ceil((end - start) / WORD)];
    TARGET.set(target.subarray(start, end));
    packAsked();
    kept.asked.set(ASKED_WORDS.subarray(0, count), from);
    if (weight === null) return;
    WEIGHT.set(weight.subarray(start, end));
    packCounted();
    kept.counted.set(COUNTED_WORDS.subarray(0, count), from);
  });
  if (weight === null) kept.counted.fill(-1);
  // Bits of no pixel do not count.
  if (words > 0) kept.counted[words - 1]! &= -1 >>> (words * WORD - target.length);
  for (let i = 0; i < words; i++) kept.asked[i]! &= kept.counted[i]!;
  return { words, ...kept };
}

/** Of the present strip, see inStrips. */
const TARGET = new Float32Array(STRIP);
const WEIGHT = new Float32Array(STRIP);
const COUNTED_WORDS = new Int32Array(STRIP / WORD);
const ASKED_WORDS = new Int32Array(STRIP / WORD);
/** Of floats from 0 on, the bits as whole numbers ascend as the values do: told apart without a branch per pixel. */
const TARGET_BITS = new Int32Array(TARGET.buffer);
const WEIGHT_BITS = new Int32Array(WEIGHT.buffer);
/** The bits of the first float that is not below what counts as asked. */
const ASKED_BITS = new Int32Array(Float32Array.of(ASKED).buffer)[0]! + (Math.fround(ASKED) < ASKED ? 1 : 0);

/** The sign of a difference is what tells: each pixel comes in at the top and moves down as those after it come. */
function packAsked(): void {
  for (let word = 0, i = 0; word < STRIP / WORD; word++) {
    let below = 0;
    for (const end = i + WORD; i < end; i++) below = (below >>> 1) | ((TARGET_BITS[i]! - ASKED_BITS) & TOP);
    ASKED_WORDS[word] = ~below;
  }
}

function packCounted(): void {
  for (let word = 0, i = 0; word < STRIP / WORD; word++) {
    let counted = 0;
    for (const end = i + WORD; i < end; i++) counted = (counted >>> 1) | (-WEIGHT_BITS[i]! & TOP);
    COUNTED_WORDS[word] = counted;
  }
}
const TOP = 1 << (WORD - 1);

function countBits(words: Int32Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += bitsIn(words[i]!);
  return sum;
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

  /** Goes on to the next stretch: after the last, to more pixels than there are. */
  next(): void {
    this.#taken++;
    this.left = this.#endOf(this.#taken + 1) - (this.#taken < this.count ? this.#endOf(this.#taken) : 0);
  }

  #endOf(stretch: number): number {
    return stretch > this.count ? NEVER : Math.ceil((stretch * this.#there) / this.count);
  }
}

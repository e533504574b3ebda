import type { Grey } from './grey.ts';
import { boxOf, HALF_STEP, occupied, type Raster, type Size } from './raster.ts';
import { inStrips, STRIP } from './strips.ts';

/**
 * Which pixels of a mask are selected (from half of its strongest opacity on, see selectedFrom): a bit each, so that 32
 * are compared with those beside them at once. (Half of a mask preview's drawing went into looking at pixels one by one,
 * most of them in the midst of others.)
 */
export interface Selected extends Size {
  /** Words per row. */
  readonly words: number;
  /** Row after row; the lowest bit of a word is its leftmost pixel, bits beyond the width are 0. */
  readonly bits: Int32Array;
}

export const WORD = 32;
/** Half of white: from there on the highest bit of a grey is set; so far to the left it is the highest of a word. */
const HALF = 0x8000;
const TO_THE_TOP = 16;
const WHITE = 0xffff;

const GREYS = new Uint16Array(STRIP);
const WORDS = new Int32Array(STRIP / WORD);

/** The bits of the last mask that was looked at: its outline is drawn, and then its box is asked for. */
let kept = new Int32Array(0);
let last: { readonly mask: WeakRef<Grey>; readonly selected: Selected } | null = null;

/** The selected pixels, to be looked at before the next call. @param mask not changed since it was looked at before */
export function selectedOf(mask: Grey): Selected {
  if (last?.mask.deref() === mask) return last.selected;
  const { width, height, grey } = mask;
  const words = Math.ceil(width / WORD);
  if (kept.length !== words * height) kept = new Int32Array(words * height);
  const { left, top, right, bottom } = boxOf(mask);
  // What is selected reaches the highest bit when so much is added; the strongest is twice as much at most, and does not run over.
  const missing = HALF - Math.max(HALF_STEP, Math.ceil(strongestGrey(mask) / 2));
  kept.fill(0);
  for (let y = top; y < bottom; y++) {
    for (let x = left - (left % WORD); x < right; x += STRIP) {
      const count = Math.min(STRIP, right - x);
      GREYS.set(grey.subarray(y * width + x, y * width + x + count));
      GREYS.fill(0, count, Math.min(STRIP, count + WORD));
      packStrip(count, missing);
      kept.set(WORDS.subarray(0, Math.ceil(count / WORD)), y * words + x / WORD);
    }
  }
  last = { mask: new WeakRef(mask), selected: { width, height, words, bits: kept } };
  return last.selected;
}

/** The pixels of a raster of opacities from 0 on that are at least `from`, which is above 0. */
export function selectedIn(raster: Raster, from: number): Selected {
  const { width, height, data } = raster;
  const words = Math.ceil(width / WORD);
  const bits = new Int32Array(words * height);
  const { left, top, right, bottom } = boxOf(raster);
  LIMIT[0] = from;
  for (let y = top; y < bottom; y++) {
    for (let x = left - (left % WORD); x < right; x += STRIP) {
      const count = Math.min(STRIP, right - x);
      OPACITIES.set(data.subarray(y * width + x, y * width + x + count));
      OPACITIES.fill(0, count, Math.min(STRIP, count + WORD));
      packOpacities(count);
      bits.set(WORDS.subarray(0, Math.ceil(count / WORD)), y * words + x / WORD);
    }
  }
  return { width, height, words, bits };
}

const OPACITIES = new Float32Array(STRIP);
/** Of floats from 0 on, the bits as whole numbers ascend as the values do: the sign of a difference is what tells. */
const OPACITY_BITS = new Int32Array(OPACITIES.buffer);
const LIMIT = new Float32Array(1);
const LIMIT_BITS = new Int32Array(LIMIT.buffer);

function packOpacities(count: number): void {
  const limit = LIMIT_BITS[0]!;
  for (let word = 0, i = 0; i < count; word++) {
    let below = 0;
    for (const end = i + WORD; i < end; i++) below = (below >>> 1) | ((OPACITY_BITS[i]! - limit) & TOP);
    WORDS[word] = ~below;
  }
}
const TOP = 1 << (WORD - 1);

/** The strongest grey; after a white one there is nothing to look for. */
function strongestGrey(mask: Grey): number {
  let strongest = 0;
  const [from, to] = occupied(mask);
  inStrips(from, to, (start, end) => {
    if (strongest === WHITE) return;
    GREYS.set(mask.grey.subarray(start, end));
    for (let i = 0; i < end - start; i++) if (GREYS[i]! > strongest) strongest = GREYS[i]!;
  });
  return strongest;
}

/** Each pixel comes in at the top and moves down as those after it come. */
function packStrip(count: number, missing: number): void {
  for (let word = 0, i = 0; i < count; word++) {
    let bits = 0;
    for (const end = i + WORD; i < end; i++) {
      bits = (bits >>> 1) | (((GREYS[i]! + missing) & HALF) << TO_THE_TOP);
    }
    WORDS[word] = bits;
  }
}

/**
 * Goes through the pixels that lie on the outline: one of the four beside them is on the other side.
 * @param at called with the index of each and whether it is selected
 */
export function alongOutline(
  { width, height, words, bits }: Selected,
  at: (pixel: number, isIn: boolean) => void,
): void {
  const last = words - 1;
  const inLastWord = -1 >>> (words * WORD - width);
  const lastColumn = inLastWord ^ (inLastWord >>> 1);
  for (let y = 0; y < height; y++) {
    const row = y * words;
    const above = y === 0 ? row : row - words;
    const below = y === height - 1 ? row : row + words;
    for (let k = 0; k < words; k++) {
      const here = bits[row + k]!;
      // What lies to the left and to the right of each; at the ends of the row, the pixel itself.
      const left = (here << 1) | (k === 0 ? here & 1 : bits[row + k - 1]! >>> (WORD - 1));
      const right = (here >>> 1) | (k === last ? here & lastColumn : bits[row + k + 1]! << (WORD - 1));
      const crossed = (here ^ left) | (here ^ right) | (here ^ bits[above + k]!) | (here ^ bits[below + k]!);
      for (let rest = k === last ? crossed & inLastWord : crossed; rest !== 0;) {
        const bit = WORD - 1 - Math.clz32(rest);
        rest ^= 1 << bit;
        at(y * width + k * WORD + bit, ((here >>> bit) & 1) === 1);
      }
    }
  }
}

/** How many bits of a word are set: sums of ever more neighbours at once (Hacker's Delight, 5-1). */
export function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

/**
 * The smallest box around all selected pixels, as fractions [x0, y0, x1, y1] of width and height (outer edges of the
 * pixels), or null when there are none.
 */
export function boundingBox(mask: Grey): [number, number, number, number] | null {
  const { width, height, words, bits } = selectedOf(mask);
  const anyRow = new Int32Array(words);
  let [first, last] = [height, -1];
  for (let y = 0; y < height; y++) {
    let any = 0;
    for (let k = 0; k < words; k++) {
      const here = bits[y * words + k]!;
      any |= here;
      anyRow[k]! |= here;
    }
    if (any === 0) continue;
    first = Math.min(first, y);
    last = y;
  }
  if (last < 0) return null;
  const left = anyRow.findIndex((word) => word !== 0);
  const right = anyRow.findLastIndex((word) => word !== 0);
  const lowest = anyRow[left]! & -anyRow[left]!;
  return [
    (left * WORD + WORD - 1 - Math.clz32(lowest)) / width,
    first / height,
    (right * WORD + WORD - Math.clz32(anyRow[right]!)) / width,
    (last + 1) / height,
  ];
}

import { bitsIn, selectedIn } from '@chemigram/mask';
import type { Raster } from '@chemigram/mask';

/**
 * How much of what a mask selects stays where each pixel goes by most of those around it, as intersection over union: next to 1
 * for shapes, and less the more of it are specks. Neither the outermost pixels count nor a raster that has no others.
 *
 * It tells what will come of a range at another size, where the light of each pixel is another (see SPECKS): with that it
 * went together by 0.98 on two noisy raws, and by 0.85 on seven photographs. The same range in a picture of half the size, held
 * against this one, told less: 0.96 and 0.76.
 * @param selected from which opacity on a pixel is
 */
export function shareWithoutSpecks(raster: Raster, selected: number): number {
  const { width, height, words, bits } = selectedIn(raster, selected);
  const counted = new Int32Array(words);
  for (let x = 1; x < width - 1; x++) counted[x >> 5]! |= 1 << (x & 31);
  // Of the three pixels of a column so many are selected, 0 to 3: its two digits, a bit each, an empty word at either end of the row.
  const ones = new Int32Array(words + 2);
  const twos = new Int32Array(words + 2);
  let both = 0;
  let either = 0;
  for (let y = 1; y < height - 1; y++) {
    const row = y * words;
    for (let k = 0; k < words; k++) {
      const [above, here, below] = [bits[row - words + k]!, bits[row + k]!, bits[row + words + k]!];
      ones[k + 1] = above ^ here ^ below;
      twos[k + 1] = carryOf(above, here, below);
    }
    for (let k = 0; k < words; k++) {
      const most = mostOfNine(ones, twos, k + 1) & counted[k]!;
      const here = bits[row + k]! & counted[k]!;
      both += bitsIn(most & here);
      either += bitsIn(most | here);
    }
  }
  return either === 0 ? 1 : both / either;
}

/** In which of 32 places at least two of three bits are set. */
const carryOf = (a: number, b: number, c: number): number => (a & b) | (c & (a ^ b));

/** At which of a word's pixels more than four of the nine around are selected: 32 sums of three columns each, digit by digit. */
function mostOfNine(ones: Int32Array, twos: Int32Array, k: number): number {
  const [o, t] = [ones[k]!, twos[k]!];
  const [onesLeft, onesRight] = [(o << 1) | (ones[k - 1]! >>> 31), (o >>> 1) | (ones[k + 1]! << 31)];
  const [twosLeft, twosRight] = [(t << 1) | (twos[k - 1]! >>> 31), (t >>> 1) | (twos[k + 1]! << 31)];
  const one = onesLeft ^ o ^ onesRight;
  const carried = carryOf(onesLeft, o, onesRight);
  const twoOfTwos = twosLeft ^ t ^ twosRight;
  const four = carryOf(twosLeft, t, twosRight);
  const two = carried ^ twoOfTwos;
  const fourMore = carried & twoOfTwos;
  // Two fours, or one and anything beside it.
  return (four & fourMore) | ((four | fourMore) & (two | one));
}

import type { Mask, Picture } from '@chemigram/mask';

/** Kinds of ranges that tell colours apart. */
const COLOURS: readonly string[] = ['color_h', 'color_s'];
/** Mean difference of a pixel's largest and smallest value, of 255: a picture in black and white has 0 to 1, one in fog 5. */
const GREY = 2;
/** Every so many pixels are looked at: enough for a mean. */
const EVERY = 7;

/** Whether a mask goes by colours anywhere in it. */
export function goesByColour(mask: Mask): boolean {
  if (mask.kind === 'compose') return mask.operands.some(goesByColour);
  return 'range_filters' in mask && (mask.range_filters ?? []).some(({ kind }) => COLOURS.includes(kind));
}

/** Whether a picture has no colours. */
export function isGrey({ rgb }: Picture): boolean {
  let [sum, count] = [0, 0];
  for (let at = 0; at < rgb.length; at += 3 * EVERY, count++) {
    const [r, g, b] = [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!];
    sum += Math.max(r, g, b) - Math.min(r, g, b);
  }
  return sum < GREY * count;
}

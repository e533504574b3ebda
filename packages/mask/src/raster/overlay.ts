import { ChemigramError } from '@chemigram/errors';
import type { Grey } from './grey.ts';
import { occupied, type Picture } from './raster.ts';
import { alongOutline, selectedOf } from './selected.ts';
import { inStrips, STRIP } from './strips.ts';

export const OVERLAY_STYLES = ['red', 'green', 'grey', 'on_black', 'on_white', 'outline'] as const;
export type OverlayStyle = (typeof OVERLAY_STYLES)[number];

/** How much of the picture gives way to what lies over it, at full opacity: details must stay readable. */
const TINT = 0.5;

interface Look {
  /** The colour laid over; `own grey` is the pixel's own grey. */
  readonly colour: readonly [number, number, number] | 'own grey' | null;
  /** Whether the colour lies where the mask is, or where it is not. */
  readonly over: 'mask' | 'rest';
  readonly strength: number;
}

/** Each style as data: tinted masks; the rest in grey, black or white; the outline alone. */
const LOOKS: Readonly<Record<OverlayStyle, Look>> = {
  red: { colour: [255, 0, 0], over: 'mask', strength: TINT },
  green: { colour: [0, 255, 0], over: 'mask', strength: TINT },
  grey: { colour: 'own grey', over: 'rest', strength: 1 },
  on_black: { colour: [0, 0, 0], over: 'rest', strength: 1 },
  on_white: { colour: [255, 255, 255], over: 'rest', strength: 1 },
  outline: { colour: null, over: 'mask', strength: 0 },
};

/** White just inside the outline, black just outside: one of the two shows on any picture. */
const INSIDE = 255;
const OUTSIDE = 0;

/** Weights in 256ths keep the inner loops in whole numbers. */
const UNIT = 256;

/** Lays the colour over the picture; what stays as it is, is in `into` already. */
function tint({ rgb }: Picture, into: Uint8Array, mask: Grey, { colour, over, strength }: Look): void {
  if (colour === null) return;
  const [from, to] = over === 'mask' ? occupied(mask) : [0, mask.grey.length];
  // weight = (base + gain * opacity) >> 16, rounded: 0 to 256 * strength
  const gain = Math.round((over === 'mask' ? 1 : -1) * strength * UNIT);
  const base = (over === 'mask' ? 0 : Math.round(strength * UNIT) << 16) + (1 << 15);
  inStrips(from, to, (start, end) => {
    const count = end - start;
    COLOURS.set(rgb.subarray(3 * start, 3 * end));
    OPACITIES.set(mask.grey.subarray(start, end));
    if (colour === 'own grey') layGrey(count, gain, base);
    else layColour(count, gain, base, ...colour);
    into.set(count === STRIP ? COLOURS : COLOURS.subarray(0, 3 * count), 3 * start);
  });
}

const COLOURS = new Uint8Array(3 * STRIP);
const OPACITIES = new Uint16Array(STRIP);

// Two loops, for one with a colour that may change from pixel to pixel takes three times as long. Nor is a weight of 0 left
// out: among specks, telling such pixels apart takes longer than to lay nothing.
function layColour(count: number, gain: number, base: number, r: number, g: number, b: number): void {
  for (let i = 0, at = 0; i < count; i++, at += 3) {
    const weight = (base + gain * OPACITIES[i]!) >> 16;
    const r0 = COLOURS[at]!;
    COLOURS[at] = r0 + (((r - r0) * weight) >> 8);
    const g0 = COLOURS[at + 1]!;
    COLOURS[at + 1] = g0 + (((g - g0) * weight) >> 8);
    const b0 = COLOURS[at + 2]!;
    COLOURS[at + 2] = b0 + (((b - b0) * weight) >> 8);
  }
}

function layGrey(count: number, gain: number, base: number): void {
  for (let i = 0, at = 0; i < count; i++, at += 3) {
    const weight = (base + gain * OPACITIES[i]!) >> 16;
    // Rec. 709 weights in 256ths: 54 + 183 + 19
    const r0 = COLOURS[at]!;
    const g0 = COLOURS[at + 1]!;
    const b0 = COLOURS[at + 2]!;
    const grey = (54 * r0 + 183 * g0 + 19 * b0) >> 8;
    COLOURS[at] = r0 + (((grey - r0) * weight) >> 8);
    COLOURS[at + 1] = g0 + (((grey - g0) * weight) >> 8);
    COLOURS[at + 2] = b0 + (((grey - b0) * weight) >> 8);
  }
}

function drawOutline(rgb: Uint8Array, mask: Grey): void {
  alongOutline(selectedOf(mask), (pixel, isIn) => {
    rgb[3 * pixel] = rgb[3 * pixel + 1] = rgb[3 * pixel + 2] = isIn ? INSIDE : OUTSIDE;
  });
}

/**
 * The picture with the mask made visible, and the outline of what it selects (selectedFrom) drawn thinly.
 *
 * @param mask of the picture's size
 * @param style red or green: tinted where the mask is; grey: grey where it is not; on_black, on_white: only what is
 * selected; outline: nothing but the outline
 * @param into interleaved RGB of the picture's size, to be drawn over; left out, a new one
 * @returns `into`
 * @throws invalid_input when the sizes differ
 */
export function overlay(
  picture: Picture,
  mask: Grey,
  style: OverlayStyle = 'red',
  into: Uint8Array = new Uint8Array(picture.rgb.length),
): Uint8Array {
  if (picture.width !== mask.width || picture.height !== mask.height) {
    const message = `A mask of ${mask.width} x ${mask.height} does not fit over a picture of ${picture.width} x ${picture.height}.`;
    throw new ChemigramError('invalid_input', message);
  }
  into.set(picture.rgb);
  tint(picture, into, mask, LOOKS[style]);
  drawOutline(into, mask);
  return into;
}

import { ChemigramError } from '@chemigram/errors';
import { SELECTED } from './measure.ts';
import { occupied, type Picture, type Raster, sameAspect } from './raster.ts';
import { resample } from './resample.ts';

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

/** Weights in 256ths keep the inner loop in whole numbers. */
const UNIT = 256;

function tint(rgb: Uint8Array, opacity: Raster, look: Look): void {
  if (look.colour === null) return;
  const [from, to] = look.over === 'mask' ? occupied(opacity) : [0, opacity.data.length];
  // weight = base + gain * opacity, rounded
  const gain = (look.over === 'mask' ? 1 : -1) * look.strength * UNIT;
  const base = (look.over === 'mask' ? 0 : look.strength * UNIT) + 0.5;
  if (look.colour === 'own grey') layGrey(rgb, opacity.data, from, to, base, gain);
  else layColour(rgb, opacity.data, from, to, base, gain, look.colour);
}

// Two loops, for one with a colour that may change from pixel to pixel takes three times as long.
function layColour(
  rgb: Uint8Array,
  alpha: Float32Array,
  from: number,
  to: number,
  base: number,
  gain: number,
  [r, g, b]: readonly [number, number, number],
): void {
  for (let i = from, at = 3 * from; i < to; i++, at += 3) {
    const weight = (base + gain * alpha[i]!) | 0;
    if (weight === 0) continue;
    const rest = UNIT - weight;
    rgb[at] = (rgb[at]! * rest + r * weight) >> 8;
    rgb[at + 1] = (rgb[at + 1]! * rest + g * weight) >> 8;
    rgb[at + 2] = (rgb[at + 2]! * rest + b * weight) >> 8;
  }
}

function layGrey(rgb: Uint8Array, alpha: Float32Array, from: number, to: number, base: number, gain: number): void {
  for (let i = from, at = 3 * from; i < to; i++, at += 3) {
    const weight = (base + gain * alpha[i]!) | 0;
    if (weight === 0) continue;
    const rest = UNIT - weight;
    // Rec. 709 weights in 256ths: 54 + 183 + 19
    const grey = ((54 * rgb[at]! + 183 * rgb[at + 1]! + 19 * rgb[at + 2]!) >> 8) * weight;
    rgb[at] = (rgb[at]! * rest + grey) >> 8;
    rgb[at + 1] = (rgb[at + 1]! * rest + grey) >> 8;
    rgb[at + 2] = (rgb[at + 2]! * rest + grey) >> 8;
  }
}

function mark(rgb: Uint8Array, pixel: number, inside: number): void {
  rgb[3 * pixel] = rgb[3 * pixel + 1] = rgb[3 * pixel + 2] = inside === 1 ? INSIDE : OUTSIDE;
}

/** Which pixels of a row are selected, 1 or 0. */
function selectRow(alpha: Float32Array, start: number, into: Uint8Array): void {
  for (let x = 0; x < into.length; x++) into[x] = alpha[start + x]! >= SELECTED ? 1 : 0;
}

function drawOutline(rgb: Uint8Array, { data: alpha, width, height, rows }: Raster): void {
  // The row above a mask looks down on it.
  const [first, end] = rows === undefined ? [0, height] : [Math.max(0, rows[0] - 1), rows[1]];
  let here = new Uint8Array(width);
  let below = new Uint8Array(width);
  selectRow(alpha, first * width, below);
  for (let y = first; y < end; y++) {
    [here, below] = [below, here];
    const start = y * width;
    if (y + 1 < height) selectRow(alpha, start + width, below);
    else below.set(here);
    for (let x = 0; x < width; x++) {
      const inside = here[x]!;
      const next = x + 1 < width ? here[x + 1]! : inside;
      if (next !== inside) {
        mark(rgb, start + x, inside);
        mark(rgb, start + x + 1, next);
      }
      if (below[x]! !== inside) {
        mark(rgb, start + x, inside);
        mark(rgb, start + x + width, 1 - inside);
      }
    }
  }
}

/**
 * The picture with the mask made visible, and its outline at half opacity drawn thinly.
 *
 * @param opacity of the picture's aspect; resampled when of another size
 * @param style red or green: tinted where the mask is; grey: grey where it is not; on_black, on_white: only what is
 * selected; outline: nothing but the outline
 * @returns interleaved RGB of the picture's size
 */
export function overlay(picture: Picture, opacity: Raster, style: OverlayStyle = 'red'): Uint8Array {
  if (!sameAspect(picture, opacity)) {
    const message = `A mask of ${opacity.width} x ${opacity.height} does not fit over a picture of ${picture.width} x ${picture.height}.`;
    throw new ChemigramError('invalid_input', message);
  }
  const fitted = resample(opacity, picture);
  const rgb = picture.rgb.slice();
  tint(rgb, fitted, LOOKS[style]);
  drawOutline(rgb, fitted);
  return rgb;
}

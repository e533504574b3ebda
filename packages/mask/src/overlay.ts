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
  const alpha = opacity.data;
  const [from, to] = look.over === 'mask' ? occupied(opacity) : [0, alpha.length];
  if (look.colour === null) return;
  const ownGrey = look.colour === 'own grey';
  let [r, g, b] = look.colour === 'own grey' ? [0, 0, 0] : look.colour;
  // weight = base + gain * opacity, rounded
  const gain = (look.over === 'mask' ? 1 : -1) * look.strength * UNIT;
  const base = (look.over === 'mask' ? 0 : look.strength * UNIT) + 0.5;
  for (let i = from, at = 3 * from; i < to; i++, at += 3) {
    const weight = (base + gain * alpha[i]!) | 0;
    if (weight === 0) continue;
    const x = rgb[at]!;
    const y = rgb[at + 1]!;
    const z = rgb[at + 2]!;
    // Rec. 709 weights in 256ths: 54 + 183 + 19
    if (ownGrey) r = g = b = (54 * x + 183 * y + 19 * z) >> 8;
    rgb[at] = x + (((r - x) * weight) >> 8);
    rgb[at + 1] = y + (((g - y) * weight) >> 8);
    rgb[at + 2] = z + (((b - z) * weight) >> 8);
  }
}

function mark(rgb: Uint8Array, pixel: number, inside: boolean): void {
  rgb[3 * pixel] = rgb[3 * pixel + 1] = rgb[3 * pixel + 2] = inside ? INSIDE : OUTSIDE;
}

function drawOutline(rgb: Uint8Array, { data: alpha, width, height, rows }: Raster): void {
  // The row above a mask looks down on it.
  const [first, end] = rows === undefined ? [0, height] : [Math.max(0, rows[0] - 1), rows[1]];
  for (let y = first, i = first * width; y < end; y++) {
    const below = y + 1 < height ? width : 0;
    let inside = alpha[i]! >= SELECTED;
    for (const end = i + width; i < end; i++) {
      const next = i + 1 < end ? alpha[i + 1]! >= SELECTED : inside;
      if (next !== inside) {
        mark(rgb, i, inside);
        mark(rgb, i + 1, next);
      }
      if (alpha[i + below]! >= SELECTED !== inside) {
        mark(rgb, i, inside);
        mark(rgb, i + below, !inside);
      }
      inside = next;
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

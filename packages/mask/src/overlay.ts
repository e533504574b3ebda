import { ChemigramError } from '@chemigram/errors';
import { SELECTED } from './measure.ts';
import { type Picture, type Raster, sameAspect } from './raster.ts';
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

function tint(rgb: Uint8Array, alpha: Float32Array, look: Look): void {
  if (look.colour === null) return;
  const ownGrey = look.colour === 'own grey';
  let [r, g, b] = look.colour === 'own grey' ? [0, 0, 0] : look.colour;
  for (let i = 0, at = 0; i < alpha.length; i++, at += 3) {
    const a = alpha[i]!;
    const weight = (look.over === 'mask' ? a : 1 - a) * look.strength;
    if (weight <= 0) continue;
    const [x, y, z] = [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!];
    if (ownGrey) r = g = b = 0.2126 * x + 0.7152 * y + 0.0722 * z;
    rgb[at] = x + (r - x) * weight + 0.5;
    rgb[at + 1] = y + (g - y) * weight + 0.5;
    rgb[at + 2] = z + (b - z) * weight + 0.5;
  }
}

function drawOutline(rgb: Uint8Array, alpha: Float32Array, width: number, height: number): void {
  const mark = (i: number, inside: boolean) => rgb.fill(inside ? INSIDE : OUTSIDE, 3 * i, 3 * i + 3);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const inside = alpha[i]! >= SELECTED;
      if (x + 1 < width && alpha[i + 1]! >= SELECTED !== inside) {
        mark(i, inside);
        mark(i + 1, !inside);
      }
      if (y + 1 < height && alpha[i + width]! >= SELECTED !== inside) {
        mark(i, inside);
        mark(i + width, !inside);
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
  const { width, height } = picture;
  if (!sameAspect(picture, opacity)) {
    const message = `A mask of ${opacity.width} x ${opacity.height} does not fit over a picture of ${width} x ${height}.`;
    throw new ChemigramError('invalid_input', message);
  }
  const alpha = resample(opacity, picture).data;
  const rgb = picture.rgb.slice();
  tint(rgb, alpha, LOOKS[style]);
  drawOutline(rgb, alpha, width, height);
  return rgb;
}

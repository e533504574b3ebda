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

/**
 * Weights of some pixels in a row. Storing a number in whole steps cuts its fraction off, in a tenth of the time of any
 * other way; and a buffer that is always this one is read twice as fast as a new one.
 */
const WEIGHTS = new Uint16Array(4096);

function tint(rgb: Uint8Array, opacity: Raster, look: Look): void {
  if (look.colour === null) return;
  const { data } = opacity;
  const [from, to] = look.over === 'mask' ? occupied(opacity) : [0, data.length];
  // weight = base + gain * opacity, rounded
  const gain = (look.over === 'mask' ? 1 : -1) * look.strength * UNIT;
  const base = (look.over === 'mask' ? 0 : look.strength * UNIT) + 0.5;
  for (let start = from; start < to; start += WEIGHTS.length) {
    const count = Math.min(WEIGHTS.length, to - start);
    for (let i = 0; i < count; i++) WEIGHTS[i] = base + gain * data[start + i]!;
    if (look.colour === 'own grey') layGrey(rgb, start, count);
    else layColour(rgb, start, count, ...look.colour);
  }
}

// Two loops, for one with a colour that may change from pixel to pixel takes three times as long.
function layColour(rgb: Uint8Array, start: number, count: number, r: number, g: number, b: number): void {
  for (let i = 0, at = 3 * start; i < count; i++, at += 3) {
    const weight = WEIGHTS[i]!;
    if (weight === 0) continue;
    const r0 = rgb[at]!;
    rgb[at] = r0 + (((r - r0) * weight) >> 8);
    const g0 = rgb[at + 1]!;
    rgb[at + 1] = g0 + (((g - g0) * weight) >> 8);
    const b0 = rgb[at + 2]!;
    rgb[at + 2] = b0 + (((b - b0) * weight) >> 8);
  }
}

function layGrey(rgb: Uint8Array, start: number, count: number): void {
  for (let i = 0, at = 3 * start; i < count; i++, at += 3) {
    const weight = WEIGHTS[i]!;
    if (weight === 0) continue;
    // Rec. 709 weights in 256ths: 54 + 183 + 19
    const r0 = rgb[at]!;
    const g0 = rgb[at + 1]!;
    const b0 = rgb[at + 2]!;
    const grey = (54 * r0 + 183 * g0 + 19 * b0) >> 8;
    rgb[at] = r0 + (((grey - r0) * weight) >> 8);
    rgb[at + 1] = g0 + (((grey - g0) * weight) >> 8);
    rgb[at + 2] = b0 + (((grey - b0) * weight) >> 8);
  }
}

/** Writes the columns at which a row of pixels goes into the mask and out of it again, coming from outside; last the width. */
function findCrossings(alpha: Float32Array, start: number, width: number, columns: Int32Array): void {
  let count = 0;
  let inside = false;
  for (let x = 0; x < width; x++) {
    if (alpha[start + x]! >= SELECTED === inside) continue;
    inside = !inside;
    columns[count++] = x;
  }
  columns[count] = width;
}

function drawOutline(rgb: Uint8Array, { data: alpha, width, height, rows }: Raster): void {
  const mark = (pixel: number, inside: boolean): void => {
    rgb[3 * pixel] = rgb[3 * pixel + 1] = rgb[3 * pixel + 2] = inside ? INSIDE : OUTSIDE;
  };
  // The row above a mask looks down on it.
  const [first, end] = rows === undefined ? [0, height] : [Math.max(0, rows[0] - 1), rows[1]];
  let here = new Int32Array(width + 1);
  let below = new Int32Array(width + 1);
  findCrossings(alpha, first * width, width, below);
  for (let y = first; y < end; y++) {
    [here, below] = [below, here];
    const start = y * width;
    for (let k = 0, x = here[0]!; x < width; x = here[++k]!) {
      if (x === 0) continue;
      mark(start + x - 1, k % 2 === 1);
      mark(start + x, k % 2 === 0);
    }
    if (y + 1 === height) break;
    findCrossings(alpha, start + width, width, below);
    // Up to the next crossing of either row both stay as they are; the outline lies between where one alone is inside.
    for (let a = 0, b = 0, x = 0; x < width;) {
      const next = Math.min(here[a]!, below[b]!);
      if ((a + b) % 2 === 0) x = next;
      for (; x < next; x++) {
        mark(start + x, a % 2 === 1);
        mark(start + width + x, b % 2 === 1);
      }
      if (here[a] === next) a++;
      if (below[b] === next) b++;
    }
  }
}

/**
 * The picture with the mask made visible, and its outline at half opacity drawn thinly.
 *
 * @param opacity of the picture's aspect; resampled when of another size
 * @param style red or green: tinted where the mask is; grey: grey where it is not; on_black, on_white: only what is
 * selected; outline: nothing but the outline
 * @param into interleaved RGB of the picture's size, to be drawn over; left out, a new one
 * @returns `into`
 */
export function overlay(
  picture: Picture,
  opacity: Raster,
  style: OverlayStyle = 'red',
  into: Uint8Array = new Uint8Array(picture.rgb.length),
): Uint8Array {
  if (!sameAspect(picture, opacity)) {
    const message = `A mask of ${opacity.width} x ${opacity.height} does not fit over a picture of ${picture.width} x ${picture.height}.`;
    throw new ChemigramError('invalid_input', message);
  }
  const fitted = resample(opacity, picture);
  into.set(picture.rgb);
  tint(into, fitted, LOOKS[style]);
  drawOutline(into, fitted);
  return into;
}

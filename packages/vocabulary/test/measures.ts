import type { FloatPicture } from '@chemigram/renderer';
import { FLAW_HEIGHT, flawPart, type Flaw } from './chart.ts';

/** Luminance weights of Rec. 2020 (BT.2020-2). */
const WEIGHTS = [0.2627, 0.678, 0.0593] as const;
/** Below this a ratio of two floats says nothing. */
const DARKEST = 1e-5;

/** Which pixels to measure: index of the pixel, and its luminance in the picture before the edit. */
export type Zone = (luminance: number, index: number) => boolean;

/** Tones of the picture before the edit, as linear light: 0.01 is a code value of 25 of 255, 0.5 one of 188. */
export const ZONES = {
  black: (y: number) => y > 0.001 && y < 0.01,
  dark: (y: number) => y > 0.005 && y < 0.04,
  mid: (y: number) => y > 0.12 && y < 0.28,
  bright: (y: number) => y > 0.45 && y < 0.9,
  white: (y: number) => y > 0.75,
  all: (y: number) => y > 0.001,
} satisfies Record<string, Zone>;

/** One pixel: red, green, blue. */
type Pixel = readonly [number, number, number];

const mean = (values: readonly number[] | Float64Array): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
};

const luminance = ([red, green, blue]: Pixel): number => WEIGHTS[0] * red + WEIGHTS[1] * green + WEIGHTS[2] * blue;
const log = (x: number): number => Math.log2(Math.max(x, DARKEST));
const pixelAt = ({ data }: FloatPicture, i: number): Pixel => [data[3 * i]!, data[3 * i + 1]!, data[3 * i + 2]!];

export function luminanceOf(picture: FloatPicture): Float64Array {
  const light = new Float64Array(picture.width * picture.height);
  for (let i = 0; i < light.length; i++) light[i] = luminance(pixelAt(picture, i));
  return light;
}

/** Mean of `measure(pixel before, pixel after)` over a zone; throws when the zone holds too little to speak of. */
function over(
  before: FloatPicture,
  after: FloatPicture,
  zone: Zone,
  measure: (before: Pixel, after: Pixel, index: number) => number,
): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < before.width * before.height; i++) {
    const pixel = pixelAt(before, i);
    if (!zone(luminance(pixel), i)) continue;
    sum += measure(pixel, pixelAt(after, i), i);
    count++;
  }
  if (count < 100) throw new Error(`only ${count} pixels to measure`);
  return sum / count;
}

/** How much brighter a zone became, in EV. */
export const gain = (before: FloatPicture, after: FloatPicture, zone: Zone): number =>
  over(before, after, zone, (a, b) => log(luminance(b)) - log(luminance(a)));

/** How much lighter the whole is in the mean of L* (CIE 1976), in EV: a halo's light side makes up for its dark one. */
export function lightnessGain(before: FloatPicture, after: FloatPicture): number {
  const lightness = (picture: FloatPicture): number => mean(luminanceOf(picture).map((y) => Math.cbrt(y)));
  return 3 * Math.log2(lightness(after) / lightness(before));
}

/** How much redder against blue a zone became, in EV. */
export const warmth = (before: FloatPicture, after: FloatPicture, zone: Zone): number =>
  over(before, after, zone, (a, b) => log(b[0]) - log(b[2]) - log(a[0]) + log(a[2]));

const magentaOf = ([red, green, blue]: Pixel): number => (log(red) + log(blue)) / 2 - log(green);

/** How much more magenta (red and blue against green) a zone became, in EV. */
export const magenta = (before: FloatPicture, after: FloatPicture, zone: Zone): number =>
  over(before, after, zone, (a, b) => magentaOf(b) - magentaOf(a));

/** The share of a pixel's light that is coloured: 0 for grey, 1 for a pure primary. */
const purity = ([red, green, blue]: Pixel): number =>
  1 - Math.min(red, green, blue) / Math.max(red, green, blue, DARKEST);

/** Zones by how coloured they were. */
export const coloured = (picture: FloatPicture, from: number, to: number): Zone => {
  return (y, i) => {
    const p = purity(pixelAt(picture, i));
    return y > 0.02 && p >= from && p < to;
  };
};

/** A colour's hue in degrees, red at 0, green at 120: of linear Rec. 2020 light, so near but not at the hue of the display. */
const hueOf = (rgb: Pixel): number => {
  const [x, y] = opponent(rgb);
  return ((Math.atan2(y, x) * 180) / Math.PI + 360) % 360;
};

/** Coloured pixels of a hue, give or take. */
export const hued = (picture: FloatPicture, hue: number, reach: number): Zone => {
  const isColoured = coloured(picture, 0.2, 1.01);
  return (y, i) => {
    if (!isColoured(y, i)) return false;
    const away = Math.abs(hueOf(pixelAt(picture, i)) - hue) % 360;
    return Math.min(away, 360 - away) <= reach;
  };
};

/** How many times as coloured a zone is as it was. */
export const colourfulness = (before: FloatPicture, after: FloatPicture, zone: Zone): number =>
  over(before, after, zone, (_, b) => purity(b)) / over(before, after, zone, (a) => purity(a));

/** How coloured greys became: 0 where they stayed grey. */
export function cast(before: FloatPicture, after: FloatPicture): number {
  const greys: Zone = (y, i) => y > 0.01 && purity(pixelAt(before, i)) < 0.02;
  return over(before, after, greys, (_, b) => purity(b));
}

/** A colour's place in the plane around grey: red to the right, green at 120 degrees. */
const opponent = ([r, g, b]: Pixel): [number, number] => [r - (g + b) / 2, (Math.sqrt(3) / 2) * (g - b)];

/** The mean angle by which colours turned around grey, in degrees of the plane of opponent colours. */
export function turn(before: FloatPicture, after: FloatPicture, zone: Zone): number {
  const part = (pick: 'dot' | 'cross'): number =>
    over(before, after, zone, (p, q) => {
      const [a, b] = [opponent(p), opponent(q)];
      return pick === 'dot' ? a[0] * b[0] + a[1] * b[1] : a[0] * b[1] - a[1] * b[0];
    });
  return (Math.atan2(part('cross'), part('dot')) * 180) / Math.PI;
}

/** Mean of the smallest channel: what haze lifts. */
export const veil = (picture: FloatPicture): number => over(picture, picture, ZONES.all, (p) => Math.min(...p));

/** Mean absolute difference, in EV, of luminance to that `radius` pixels left, right, above and below. */
export function contrastAt(picture: FloatPicture, radius: number): number {
  const y = luminanceOf(picture).map((value) => log(Math.max(value, 0.01)));
  const { width, height } = picture;
  const found: number[] = [];
  for (let row = radius; row < height - radius; row += 2) {
    for (let column = radius; column < width - radius; column += 2) {
      const i = row * width + column;
      const around = (y[i - radius]! + y[i + radius]! + y[i - radius * width]! + y[i + radius * width]!) / 4;
      found.push(Math.abs(y[i]! - around));
    }
  }
  return mean(found);
}

/** The place of a flaw of the chart, in a picture that ends with it. */
const flawed = ({ width, height }: FloatPicture, flaw: Flaw): Zone => {
  const [from, to] = flawPart(flaw).map((part) => part * width) as [number, number];
  const top = (height - FLAW_HEIGHT) * width;
  return (_, i) => i >= top && i % width >= from && i % width < to;
};

/** How much noise of the lightness there is on an even grey: the mean step from pixel to pixel, in EV. */
export const grain = (picture: FloatPicture): number => steps(picture, 'grain', (pixel) => log(luminance(pixel)));

/** How much noise of the colour: the same of red against blue. */
export const blotches = (picture: FloatPicture): number =>
  steps(picture, 'blotches', ([red, , blue]) => log(red) - log(blue));

function steps(picture: FloatPicture, flaw: Flaw, measure: (pixel: Pixel) => number): number {
  const zone = flawed(picture, flaw);
  const paired: Zone = (y, i) => zone(y, i) && zone(y, i + 1);
  return over(picture, picture, paired, (pixel, _, i) => Math.abs(measure(pixel) - measure(pixelAt(picture, i + 1))));
}

/** How purple the rims of the stripes are: red and blue above green, of the light. */
export const fringe = (picture: FloatPicture): number =>
  over(picture, picture, flawed(picture, 'fringes'), ([red, green, blue]) =>
    Math.max(0, ((red + blue) / 2 - green) / Math.max(red, green, blue, DARKEST)),
  );

/** The part of a picture between two distances from its middle, 0 there and 1 in the corners. */
export const ring = ({ width, height }: FloatPicture, from: number, to: number): Zone => {
  return (_, i) => {
    const x = (i % width) / width - 0.5;
    const y = Math.floor(i / width) / height - 0.5;
    const away = Math.hypot(x, y) * Math.SQRT2;
    return away >= from && away < to;
  };
};

/** The largest difference of any channel among the pixels that `where` picks. */
export function largestChange(a: FloatPicture, b: FloatPicture, where: (x: number, y: number) => boolean): number {
  let most = 0;
  for (let i = 0; i < a.width * a.height; i++) {
    if (!where(i % a.width, Math.floor(i / a.width))) continue;
    for (let c = 3 * i; c < 3 * i + 3; c++) most = Math.max(most, Math.abs(a.data[c]! - b.data[c]!));
  }
  return most;
}

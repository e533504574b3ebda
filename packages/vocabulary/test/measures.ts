import type { FloatPicture } from '@chemigram/renderer';

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

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

export function luminanceOf({ width, height, data }: FloatPicture): Float64Array {
  return Float64Array.from({ length: width * height }, (_, i) =>
    WEIGHTS.reduce((sum, weight, c) => sum + weight * data[3 * i + c]!, 0),
  );
}

/** Mean of `measure(pixel before, pixel after)` over a zone; throws when the zone holds too little to speak of. */
function over(
  before: FloatPicture,
  after: FloatPicture,
  zone: Zone,
  measure: (before: readonly number[], after: readonly number[]) => number,
): number {
  const found: number[] = [];
  luminanceOf(before).forEach((y, i) => {
    if (zone(y, i)) {
      found.push(measure([...before.data.subarray(3 * i, 3 * i + 3)], [...after.data.subarray(3 * i, 3 * i + 3)]));
    }
  });
  if (found.length < 100) throw new Error(`only ${found.length} pixels to measure`);
  return mean(found);
}

const luminance = (rgb: readonly number[]): number => WEIGHTS.reduce((sum, weight, c) => sum + weight * rgb[c]!, 0);
const log = (x: number): number => Math.log2(Math.max(x, DARKEST));

/** How much brighter a zone became, in EV. */
export const gain = (before: FloatPicture, after: FloatPicture, zone: Zone): number =>
  over(before, after, zone, (a, b) => log(luminance(b)) - log(luminance(a)));

/** How much lighter the whole is in the mean of L* (CIE 1976), in EV: a halo's light side makes up for its dark one. */
export function lightnessGain(before: FloatPicture, after: FloatPicture): number {
  const lightness = (picture: FloatPicture): number => mean([...luminanceOf(picture)].map((y) => Math.cbrt(y)));
  return 3 * Math.log2(lightness(after) / lightness(before));
}

/** How much redder against blue a zone became, in EV. */
export const warmth = (before: FloatPicture, after: FloatPicture, zone: Zone): number =>
  over(before, after, zone, (a, b) => log(b[0]!) - log(b[2]!) - log(a[0]!) + log(a[2]!));

const magentaOf = ([red, green, blue]: readonly number[]): number => (log(red!) + log(blue!)) / 2 - log(green!);

/** How much more magenta (red and blue against green) a zone became, in EV. */
export const magenta = (before: FloatPicture, after: FloatPicture, zone: Zone): number =>
  over(before, after, zone, (a, b) => magentaOf(b) - magentaOf(a));

/** The share of a pixel's light that is coloured: 0 for grey, 1 for a pure primary. */
const purity = (rgb: readonly number[]): number => 1 - Math.min(...rgb) / Math.max(...rgb, DARKEST);

/** Zones by how coloured they were. */
export const coloured = (picture: FloatPicture, from: number, to: number): Zone => {
  return (y, i) => {
    const p = purity([...picture.data.subarray(3 * i, 3 * i + 3)]);
    return y > 0.02 && p >= from && p < to;
  };
};

/** A colour's hue in degrees, red at 0, green at 120: of linear Rec. 2020 light, so near but not at the hue of the display. */
const hueOf = (rgb: readonly number[]): number => {
  const [x, y] = opponent(rgb);
  return ((Math.atan2(y, x) * 180) / Math.PI + 360) % 360;
};

/** Coloured pixels of a hue, give or take. */
export const hued = (picture: FloatPicture, hue: number, reach: number): Zone => {
  const isColoured = coloured(picture, 0.2, 1.01);
  return (y, i) => {
    const away = Math.abs(hueOf([...picture.data.subarray(3 * i, 3 * i + 3)]) - hue) % 360;
    return isColoured(y, i) && Math.min(away, 360 - away) <= reach;
  };
};

/** How many times as coloured a zone is as it was. */
export const colourfulness = (before: FloatPicture, after: FloatPicture, zone: Zone): number =>
  over(before, after, zone, (_, b) => purity(b)) / over(before, after, zone, (a) => purity(a));

/** How coloured greys became: 0 where they stayed grey. */
export function cast(before: FloatPicture, after: FloatPicture): number {
  const greys: Zone = (y, i) => y > 0.01 && purity([...before.data.subarray(3 * i, 3 * i + 3)]) < 0.02;
  return over(before, after, greys, (_, b) => purity(b));
}

/** A colour's place in the plane around grey: red to the right, green at 120 degrees. */
const opponent = ([r, g, b]: readonly number[]): [number, number] => [
  r! - (g! + b!) / 2,
  (Math.sqrt(3) / 2) * (g! - b!),
];

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

/** The largest difference of any channel among the pixels that `where` picks. */
export function largestChange(a: FloatPicture, b: FloatPicture, where: (x: number, y: number) => boolean): number {
  let most = 0;
  for (let i = 0; i < a.data.length; i++) {
    const pixel = Math.floor(i / 3);
    if (where(pixel % a.width, Math.floor(pixel / a.width))) most = Math.max(most, Math.abs(a.data[i]! - b.data[i]!));
  }
  return most;
}

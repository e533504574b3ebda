import { emptyRaster, HALF_STEP, type Picture, type Raster } from '../raster/raster.ts';
import { inStrips, STRIP } from '../raster/strips.ts';
import type { RangeFilter } from '../language/wire.ts';

/** Of equal 8-bit values, sums of weights differ in the last digits: closer than this is the same value. */
const SAME = 1e-9;

/** The largest sample, and the least chroma that is a colour, not grey, of pictures of either depth. */
interface Depth {
  readonly full: number;
  readonly colour: number;
}
const BITS_8: Depth = { full: 255, colour: 1 };
const BITS_16: Depth = { full: 65_535, colour: HALF_STEP };

/** As of a displayed sRGB pixel: weights of Rec. 709, on the encoded values. */
const luminance = (r: number, g: number, b: number, { full }: Depth): number =>
  (0.2126 * r + 0.7152 * g + 0.0722 * b) / full;

const largest = (r: number, g: number, b: number): number => (r > g ? (r > b ? r : b) : g > b ? g : b);
const smallest = (r: number, g: number, b: number): number => (r < g ? (r < b ? r : b) : g < b ? g : b);

/** HSL hue in turns; 0 (red) for greys, which have none. */
function hue(r: number, g: number, b: number, { colour }: Depth): number {
  const max = largest(r, g, b);
  const chroma = max - smallest(r, g, b);
  if (chroma < colour) return 0;
  if (max === r) return g < b ? (g - b) / chroma / 6 + 1 : (g - b) / chroma / 6;
  return max === g ? (b - r) / chroma / 6 + 1 / 3 : (r - g) / chroma / 6 + 2 / 3;
}

const lightness = (r: number, g: number, b: number, { full }: Depth): number =>
  (largest(r, g, b) + smallest(r, g, b)) / (2 * full);

function saturation(r: number, g: number, b: number, { full }: Depth): number {
  const max = largest(r, g, b);
  const min = smallest(r, g, b);
  const sum = max + min;
  return max === min ? 0 : (max - min) / (sum > full ? 2 * full - sum : sum);
}

const KINDS = { luminance, color_h: hue, color_s: saturation, color_l: lightness };

/** The value 0..1 that a kind of range looks at, of one displayed sRGB pixel in bytes. */
export const rangeValue = (kind: RangeFilter['kind'], r: number, g: number, b: number): number =>
  KINDS[kind](r, g, b, BITS_8);

/**
 * The opacity of one range over a picture: 1 between min and max, falling linearly to 0 across `feather` on either side,
 * all of it turned round by `invert`. Of a picture in 16 bits where there is one: the hue of what is dark or nearly grey is
 * noise in 8, of which a band of it would be as ragged.
 */
export function rangeOpacity(filter: RangeFilter, picture: Picture): Raster {
  const raster = emptyRaster(picture);
  const { kind, min, max, feather, invert } = filter;
  const slope = feather > 0 ? 1 / feather : Infinity;
  const values = valuesOf(picture, kind);
  inStrips(0, raster.data.length, (start, end) => {
    VALUES.set(values.subarray(start, end));
    if (kind === 'color_h') ofHues(min, max, slope);
    else ofBand(min, max, slope);
    if (invert) turnRound();
    raster.data.set(OPACITIES.subarray(0, end - start), start);
  });
  return raster;
}

/** One kind of value per pixel of a picture. */
interface Looked {
  readonly picture: Picture;
  readonly kind: RangeFilter['kind'];
  /** In singles, a fit of ranges that is close between two ways would take the other. */
  readonly values: Float64Array;
}

/** What was looked at last: band after band is tried on one picture, and a hue takes longer than all that is done with it. */
const looked: Looked[] = [];
const MOST_LOOKED = 2;

function valuesOf(picture: Picture, kind: RangeFilter['kind']): Float64Array {
  const at = looked.findIndex((one) => one.picture === picture && one.kind === kind);
  const [known] = at < 0 ? [] : looked.splice(at, 1);
  const found = known ?? { picture, kind, values: lookedAt(picture, kind) };
  looked.push(found);
  if (looked.length > MOST_LOOKED) looked.shift();
  return found.values;
}

function lookedAt(picture: Picture, kind: RangeFilter['kind']): Float64Array {
  const values = new Float64Array(picture.width * picture.height);
  const samples = picture.rgb16 ?? picture.rgb;
  const depth = picture.rgb16 === undefined ? BITS_8 : BITS_16;
  inStrips(0, values.length, (start, end) => {
    SAMPLES.set(samples.subarray(3 * start, 3 * end));
    VALUES_OF[kind](depth);
    values.set(VALUES.subarray(0, end - start), start);
  });
  return values;
}

const SAMPLES = new Uint16Array(3 * STRIP);
const VALUES = new Float64Array(STRIP);
const OPACITIES = new Float32Array(STRIP);

/** The strip's values of each kind; a loop for each, for one that calls what it is given takes twice as long. */
const VALUES_OF: Readonly<Record<RangeFilter['kind'], (depth: Depth) => void>> = {
  luminance: (depth) => {
    for (let i = 0, at = 0; i < STRIP; i++, at += 3)
      VALUES[i] = luminance(SAMPLES[at]!, SAMPLES[at + 1]!, SAMPLES[at + 2]!, depth);
  },
  color_h: (depth) => {
    for (let i = 0, at = 0; i < STRIP; i++, at += 3)
      VALUES[i] = hue(SAMPLES[at]!, SAMPLES[at + 1]!, SAMPLES[at + 2]!, depth);
  },
  color_s: (depth) => {
    for (let i = 0, at = 0; i < STRIP; i++, at += 3)
      VALUES[i] = saturation(SAMPLES[at]!, SAMPLES[at + 1]!, SAMPLES[at + 2]!, depth);
  },
  color_l: (depth) => {
    for (let i = 0, at = 0; i < STRIP; i++, at += 3)
      VALUES[i] = lightness(SAMPLES[at]!, SAMPLES[at + 1]!, SAMPLES[at + 2]!, depth);
  },
};

/** @param distance how far a value lies outside the band; below 0 within it */
function opacityAt(distance: number, slope: number): number {
  if (distance <= SAME) return 1;
  const opacity = 1 - distance * slope;
  return opacity > 0 ? opacity : 0;
}

function ofBand(min: number, max: number, slope: number): void {
  for (let i = 0; i < STRIP; i++) {
    const value = VALUES[i]!;
    const below = min - value;
    const above = value - max;
    OPACITIES[i] = opacityAt(below > above ? below : above, slope);
  }
}

/** Around the circle of hues: min above max wraps through red, and feathers run across red too. */
function ofHues(min: number, max: number, slope: number): void {
  const wraps = min > max;
  for (let i = 0; i < STRIP; i++) {
    const value = VALUES[i]!;
    const inside = wraps ? value >= min || value <= max : value >= min && value <= max;
    const below = min >= value ? min - value : min - value + 1;
    const above = value >= max ? value - max : value - max + 1;
    OPACITIES[i] = inside ? 1 : opacityAt(below < above ? below : above, slope);
  }
}

function turnRound(): void {
  for (let i = 0; i < STRIP; i++) OPACITIES[i] = 1 - OPACITIES[i]!;
}

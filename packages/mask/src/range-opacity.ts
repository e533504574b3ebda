import { emptyRaster, type Picture, type Raster } from './raster.ts';
import type { RangeFilter } from './wire.ts';

/** Of equal 8-bit values, sums of weights differ in the last digits: closer than this is the same value. */
const SAME = 1e-9;

/** HSL hue in turns of bytes; 0 (red) for greys, which have none. */
function hue(r: number, g: number, b: number, max: number, chroma: number): number {
  if (chroma === 0) return 0;
  if (max === r) return g < b ? (g - b) / chroma / 6 + 1 : (g - b) / chroma / 6;
  return max === g ? (b - r) / chroma / 6 + 1 / 3 : (r - g) / chroma / 6 + 2 / 3;
}

/** The value 0..1 that a kind of range looks at, of one displayed sRGB pixel in bytes. */
export function rangeValue(kind: RangeFilter['kind'], r: number, g: number, b: number): number {
  if (kind === 'luminance') return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
  const max = r > g ? (r > b ? r : b) : g > b ? g : b;
  const min = r < g ? (r < b ? r : b) : g < b ? g : b;
  if (kind === 'color_h') return hue(r, g, b, max, max - min);
  const sum = max + min;
  if (kind === 'color_l') return sum / 510;
  return max === min ? 0 : (max - min) / (sum > 255 ? 510 - sum : sum);
}

/** How far `value` lies outside the band min..max. */
function outsideBand(value: number, min: number, max: number): number {
  return value < min ? min - value : value > max ? value - max : 0;
}

/** The same around the circle of hues: min above max wraps through red, and feathers run across red too. */
function outsideHues(value: number, min: number, max: number): number {
  if (min <= max ? value >= min && value <= max : value >= min || value <= max) return 0;
  const below = min >= value ? min - value : min - value + 1;
  const above = value >= max ? value - max : value - max + 1;
  return below < above ? below : above;
}

/**
 * The opacity of one range over a picture: 1 between min and max, falling linearly to 0 across `feather` on either side,
 * all of it turned round by `invert`.
 */
export function rangeOpacity(filter: RangeFilter, picture: Picture): Raster {
  const raster = emptyRaster(picture);
  const { data } = raster;
  const { rgb } = picture;
  const { kind, min, max, feather, invert } = filter;
  const slope = feather > 0 ? 1 / feather : Infinity;
  const outside = kind === 'color_h' ? outsideHues : outsideBand;
  const opacityOf = (value: number): number => {
    const d = outside(value, min, max);
    const inBand = d <= SAME ? 1 : Math.max(0, 1 - d * slope);
    return invert ? 1 - inBand : inBand;
  };
  // The opacity changes slowly with the value: a table, exact at its entries, would blur hard edges; so each pixel is
  // computed, but neighbours of one colour, of which photographs are full, only once.
  let last = -1;
  let opacity = 0;
  for (let i = 0, at = 0; i < data.length; i++, at += 3) {
    const r = rgb[at]!;
    const g = rgb[at + 1]!;
    const b = rgb[at + 2]!;
    const colour = (r << 16) | (g << 8) | b;
    if (colour !== last) {
      last = colour;
      opacity = opacityOf(rangeValue(kind, r, g, b));
    }
    data[i] = opacity;
  }
  return raster;
}

import { rangeValue } from '../opacity/range-opacity.ts';
import type { Picture, Size } from '../raster/raster.ts';
import type { RangeFilter } from '../language/wire.ts';
import { widestGap } from './widest-gap.ts';

/** Values that a band's ends are chosen of, over 0..1. */
const BINS = 128;
/** What a bin costs, as a share of a side: a band ends where the inside's colours end, not where others begin. */
const EMPTY = 5e-4;
/** More pixels than this change no share by half a percent. */
const SAMPLES = 20_000;
/** A further band has to part both sides by so much more: below, it is chance, and another thing to go wrong. */
const WORTH = 0.02;
/** Bands at most: one for the hue, one for how colourful, one for how light. */
const MOST_BANDS = 3;
/** Each kind and how softly its band ends: of hues a twentieth of the circle is another colour already. */
const KINDS = [
  { kind: 'color_h', feather: 0.02 },
  { kind: 'color_s', feather: 0.05 },
  { kind: 'luminance', feather: 0.05 },
] as const;

/** What tells the colours inside of an outline from those around it. */
export interface Colours {
  /** All must hold; empty where no band tells anything. */
  readonly filters: readonly RangeFilter[];
  /** The share of the inside that the bands take, 0..1. */
  readonly inside: number;
  /** The share of what lies around that they take as well, 0..1: the honest part of the answer. */
  readonly around: number;
}

/**
 * The bands of hue, saturation and luminance that part the inside of an outline from its surroundings best: each the band
 * that takes the most more of the one than of the other, the next one among what the ones before it left.
 *
 * @param inside 1 or 0 per pixel of `size`, which has the picture's aspect
 * @param around 1 or 0 per pixel: what the inside is held against
 */
export function coloursOf(picture: Picture, size: Size, inside: Uint8Array, around: Uint8Array): Colours {
  const sides = [inside, around].map((side) => samplesOf(picture, size, side));
  let left = sides.map((pixels) => Array.from({ length: pixels.length / 3 }, (_, k) => k));
  const [ofInside, ofAround] = left.map((pixels) => pixels.length) as [number, number];
  const filters: RangeFilter[] = [];
  let best = { gap: 0, inside: 1, around: 1 };
  if (ofInside === 0 || ofAround === 0) return { filters, inside: 1, around: 1 };
  while (filters.length < MOST_BANDS) {
    const found = KINDS.filter(({ kind }) => filters.every((filter) => filter.kind !== kind))
      .map(({ kind, feather }) => {
        const binOf = (side: number, k: number): number => {
          const at = 3 * k;
          const pixels = sides[side]!;
          const value = rangeValue(kind, pixels[at]!, pixels[at + 1]!, pixels[at + 2]!);
          return Math.min(BINS - 1, Math.floor(BINS * value));
        };
        const gain = new Float64Array(BINS).fill(-EMPTY);
        for (const k of left[0]!) gain[binOf(0, k)]! += 1 / ofInside;
        for (const k of left[1]!) gain[binOf(1, k)]! -= 1 / ofAround;
        const band = widestGap(gain, kind === 'color_h');
        return { kind, feather, binOf, ...band };
      })
      .reduce((a, b) => (b.gap > a.gap ? b : a));
    if (found.gap < best.gap + WORTH) break;
    const { kind, feather, binOf, from, to, gap } = found;
    const holds = (bin: number): boolean => (from <= to ? bin >= from && bin <= to : bin >= from || bin <= to);
    left = left.map((pixels, side) => pixels.filter((k) => holds(binOf(side, k))));
    filters.push({ kind, min: from / BINS, max: (to + 1) / BINS, feather, invert: false });
    best = { gap, inside: left[0]!.length / ofInside, around: left[1]!.length / ofAround };
  }
  return { filters, inside: best.inside, around: best.around };
}

/** Interleaved samples of the pixels of a side, evenly chosen. */
function samplesOf(picture: Picture, size: Size, side: Uint8Array): Uint8Array {
  const pixels: number[] = [];
  for (let i = 0; i < side.length; i++) if (side[i] === 1) pixels.push(i);
  const count = Math.min(SAMPLES, pixels.length);
  const out = new Uint8Array(3 * count);
  for (let k = 0; k < count; k++) {
    const i = pixels[Math.floor((k * pixels.length) / count)]!;
    const x = Math.floor((((i % size.width) + 0.5) * picture.width) / size.width);
    const y = Math.floor(((Math.floor(i / size.width) + 0.5) * picture.height) / size.height);
    const from = 3 * (y * picture.width + x);
    out.set(picture.rgb.subarray(from, from + 3), 3 * k);
  }
  return out;
}

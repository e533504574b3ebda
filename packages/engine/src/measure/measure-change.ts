import { linearOf, selectedFrom, strongestOf } from '@chemigram/mask';
import type { Picture, Raster } from '@chemigram/mask';
import type { Result } from '../contracts/index.ts';

type Measurement = Pick<Result<'measure_edit'>, 'inside' | 'outside' | 'edge_spill' | 'verdict' | 'warnings'>;

/** Mask opacity up to which a pixel is outside; inside is what the mask selects, the feather between them is neither. */
const OUTSIDE = 0.004;
/** A pixel visibly changed when a channel moved by more than this many of 255 steps: two are dither and rounding. */
const VISIBLE_STEPS = 2;
/** The edge band: outside pixels within this many pixels of the mask, at the measured size. */
const EDGE_BAND_PX = 8;
/** More visible change outside than this share of its pixels, or this mean of 255 steps, is a spill. */
const SPILL = { fraction: 0.005, meanSteps: 0.5 };
/** Change in the edge band above this share of the change inside is a spill across the edge. */
const EDGE_SPILL = 0.25;
/** Less change inside than this mean of 255 steps cannot be seen. */
const NO_EFFECT_STEPS = 0.4;
/** Linear light below this is too dark for a ratio of 8-bit values to say stops. */
const DARKEST = 0.004;

const insideFrom = (mask: Raster): number => Math.max(2 * OUTSIDE, selectedFrom(strongestOf(mask)));

/**
 * Compares two displayed pictures inside and outside of a mask.
 * @param mask opacity at the size of the pictures; null measures the whole picture as inside
 */
export function measureChange(a: Picture, b: Picture, mask: Raster | null): Measurement {
  const n = a.width * a.height;
  const inside = newTally();
  const outside = newTally();
  const edge = newTally();
  const near = mask === null ? null : nearMask(mask);
  const selected = mask === null ? 1 : insideFrom(mask);
  for (let i = 0; i < n; i++) {
    const opacity = mask === null ? 1 : mask.data[i]!;
    if (opacity >= selected) add(inside, a.rgb, b.rgb, i);
    else if (opacity <= OUTSIDE) add(near![i] === 1 ? edge : outside, a.rgb, b.rgb, i);
  }
  const insideMean = inside.count === 0 ? 0 : inside.steps / inside.count;
  const edgeMean = edge.count === 0 ? 0 : edge.steps / edge.count;
  const away = join(outside, edge);
  const edgeSpill = insideMean < NO_EFFECT_STEPS ? 0 : edgeMean / insideMean;
  const spilled =
    (outside.count > 0 &&
      (outside.changed / outside.count > SPILL.fraction || outside.steps / outside.count > SPILL.meanSteps)) ||
    edgeSpill > EDGE_SPILL;
  const verdict = spilled ? 'spilled' : insideMean < NO_EFFECT_STEPS ? 'no_effect' : 'clean';
  return {
    inside: changeOf(inside, n),
    outside: changeOf(away, n),
    edge_spill: edgeSpill,
    verdict,
    warnings: verdict === 'no_effect' && mask === null ? [NO_EFFECT_ANYWHERE] : WORDS[verdict],
  };
}

/** What changed in one of several regions. */
export interface RegionChange {
  readonly change: Measurement['inside'];
  readonly effective: boolean;
  /** Whether it was measured where no other region reaches: elsewhere the change may be the other's. */
  readonly alone: boolean;
}

/** A region has to have this share of itself for itself, to be measured there. */
const OWN_SHARE = 0.1;

/**
 * Compares two displayed pictures inside each of several masks, and where none of them reaches.
 * @param masks opacities at the size of the pictures
 */
export function measureRegions(
  a: Picture,
  b: Picture,
  masks: readonly Raster[],
): { regions: RegionChange[]; outside: Measurement['outside'] } {
  const n = a.width * a.height;
  const reach = new Uint8Array(n);
  for (const { data } of masks) for (let i = 0; i < n; i++) if (data[i]! > OUTSIDE) reach[i]!++;
  const regions = masks.map((mask): RegionChange => {
    const [whole, own] = [newTally(), newTally()];
    const selected = insideFrom(mask);
    for (let i = 0; i < n; i++) {
      if (mask.data[i]! < selected) continue;
      add(whole, a.rgb, b.rgb, i);
      if (reach[i] === 1) add(own, a.rgb, b.rgb, i);
    }
    const alone = own.count > OWN_SHARE * whole.count;
    const tally = alone ? own : whole;
    return {
      change: changeOf(tally, n),
      effective: tally.count > 0 && tally.steps / tally.count >= NO_EFFECT_STEPS,
      alone,
    };
  });
  const outside = newTally();
  for (let i = 0; i < n; i++) if (reach[i] === 0) add(outside, a.rgb, b.rgb, i);
  return { regions, outside: changeOf(outside, n) };
}

/** Whether nothing visible changed inside a mask; one that holds no pixel tells nothing. */
export function isIdle(a: Picture, b: Picture, mask: Raster): boolean {
  const inside = newTally();
  const selected = insideFrom(mask);
  for (let i = 0; i < mask.data.length; i++) if (mask.data[i]! >= selected) add(inside, a.rgb, b.rgb, i);
  return inside.count > 0 && inside.steps / inside.count < NO_EFFECT_STEPS;
}

const WORDS: Readonly<Record<Measurement['verdict'], string[]>> = {
  clean: [],
  spilled: [
    'Something changed outside the mask too. Moves of local contrast reach over an edge by their nature; otherwise look at the mask.',
  ],
  no_effect: ['Nothing visible changed inside the mask. Raise the strength, or check where the mask lies.'],
};
/** Of an edit of the whole picture, which has no mask to look at. */
const NO_EFFECT_ANYWHERE =
  'Nothing visible changed. Raise the strength, or see whether there is anything in the picture that it works on.';

interface Tally {
  count: number;
  changed: number;
  /** Sum over pixels of the mean absolute change of the three channels, in 255 steps. */
  steps: number;
  lightBefore: number;
  lightAfter: number;
}

const newTally = (): Tally => ({ count: 0, changed: 0, steps: 0, lightBefore: 0, lightAfter: 0 });

const join = (a: Tally, b: Tally): Tally => ({
  count: a.count + b.count,
  changed: a.changed + b.changed,
  steps: a.steps + b.steps,
  lightBefore: a.lightBefore + b.lightBefore,
  lightAfter: a.lightAfter + b.lightAfter,
});

function add(tally: Tally, a: Uint8Array, b: Uint8Array, pixel: number): void {
  let most = 0;
  let sum = 0;
  for (let c = 0; c < 3; c++) {
    const difference = Math.abs(a[3 * pixel + c]! - b[3 * pixel + c]!);
    sum += difference;
    if (difference > most) most = difference;
  }
  tally.count++;
  tally.steps += sum / 3;
  if (most > VISIBLE_STEPS) tally.changed++;
  tally.lightBefore += light(a, pixel);
  tally.lightAfter += light(b, pixel);
}

/** Relative luminance of an 8-bit sRGB pixel (IEC 61966-2-1). */
const light = (rgb: Uint8Array, pixel: number): number =>
  0.2126 * LINEAR[rgb[3 * pixel]!]! + 0.7152 * LINEAR[rgb[3 * pixel + 1]!]! + 0.0722 * LINEAR[rgb[3 * pixel + 2]!]!;

const LINEAR = Float64Array.from({ length: 256 }, (_, v) => linearOf(v / 255));

function changeOf(tally: Tally, pixels: number): Measurement['inside'] {
  const { count } = tally;
  const before = count === 0 ? 0 : tally.lightBefore / count;
  const after = count === 0 ? 0 : tally.lightAfter / count;
  return {
    area: count / pixels,
    ...(before < DARKEST || after < DARKEST ? {} : { mean_change_ev: Math.log2(after / before) }),
    mean_change: count === 0 ? 0 : tally.steps / count / 255,
    changed_fraction: count === 0 ? 0 : tally.changed / count,
  };
}

/** 1 for pixels within EDGE_BAND_PX of the mask's feather, by a box grown along rows, then columns. */
function nearMask({ width, height, data }: Raster): Uint8Array {
  const rows = new Uint8Array(data.length);
  const grow = (
    from: (i: number) => boolean,
    to: Uint8Array,
    stride: number,
    length: number,
    lines: number,
    lineStride: number,
  ): void => {
    for (let line = 0; line < lines; line++) {
      let last = -Infinity;
      const start = line * lineStride;
      for (let i = 0; i < length; i++) {
        if (from(start + i * stride)) last = i;
        if (i - last <= EDGE_BAND_PX) to[start + i * stride] = 1;
      }
      last = Infinity;
      for (let i = length - 1; i >= 0; i--) {
        if (from(start + i * stride)) last = i;
        if (last - i <= EDGE_BAND_PX) to[start + i * stride] = 1;
      }
    }
  };
  grow((i) => data[i]! > OUTSIDE, rows, 1, width, height, width);
  const near = new Uint8Array(data.length);
  grow((i) => rows[i] === 1, near, width, height, width, 1);
  return near;
}

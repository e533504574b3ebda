import { ChemigramError } from '@chemigram/errors';
import { scale } from '../opacity/scale.ts';
import { selectedFrom, strongestOf } from '../raster/measure.ts';
import { type Picture, type Raster, sameAspect, type Size } from '../raster/raster.ts';
import { resample } from '../raster/resample.ts';
import { decide, type Decided } from './decide.ts';
import { openToFrame } from './frame-strip.ts';
import { doubled, halved, type Level, type Levels, sightOf } from './levels.ts';
import { Known, type SnapHints } from './known.ts';
import { FIRST_NOISE, noiseOf } from './noise-width.ts';
import { Parts } from './parts.ts';
import { regionWhere } from './region.ts';
import { signedDistance } from './signed-distance.ts';
import { softened } from './soften.ts';

/** So many widths of the noise an outline may be off at most: beyond three, a normal distribution has 0.3 %. */
const WIDTHS = 3;
/** The outside is learned from so far beyond the band, of the diagonal. */
const RING = 0.06;
/** Rounds of learning: the sides are found at quarter size, each time in so many, and learned once more at half size, for good. */
const ROUNDS = { quarter: 2, half: 1, full: 1 };
/** At full size the contour of the half size is moved by no more than this, in pixels, and is as uncertain as that. */
const LAST = { reach: 3, noise: 2 };
/** A strip along the picture's edge this many widths of the noise deep is open to both sides. */
const FRAME_WIDTHS = 2;
/** Less in common with what was asked (intersection over union) is another shape. */
const LEAST_OVERLAP = 0.5;
/** A part of the asked shape of which less is left was lost, not snapped. */
const LEAST_LEFT = 0.5;

export interface Snapped {
  /** The snapped mask, or the asked one as it was when snapping was refused; of the asked raster's size. */
  readonly opacity: Raster;
  /** Whether it was snapped. */
  readonly snapped: boolean;
  /** What the caller should be told. */
  readonly notes: readonly string[];
}

/**
 * Moves a rough outline to the edges that are in the picture.
 *
 * Four times is decided which pixels of a band around the outline lie inside (decide.ts), each by the smallest cut: at a
 * quarter of the size, with a first guess of how far the outline is off; there again, from what was found and with what it says about that;
 * at half size; and last at the full size in a narrow band around what was found. The edge is then made soft along the picture's,
 * and as strong as the asked shape is at most.
 *
 * @param picture the displayed picture
 * @param asked opacity of the rough shape, of the picture's aspect, at any size
 * @throws internal when the aspects differ
 */
export function snap(picture: Picture, asked: Raster, hints: SnapHints = {}): Snapped {
  if (!sameAspect(picture, asked)) {
    const sizes = `${asked.width} x ${asked.height} to a picture of ${picture.width} x ${picture.height}`;
    throw new ChemigramError('internal', `A mask of ${sizes} was to be snapped; the aspects must be equal.`);
  }
  const { levels, guide } = sightOf(picture);
  const known = new Known(hints);
  const outline = known.into(regionOf(asked, levels.full), levels.full);
  const found = contourOf(levels, outline, known);
  const parts = new Parts(found, levels.full);
  const touching = parts.shared(outline);
  parts.fill(found, 0, (part) => touching[part] === 0);
  const asParts = new Parts(outline, levels.full);
  const left = asParts.shared(found);
  const sizes = asParts.sizes();
  const lost = (part: number): boolean => left[part]! < LEAST_LEFT * sizes[part]!;
  const losses = sizes.filter((_, part) => lost(part)).length;
  if (losses === asParts.count || overlapOf(found, outline) < LEAST_OVERLAP) return refused(asked);
  asParts.fill(found, 1, lost);
  const notes =
    losses === 0
      ? []
      : [`snap: ${losses} of ${asParts.count} parts were lost among what looks like them, and are as asked.`];
  const opacity = scale(resample(softened(found, guide), asked), false, Math.min(1, strongestOf(asked)));
  return { opacity, snapped: true, notes };
}

/** 1 where a mask selects (selectedFrom), at another size. */
export function regionOf(raster: Raster, size: Size): Uint8Array {
  const selected = selectedFrom(strongestOf(raster));
  return regionWhere(resample(raster, size).data, (opacity) => opacity >= selected);
}

/** Half the size: inside is what is so for two of four pixels or more. */
const halfRegion = (inside: Uint8Array, size: Size): Uint8Array =>
  regionWhere(halved(new Float32Array(inside), size), (share) => share >= 0.5);

function contourOf({ full, half, quarter }: Levels, outline: Uint8Array, known: Known): Uint8Array {
  const atHalf = halfRegion(outline, full);
  const atQuarter = halfRegion(atHalf, half);
  const distance = signedDistance(atQuarter, quarter);
  const ask = (
    level: Level,
    distances: Float32Array,
    share: number,
    rounds: number,
    inside: Uint8Array,
    trust?: number,
  ): Decided => {
    const diagonal = Math.hypot(level.width, level.height);
    const noise = share * diagonal;
    const open = distances.slice();
    openToFrame(open, level, FRAME_WIDTHS * noise);
    known.overrule(open, level);
    const reach = WIDTHS * noise;
    return decide(level, {
      distance: open,
      noise,
      reach,
      sides: { ring: reach + RING * diagonal },
      rounds,
      inside,
      trust,
    });
  };
  const first = ask(quarter, distance, FIRST_NOISE, ROUNDS.quarter, atQuarter);
  const noise = noiseOf(distance, first.inside, quarter);
  // From what was found, but trusting colours as far as the outline's own sides do: its own choice would be taken for proof.
  const { trust } = first;
  const { inside: second } = ask(quarter, distance, noise, ROUNDS.quarter, first.inside, trust);
  const { inside: third, sides } = ask(
    half,
    signedDistance(atHalf, half),
    noise,
    ROUNDS.half,
    doubled(second, quarter, half),
    trust,
  );

  const start = doubled(third, half, full);
  const near = doubled(signedDistance(third, half), half, full);
  for (let i = 0; i < near.length; i++) near[i] = 2 * near[i]!;
  known.overrule(near, full);
  return decide(full, { distance: near, ...LAST, sides, rounds: ROUNDS.full, inside: start, trust }).inside;
}

/** Intersection over union; two empty ones are alike. */
function overlapOf(a: Uint8Array, b: Uint8Array): number {
  let [both, either] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    both += a[i]! & b[i]!;
    either += a[i]! | b[i]!;
  }
  return either === 0 ? 1 : both / either;
}

function refused(asked: Raster): Snapped {
  const note =
    "snap: the picture's edges lead away from the asked shape, so it is as asked. Draw closer to the edge, or say points that lie inside and outside.";
  return { opacity: asked, snapped: false, notes: [note] };
}

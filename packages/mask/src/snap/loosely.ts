import { ChemigramError } from '@chemigram/errors';
import { type Picture, type Raster, sameAspect } from '../raster/raster.ts';
import { resample } from '../raster/resample.ts';
import { decide } from './decide.ts';
import { Known, type SnapHints } from './known.ts';
import { sightOf } from './levels.ts';
import { signedDistance } from './signed-distance.ts';
import { regionOf } from './snap.ts';

/** Rounds of learning both sides: from a loose region the colours settle after about so many. */
const ROUNDS = 6;
/** The outside is learned from so far around, of the diagonal. */
const RING = 0.15;

/** Widths of the noise beyond which a guess says nothing more: colours may still speak there. */
const FAR = 2.1;
/** A loose region says little, so colours are trusted wholly. */
const COLOURS = 1;

/** Where a thing lies, loosely. */
export interface Loosely {
  /** Opacity of where it is thought to be; of the picture's aspect, at any size. */
  readonly guess: Raster;
  /** Opacity of where it can be at all; left out, it can be everywhere. */
  readonly within?: Raster;
  /** How far the guess may be off, of the picture's diagonal: a standard deviation. */
  readonly noise: number;
  readonly hints?: SnapHints;
}

/**
 * What of a picture is like the inside of a loose guess and unlike what is around it: the smallest cut of decide.ts without
 * its narrow band. Coarse (a quarter of the size that snapping looks at): meant to be snapped.
 *
 * @returns 0 or 1 per pixel
 * @throws internal when the aspects differ
 */
export function looselyInside(picture: Picture, { guess, within, noise, hints = {} }: Loosely): Raster {
  for (const raster of [guess, within ?? guess]) {
    if (sameAspect(picture, raster)) continue;
    const sizes = `${raster.width} x ${raster.height} in a picture of ${picture.width} x ${picture.height}`;
    throw new ChemigramError('internal', `A thing was looked for in a region of ${sizes}; the aspects must be equal.`);
  }
  const { quarter } = sightOf(picture).levels;
  const { width, height } = quarter;
  const diagonal = Math.hypot(width, height);
  const known = new Known(hints);
  const inside = known.into(regionOf(guess, quarter), quarter);
  const distance = signedDistance(inside, quarter);
  const sigma = Math.max(1, noise * diagonal);
  const most = (width + height) * 2;
  if (within !== undefined) {
    const { data } = resample(within, quarter);
    for (let i = 0; i < distance.length; i++) if (data[i]! < 0.5) distance[i] = Math.min(distance[i]!, -most);
  }
  known.overrule(distance, quarter);
  const reach = most;
  const far = FAR * sigma;
  for (let i = 0; i < distance.length; i++) {
    if (Math.abs(distance[i]!) < reach) distance[i] = Math.max(-far, Math.min(far, distance[i]!));
  }
  const sides = { ring: RING * diagonal };
  const question = { distance, noise: sigma, reach, sides, rounds: ROUNDS, trust: COLOURS, inside };
  return { width, height, data: Float32Array.from(decide(quarter, question).inside) };
}

import type { Size } from '../raster/raster.ts';
import type { Region } from './regions.ts';

/** A part of a picture that was looked for by rules. */
export interface FoundRegion extends Size {
  /** At the size of the copy that was looked at; empty where nothing was found. */
  readonly region: Region;
  /** How far the rules trust it, 0..1: a judgement, not a probability. */
  readonly confidence: number;
  /** What speaks against it, in words. */
  readonly doubts: readonly string[];
}

/** A sign that speaks for a find, 0..1, and what to say when it does not. */
export type Sign = readonly [number, string];

/** The trust that signs leave of what there is at most, and the doubts that they raise. */
export const judged = (most: number, signs: readonly Sign[]): Pick<FoundRegion, 'confidence' | 'doubts'> => ({
  confidence: signs.reduce((product, [sign]) => product * sign, most),
  doubts: signs.filter(([sign]) => sign < 0.5).map(([, words]) => words),
});

import { looselyInside, resample, snap } from '@chemigram/mask';
import type { Picture, SnapHints } from '@chemigram/mask';
import type { DetectRequest } from '@chemigram/providers/protocol';
import type { Thing } from '../region.ts';
import { type Guess, guessed } from './guess.ts';
import { instancesOf } from './instances.ts';

/** How far a guess may be off, as a share of the square root of its area. */
const OFF = 0.16;
/** Least and most of that, of the diagonal. */
const NOISE = { least: 0.01, most: 0.16 };
/**
 * How often such a find covers what was meant by more than half of both (intersection over union), on photographs with
 * hand-made masks: see docs/classic-provider.md. Nothing here knows what a picture is of.
 */
const TRUST: Record<Guess['by'], number> = { region: 0.7, points: 0.4, saliency: 1 };
/** What is left of it when the edges led elsewhere. */
const NOT_SNAPPED = 0.7;

/** What was found, and what is worth knowing of it. */
export interface Subjects {
  readonly things: readonly Thing[];
  readonly notes: readonly string[];
}

/** The subjects of a picture, the largest first: in the rough region, around the points, or what stands out. */
export function findSubjects(picture: Picture, hints: DetectRequest['hints']): Subjects {
  const { guess, within, by, confidence, doubts } = guessed(picture, hints);
  const area = guess.data.reduce((sum, value) => sum + value, 0) / guess.data.length;
  if (area === 0) return { things: [], notes: doubts.length > 0 ? doubts : ['The hints leave no pixel to look at.'] };
  const { width, height } = picture;
  const noise = (OFF * Math.sqrt(area * width * height)) / Math.hypot(width, height);
  const sides = looselyInside(picture, {
    guess,
    ...(within === undefined ? {} : { within }),
    noise: Math.min(NOISE.most, Math.max(NOISE.least, noise)),
    hints: points(hints),
  });
  const { opacity, snapped } = snap(picture, resample(sides, { width, height }), points(hints));
  const trust = TRUST[by] * confidence * (snapped ? 1 : NOT_SNAPPED);
  return {
    things: instancesOf(opacity).map((map, i) => ({ label: `subject ${i + 1}`, map, confidence: trust })),
    notes: doubts,
  };
}

const points = ({ positive = [], negative = [] }: DetectRequest['hints']): SnapHints => ({
  positive,
  negative,
});

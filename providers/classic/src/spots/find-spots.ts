import { planesOf, type Picture } from '@chemigram/mask';
import { blobsOf } from './blobs.ts';
import { roundSpotAt, type RoundSpot } from './round-spot.ts';
import { trustIn } from './trust.ts';

/** Long side of the picture that is looked at: larger ones are scaled down. */
const LARGEST = 4096;
/** What is larger, in pixels, is no spot; dust and blemishes of 12 pixels are found whole. */
const LARGEST_RADIUS = 16;
/** L* by which a blob has to answer, a hundredth of what there is: less is not seen. */
const FAINTEST = 1;
/** Standard deviations of the texture: of noise, a pixel in 2000 answers so. */
const SIGNIFICANT = 3.5;
/** A round spot has to explain so much of its surroundings to be a candidate. */
const EXPLAINED = 0.5;
/** Candidates that are trusted less are not told. */
const TRUSTED = 0.2;

/** A round spot of a picture. */
export interface FoundSpot {
  /** Pixels of the picture; the centre of the first one is at 0.5. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Against what is around it. */
  readonly polarity: 'dark' | 'bright';
  /** Steps of L* by which it differs from it, above 0. */
  readonly contrast: number;
  /** How probably it is a spot and nothing else, 0..1. */
  readonly confidence: number;
}

interface Candidate extends RoundSpot {
  readonly significance: number;
}

/** Round spots that are lighter or darker than what is around them, the surest first. */
export function findSpots(picture: Picture): FoundSpot[] {
  const candidates = candidatesIn(picture);
  const trust = trustIn(candidates);
  return candidates
    .map(({ x, y, radius, contrast }, i): FoundSpot => ({
      x,
      y,
      radius,
      polarity: contrast < 0 ? 'dark' : 'bright',
      contrast: Math.abs(contrast),
      confidence: trust[i]!,
    }))
    .filter(({ confidence }) => confidence >= TRUSTED)
    .sort((a, b) => b.confidence - a.confidence);
}

/** All that may be a spot, in pixels of the picture. */
function candidatesIn(picture: Picture): Candidate[] {
  const { l, ...size } = planesOf(picture, LARGEST);
  const scale = picture.width / size.width;
  const found: Candidate[] = [];
  for (const blob of blobsOf(l, size, { radius: LARGEST_RADIUS, answer: FAINTEST, significance: SIGNIFICANT })) {
    const spot = roundSpotAt(l, size, blob);
    if (spot === null || spot.explained < EXPLAINED) continue;
    // What is darker answers above 0.
    if (Math.sign(spot.contrast) === Math.sign(blob.answer)) continue;
    found.push({ ...spot, significance: blob.significance });
  }
  return apart(found).map((spot) => ({ ...spot, x: spot.x * scale, y: spot.y * scale, radius: spot.radius * scale }));
}

/** Of spots that cover each other's centre the one that is seen best. */
function apart(spots: readonly Candidate[]): Candidate[] {
  const kept: Candidate[] = [];
  const seen = (spot: Candidate): number => spot.explained * spot.significance;
  for (const spot of spots.toSorted((a, b) => seen(b) - seen(a))) {
    const near = kept.some((o) => Math.hypot(o.x - spot.x, o.y - spot.y) < Math.max(o.radius, spot.radius));
    if (!near) kept.push(spot);
  }
  return kept;
}

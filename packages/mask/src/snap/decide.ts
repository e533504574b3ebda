import { Band } from './band.ts';
import type { Level } from './levels.ts';
import { featuresAt, Sides } from './sides.ts';

/** So much, in nats, may the colour of one pixel say at most: neighbours say nearly the same again. */
const CLEAREST = 3;
/** What parting two like neighbours costs, in nats. */
const SMOOTHNESS = 6;
/** Share of the band that changes sides below which learning again is over. */
const SETTLED = 1e-3;
/** Nats that the colours of both sides of a rough outline lie apart on average where they tell the sides apart; below, they do so in part. */
const APART = 1.6;
/** The logistic curve with this slope comes nearest to the normal distribution (Bowling and others, 2009). */
const LOGISTIC_OF_NORMAL = 1.702;
/** Pixels near each other are on the wrong side of an outline together: each speaks for itself by this much only. */
const OWN = 0.7;
/**
 * A mask's greatest expected intersection over union holds what is likelier inside than outside by that very value (a hit adds
 * to the one, a miss to the other): this, in nats, for the 0.83 that outlines off by 3 % of the diagonal come to.
 */
const DOUBT = -Math.log(0.83);

/** What is to be decided, and what is known beforehand. */
export interface Question {
  /** Per pixel how far inside the outline it lies, in pixels; below 0 outside. */
  readonly distance: Float32Array;
  /** How far the outline may be off, in pixels: a standard deviation. */
  readonly noise: number;
  /** Pixels nearer to the outline than this are decided, the others stay. */
  readonly reach: number;
  /** What the sides look like: learned of this level no further outside of the outline than so many pixels; or known. */
  readonly sides: { readonly ring: number } | Sides;
  /** Rounds of learning both sides, where they are not known, and dividing anew. */
  readonly rounds: number;
  /** How far colours are to be trusted, 0..1; without it, that is found from the division to begin with. */
  readonly trust?: number | undefined;
  /** 1 or 0 per pixel: the division to begin with. */
  readonly inside: Uint8Array;
}

export interface Decided {
  /** 1 or 0 for every pixel. */
  readonly inside: Uint8Array;
  /** How far colours were trusted. */
  readonly trust: number;
  /** What was known of the sides' colours in the end. */
  readonly sides: Sides;
}

/**
 * Divides the band around an outline into inside and outside, and returns all pixels so.
 *
 * Each pixel's evidence is the logarithm of the odds that it lies inside: by its distance to an outline that is off by the
 * noise, and by its colour under what is learned from both sides (clipped, for one pixel is no independent witness).
 */
export function decide(level: Level, question: Question): Decided {
  const { distance, noise, reach, rounds } = question;
  let { trust } = question;
  const inside = question.inside.slice();
  for (let i = 0; i < inside.length; i++) if (Math.abs(distance[i]!) >= reach) inside[i] = distance[i]! > 0 ? 1 : 0;
  const pixels = indices(distance, -reach, reach);
  const learns = !(question.sides instanceof Sides);
  const sides = learns ? new Sides(level, indices(distance, -question.sides.ring, Infinity)) : question.sides;
  if (pixels.length === 0) return { inside, trust: trust ?? 0, sides };
  const band = new Band(level, pixels, inside, SMOOTHNESS);
  const bandFeatures = featuresAt(level, pixels, pixels.length);
  const evidence = new Float32Array(pixels.length);
  for (let round = 0; round < rounds; round++) {
    if (learns) sides.learn(inside);
    const odds = sides.odds(bandFeatures);
    if (odds !== null) clip(odds, CLEAREST);
    trust ??= odds === null ? 0 : trustIn(odds, pixels, inside);
    for (let k = 0; k < pixels.length; k++) {
      const colour = odds === null ? 0 : trust * odds[k]!;
      evidence[k] = (OWN * LOGISTIC_OF_NORMAL * distance[pixels[k]!]!) / noise + colour + DOUBT;
    }
    const divided = band.divide(evidence);
    let changed = 0;
    for (let k = 0; k < pixels.length; k++) {
      if (inside[pixels[k]!] === divided[k]) continue;
      inside[pixels[k]!] = divided[k]!;
      changed++;
    }
    if (changed < SETTLED * pixels.length) break;
  }
  return { inside, trust: trust ?? 0, sides };
}

function clip(values: Float32Array, most: number): void {
  for (let k = 0; k < values.length; k++) values[k] = Math.min(most, Math.max(-most, values[k]!));
}

/**
 * How far the colours of the two sides of a division lie apart, of what is enough to go by. Where subject and ground look
 * alike, mixtures still find chance differences, and dividing by them and learning again takes its own choice for proof.
 */
function trustIn(odds: Float32Array, pixels: Int32Array, inside: Uint8Array): number {
  const count = [0, 0];
  const sum = [0, 0];
  for (let k = 0; k < odds.length; k++) {
    const side = inside[pixels[k]!]!;
    count[side]!++;
    sum[side]! += odds[k]!;
  }
  const [out, into] = [0, 1].map((side) => sum[side]! / Math.max(1, count[side]!)) as [number, number];
  return Math.min(1, Math.max(0, (into - out) / APART));
}

/** Pixels whose distance lies strictly between the two. */
function indices(distance: Float32Array, above: number, below: number): Int32Array {
  const found = new Int32Array(distance.length);
  let count = 0;
  for (let i = 0; i < distance.length; i++) if (distance[i]! > above && distance[i]! < below) found[count++] = i;
  return found.slice(0, count);
}

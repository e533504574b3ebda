import { bandOf, divide } from './band.ts';
import { FEATURES, fitMixture, logDensities } from './gaussian-mixture.ts';
import type { Level } from './levels.ts';

/** Components per side, as in GrabCut. */
const COMPONENTS = 5;
/** Variance that every component has along every axis (L, a, b: 2 units of each): below it, colours are noise. */
const FLOOR = 4;
/** So much, in nats, may the colour of one pixel say at most: neighbours say nearly the same again. */
const CLEAREST = 3;
/** What parting two like neighbours costs, in nats. */
const SMOOTHNESS = 6;
/** Samples that a side is learned from; more change nothing that can be seen. */
const SAMPLES = 3000;
/** Fewer than this tell nothing about a side's colours. */
const LEAST_SAMPLES = 40;
/** Share of the band that changes sides below which learning again is over. */
const SETTLED = 1e-3;
/** The logistic curve with this slope comes nearest to the normal distribution (Bowling and others, 2009). */
const LOGISTIC_OF_NORMAL = 1.702;

/** What is to be decided, and what is known beforehand. */
export interface Question {
  /** Per pixel how far inside the outline it lies, in pixels; below 0 outside. */
  readonly distance: Float32Array;
  /** How far the outline may be off, in pixels: a standard deviation. */
  readonly noise: number;
  /** Pixels nearer to the outline than this are decided, the others stay. */
  readonly reach: number;
  /** Where the outside is learned: no further from the outline than this. */
  readonly ring: number;
  /** Rounds of learning both sides and dividing anew. */
  readonly rounds: number;
  /** 1 or 0 per pixel: the division to begin with. */
  readonly inside: Uint8Array;
}

/**
 * Divides the band around an outline into inside and outside, and returns all pixels so.
 *
 * Each pixel's evidence is the logarithm of the odds that it lies inside: by its distance to an outline that is off by the
 * noise, and by its colour under what is learned from both sides (clipped, for one pixel is no independent witness).
 */
export function decide(level: Level, question: Question): Uint8Array {
  const { distance, noise, reach, ring, rounds } = question;
  const inside = question.inside.slice();
  for (let i = 0; i < inside.length; i++) if (Math.abs(distance[i]!) >= reach) inside[i] = distance[i]! > 0 ? 1 : 0;
  const pixels = indices(distance, -reach, reach);
  const near = indices(distance, -ring, Infinity);
  if (pixels.length === 0) return inside;
  const band = bandOf(level.planes, pixels, inside, SMOOTHNESS);
  const bandFeatures = featuresAt(level.features, pixels, pixels.length);
  const evidence = new Float32Array(pixels.length);
  for (let round = 0; round < rounds; round++) {
    const odds = colourOdds(level.features, near, inside, bandFeatures);
    for (let k = 0; k < pixels.length; k++) {
      const colour = odds === null ? 0 : Math.min(CLEAREST, Math.max(-CLEAREST, odds[k]!));
      evidence[k] = (LOGISTIC_OF_NORMAL * distance[pixels[k]!]!) / noise + colour;
    }
    const sides = divide(band, evidence);
    let changed = 0;
    for (let k = 0; k < pixels.length; k++) {
      if (inside[pixels[k]!] === sides[k]) continue;
      inside[pixels[k]!] = sides[k]!;
      changed++;
    }
    if (changed < SETTLED * pixels.length) break;
  }
  return inside;
}

/** Pixels whose distance lies strictly between the two. */
function indices(distance: Float32Array, above: number, below: number): Int32Array {
  const found = new Int32Array(distance.length);
  let count = 0;
  for (let i = 0; i < distance.length; i++) if (distance[i]! > above && distance[i]! < below) found[count++] = i;
  return found.slice(0, count);
}

/** The logarithm of how much more likely `asked` colours are inside than outside; null when a side is too small to tell. */
function colourOdds(
  features: Float32Array,
  near: Int32Array,
  inside: Uint8Array,
  asked: Float32Array,
): Float32Array | null {
  const mine = new Int32Array(near.length);
  const others = new Int32Array(near.length);
  let [m, o] = [0, 0];
  for (const i of near) {
    if (inside[i] === 1) mine[m++] = i;
    else others[o++] = i;
  }
  if (m < LEAST_SAMPLES || o < LEAST_SAMPLES) return null;
  const densities = [mine.subarray(0, m), others.subarray(0, o)].map((side) =>
    logDensities(fitMixture(featuresAt(features, side, SAMPLES), COMPONENTS, FLOOR), asked),
  );
  const [within, without] = densities as [Float32Array, Float32Array];
  for (let k = 0; k < within.length; k++) within[k] = within[k]! - without[k]!;
  return within;
}

/** The features of at most `most` of the pixels, evenly chosen. */
function featuresAt(features: Float32Array, pixels: Int32Array, most: number): Float32Array {
  const count = Math.min(most, pixels.length);
  const out = new Float32Array(FEATURES * count);
  const step = pixels.length / count;
  for (let k = 0, to = 0; k < count; k++) {
    const from = FEATURES * pixels[Math.floor(k * step)]!;
    for (let d = 0; d < FEATURES; d++) out[to++] = features[from + d]!;
  }
  return out;
}

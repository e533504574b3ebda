import { FEATURES, fitMixture, logDensities, type Mixture } from './gaussian-mixture.ts';
import type { Level } from './levels.ts';

/** Components per side, as in GrabCut. */
const COMPONENTS = 5;
/** Variance that every component has along every axis (L, a, b: 2 units of each): below it, colours are noise. */
const FLOOR = 4;
/** Samples that a side is learned from; more change nothing that can be seen. */
const SAMPLES = 3000;
/** Fewer than this tell nothing about a side's colours. */
const LEAST_SAMPLES = 40;

/** The colours of both sides of an outline, learned again from round to round. */
export class Sides {
  readonly #level: Level;
  readonly #near: Int32Array;
  /** Inside and outside; null when a side is too small to tell. */
  #mixtures: readonly [Mixture, Mixture] | null = null;

  /** @param near the pixels to learn from */
  constructor(level: Level, near: Int32Array) {
    this.#level = level;
    this.#near = near;
  }

  /** @param inside 1 or 0 for every pixel of the level */
  learn(inside: Uint8Array): void {
    const near = this.#near;
    const mine = new Int32Array(near.length);
    const others = new Int32Array(near.length);
    let [m, o] = [0, 0];
    for (let k = 0; k < near.length; k++) {
      const i = near[k]!;
      if (inside[i] === 1) mine[m++] = i;
      else others[o++] = i;
    }
    const tells = m >= LEAST_SAMPLES && o >= LEAST_SAMPLES;
    this.#mixtures = tells ? [this.#learned(mine.subarray(0, m), 0), this.#learned(others.subarray(0, o), 1)] : null;
  }

  #learned(side: Int32Array, which: 0 | 1): Mixture {
    return fitMixture(featuresAt(this.#level, side, SAMPLES), COMPONENTS, FLOOR, this.#mixtures?.[which]);
  }

  /** The logarithm of how much more likely these colours are inside than outside; null when a side is too small to tell. */
  odds(features: Float32Array): Float32Array | null {
    if (this.#mixtures === null) return null;
    const [within, without] = this.#mixtures;
    const odds = logDensities(within, features);
    const against = logDensities(without, features);
    for (let k = 0; k < odds.length; k++) odds[k] = odds[k]! - against[k]!;
    return odds;
  }
}

/** L, a, b and the spread of at most `most` of the pixels, evenly chosen; interleaved. */
export function featuresAt({ l, a, b, spread }: Level, pixels: Int32Array, most: number): Float32Array {
  const count = Math.min(most, pixels.length);
  const out = new Float32Array(FEATURES * count);
  const step = pixels.length / count;
  for (let k = 0, to = 0; k < count; k++, to += FEATURES) {
    const from = pixels[Math.floor(k * step)]!;
    out[to] = l[from]!;
    out[to + 1] = a[from]!;
    out[to + 2] = b[from]!;
    out[to + 3] = spread[from]!;
  }
  return out;
}

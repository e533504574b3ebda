/**
 * Which pixels a range is learned from. A band of a few pixels among hundreds of thousands would be lost in an even
 * sample, so what is asked for and what is not get up to half of it each, and weights that make up for it.
 */
export interface PixelSample {
  /** Indices into the rasters, ascending. */
  readonly at: Uint32Array;
  /** What each sampled pixel stands for, in pixels of the picture; times the given weight. */
  readonly weight: Float32Array;
  readonly target: Float32Array;
}

/** More tell the fit little more: its edges are quantiles, 256 of them. */
const MOST = 8192;
/** Opacity from which a pixel is one of those that are asked for. */
const ASKED = 0.02;

/**
 * @param target asked opacity per pixel
 * @param weight how much each pixel counts; those of weight 0 are left out
 */
export function samplePixels(target: Float32Array, weight: Float32Array | null, most: number = MOST): PixelSample {
  const there: [rest: number, asked: number] = [0, 0];
  for (let i = 0; i < target.length; i++) {
    if (weight === null || weight[i]! > 0) there[target[i]! >= ASKED ? 1 : 0]++;
  }
  const asked = Math.min(there[1], Math.max(most >> 1, most - there[0]));
  const taken = [Math.min(there[0], most - asked), asked] as const;
  const at = new Uint32Array(taken[0] + taken[1]);
  const stands = new Float32Array(at.length);
  const seen: [number, number] = [0, 0];
  const picked: [number, number] = [0, 0];
  for (let i = 0, k = 0; i < target.length; i++) {
    if (weight !== null && !(weight[i]! > 0)) continue;
    const half = target[i]! >= ASKED ? 1 : 0;
    // The last of each of as many equal stretches as are taken.
    if (++seen[half] * taken[half] < (picked[half] + 1) * there[half]) continue;
    picked[half]++;
    at[k] = i;
    stands[k++] = (there[half] / taken[half]) * (weight?.[i] ?? 1);
  }
  return { at, weight: stands, target: Float32Array.from(at, (i) => target[i]!) };
}

/** The sampled pixels of an interleaved r g b picture. */
export function samplePicture(rgb: Float32Array, { at }: PixelSample): Float32Array {
  const out = new Float32Array(3 * at.length);
  for (let k = 0; k < at.length; k++) out.set(rgb.subarray(3 * at[k]!, 3 * at[k]! + 3), 3 * k);
  return out;
}

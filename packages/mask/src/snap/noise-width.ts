import type { Size } from '../raster/raster.ts';

/** What is taken for the noise of an outline before anything was found, of the diagonal. */
export const FIRST_NOISE = 0.02;
/** Of the diagonal: outlines are never taken for truer than the first or wilder than the second. */
const NOISE = { least: 0.005, most: 0.04 };
/** Half of all distances to a contour that is a normal sigma off lie below 0.67 sigma; found contours lag behind. */
const PER_MEDIAN = 3;
/** A found contour follows detail that no outline has: this much of the diagonal is not the outline's fault. */
const DETAIL = 0.001;

/**
 * How far an outline is off, as a share of the diagonal, by where its contour was found.
 * @param distance from every pixel to the outline, in pixels
 * @param found 1 or 0 per pixel
 */
export function noiseOf(distance: Float32Array, found: Uint8Array, { width, height }: Size): number {
  const offs: number[] = [];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const across = x + 1 < width && found[i] !== found[i + 1];
      const down = y + 1 < height && found[i] !== found[i + width];
      if (across || down) offs.push(Math.abs(distance[i]!));
    }
  }
  const sorted = Float32Array.from(offs).sort();
  const median = sorted[sorted.length >> 1] ?? 0;
  const share = (PER_MEDIAN * median) / Math.hypot(width, height) - DETAIL;
  return Math.min(NOISE.most, Math.max(NOISE.least, share));
}

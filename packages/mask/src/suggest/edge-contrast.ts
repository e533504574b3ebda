import type { Planes } from '../raster/planes.ts';

/** Pixels to either side of a contour that are looked at: nearer ones are mixed of both sides. */
const ASIDE = 2;

/**
 * How much the colours on both sides of a region's contour differ on average: CIE 1976's difference, where 2 can just be
 * seen and 20 is another colour. 0 without a contour.
 *
 * @param inside 1 or 0 per pixel of the planes
 */
export function edgeContrast({ width, height, l, a, b }: Planes, inside: Uint8Array): number {
  let sum = 0;
  let count = 0;
  const across = (i: number, step: number): void => {
    const [from, to] = [i - (ASIDE - 1) * step, i + ASIDE * step];
    sum += Math.hypot(l[from]! - l[to]!, a[from]! - a[to]!, b[from]! - b[to]!);
    count++;
  };
  for (let y = ASIDE; y + ASIDE < height; y++) {
    for (let x = ASIDE; x + ASIDE < width; x++) {
      const i = y * width + x;
      if (inside[i] !== inside[i + 1]) across(i, 1);
      if (inside[i] !== inside[i + width]) across(i, width);
    }
  }
  return count === 0 ? 0 : sum / count;
}

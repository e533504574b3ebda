import type { Planes } from '../raster/planes.ts';
import type { Size } from '../raster/raster.ts';

/**
 * Fine texture at half the planes' size or the like: the mean over each pixel of `size` of |second difference of L|, across
 * and down. A sky's shading and its clouds are smooth at this scale, waves, leaves and walls are not.
 */
export function textureOf({ width, height, l }: Planes, size: Size): Float32Array {
  const sums = new Float32Array(size.width * size.height);
  const counts = new Float32Array(sums.length);
  for (let y = 1; y + 1 < height; y++) {
    const row = Math.floor((y * size.height) / height) * size.width;
    for (let x = 1; x + 1 < width; x++) {
      const i = y * width + x;
      const twice = 2 * l[i]!;
      const to = row + Math.floor((x * size.width) / width);
      sums[to]! += Math.abs(twice - l[i - 1]! - l[i + 1]!) + Math.abs(twice - l[i - width]! - l[i + width]!);
      counts[to]!++;
    }
  }
  return sums.map((sum, i) => (counts[i] === 0 ? 0 : sum / counts[i]!));
}

import type { Size } from '../raster/raster.ts';

/**
 * Between an outline and an edge of the picture that runs close to it, the outline says nothing: who draws along the
 * edge of a picture means the edge as often as not. There the distance becomes 0, in place.
 *
 * @param distance signed, above 0 inside
 * @param depth so far from the picture's edge, in pixels
 */
export function openToFrame(distance: Float32Array, { width, height }: Size, depth: number): void {
  const open = (start: number, step: number, length: number): void => {
    const most = Math.min(length, Math.floor(depth) + 1);
    let k = 0;
    while (k < most && distance[start + k * step]! <= 0) k++;
    if (k === most) return;
    for (let j = 0; j < k; j++) distance[start + j * step] = 0;
  };
  for (let x = 0; x < width; x++) {
    open(x, width, height);
    open((height - 1) * width + x, -width, height);
  }
  for (let y = 0; y < height; y++) {
    open(y * width, 1, width);
    open(y * width + width - 1, -1, width);
  }
}

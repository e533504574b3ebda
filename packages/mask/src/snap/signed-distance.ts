import type { Size } from '../raster/raster.ts';

/** Larger than any squared distance in a picture. */
const NOWHERE = 1e12;

/**
 * The distance of every pixel's centre to the boundary of a region, positive inside: exact Euclidean distances by the
 * lower envelopes of Felzenszwalb and Huttenlocher, "Distance Transforms of Sampled Functions" (2012). The boundary
 * runs between the pixels, so nothing is nearer than half a pixel.
 *
 * @param inside 1 or 0 per pixel
 * @returns pixels; an empty or full region has no boundary, and everything is as far away as the picture is long
 */
export function signedDistance(inside: Uint8Array, size: Size): Float32Array {
  const out = squaredDistance(inside, size, 1);
  const into = squaredDistance(inside, size, 0);
  const most = size.width + size.height;
  for (let i = 0; i < out.length; i++) {
    const d = inside[i] === 1 ? Math.sqrt(into[i]!) - 0.5 : 0.5 - Math.sqrt(out[i]!);
    out[i] = d > most ? most : d < -most ? -most : d;
  }
  return out;
}

/** To the nearest pixel that has the value `of`. */
function squaredDistance(inside: Uint8Array, { width, height }: Size, of: number): Float32Array {
  const result = new Float32Array(width * height);
  // Down the columns the distance to the nearest such pixel is counted, then each row is one envelope.
  for (let i = 0; i < result.length; i++) {
    if (inside[i] === of) result[i] = 0;
    else result[i] = i < width ? NOWHERE : result[i - width]! + 1;
  }
  for (let i = result.length - width - 1; i >= 0; i--) {
    const below = result[i + width]! + 1;
    if (below < result[i]!) result[i] = below;
  }
  const line = new Float64Array(width);
  const at = new Int32Array(width);
  const from = new Float64Array(width + 1);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) {
      const d = result[row + x]!;
      line[x] = d >= NOWHERE ? NOWHERE : d * d;
    }
    let k = 0;
    at[0] = 0;
    from[0] = -Infinity;
    from[1] = Infinity;
    for (let x = 1; x < width; x++) {
      let cross = 0;
      for (;;) {
        const v = at[k]!;
        cross = (line[x]! + x * x - line[v]! - v * v) / (2 * (x - v));
        if (cross > from[k]!) break;
        k--;
      }
      k++;
      at[k] = x;
      from[k] = cross;
      from[k + 1] = Infinity;
    }
    k = 0;
    for (let x = 0; x < width; x++) {
      while (from[k + 1]! < x) k++;
      const v = at[k]!;
      result[row + x] = (x - v) * (x - v) + line[v]!;
    }
  }
  return result;
}

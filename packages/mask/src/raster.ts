import { ChemigramError } from '@chemigram/errors';

/** The displayed picture, in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** The displayed sRGB preview: interleaved RGB bytes, row-major, 3 per pixel. */
export interface Picture extends Size {
  rgb: Uint8Array;
}

/** An opacity per pixel, 0..1, row-major. Pixel (i, j) has its centre at (i + 0.5, j + 0.5). */
export interface Raster extends Size {
  data: Float32Array;
}

/** An empty (all zero) raster of `size`. @throws invalid_input when the size is not of positive whole numbers. */
export function emptyRaster(size: Size): Raster {
  const { width, height } = size;
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) {
    throw new ChemigramError(
      'invalid_input',
      `A raster of ${width} x ${height} was asked for; width and height must be whole numbers of at least 1.`,
    );
  }
  return { width, height, data: new Float32Array(width * height) };
}

/** The shorter side: the unit of borders, circle radii and brush widths. */
export function shorterSide(size: Size): number {
  return Math.min(size.width, size.height);
}

/**
 * By how much two aspects may differ for no other reason than that every side was rounded to whole pixels: each side
 * is off by at most half a pixel, so a ratio of two is off by at most one pixel of the shorter side of each.
 */
export function sameAspect(a: Size, b: Size): boolean {
  const difference = Math.abs(Math.log((a.width / a.height) * (b.height / b.width)));
  return difference <= 1 / shorterSide(a) + 1 / shorterSide(b);
}

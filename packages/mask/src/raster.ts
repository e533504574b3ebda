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
  /** Where it is known: all rows before the first and from the second on are zero. Left out: nothing is known. */
  rows?: readonly [number, number] | undefined;
}

/** One buffer of zeros that was given back; a compose of many forms needs one at a time. */
let spare: Float32Array | null = null;

/** Gives back a raster that nobody will look at again. (A new buffer per form cost a third of a compose of 16.) */
export function recycle(raster: Raster): void {
  raster.data.fill(0, ...occupied(raster));
  spare = raster.data;
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
  const data = spare?.length === width * height ? spare : new Float32Array(width * height);
  if (data === spare) spare = null;
  return { width, height, data };
}

/** The rows [first, end) as far as the raster has them; none when they lie outside or are not numbers. */
export function rowsWithin(first: number, end: number, height: number): readonly [number, number] {
  const from = Math.min(height, Math.max(0, first));
  const to = Math.min(height, Math.max(0, end));
  return from < to ? [from, to] : [0, 0];
}

/** The part [from, to) of a raster's data outside which all is zero. */
export function occupied({ width, height, rows }: Raster): readonly [number, number] {
  return rows === undefined ? [0, width * height] : [rows[0] * width, rows[1] * width];
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

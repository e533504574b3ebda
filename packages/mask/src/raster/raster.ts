import { ChemigramError } from '@chemigram/errors';

/** The displayed picture, in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** The displayed sRGB preview: interleaved RGB bytes, row-major, 3 per pixel. */
export interface Picture extends Size {
  rgb: Uint8Array;
  /** The same finer, 0..65535, where it is known: ranges look at this. */
  rgb16?: Uint16Array | undefined;
}

/** Half a step of 8 bits among 16: nearer than this to black, to white or to each other is the same on a display. */
export const HALF_STEP = 128;

/** Whole pixels from `left` to before `right` and from `top` to before `bottom`. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** An opacity per pixel, 0..1, row-major. Pixel (i, j) has its centre at (i + 0.5, j + 0.5). */
export interface Raster extends Size {
  data: Float32Array;
  /** Where it is known: everything outside this box is zero. Left out: nothing is known. */
  box?: Box | undefined;
}

/**
 * Buffers of zeros that were given back: a mask that is placed needs one for what was asked, one for what is predicted, and
 * one each for what is drawn and ranged of it.
 */
const spare: Float32Array[] = [];
const MOST_SPARE = 4;

/** Gives back a raster that nobody will look at again. (A new buffer per form cost a third of a compose of 16.) */
export function recycle(raster: Raster): void {
  raster.data.fill(0, ...occupied(raster));
  spare.push(raster.data);
  if (spare.length > MOST_SPARE) spare.shift();
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
  const at = spare.findIndex(({ length }) => length === width * height);
  return { width, height, data: at < 0 ? new Float32Array(width * height) : spare.splice(at, 1)[0]! };
}

/** The whole pixels around a box of any numbers, as far as the raster has them; none when it lies outside. */
export function boxAround({ left, top, right, bottom }: Box, { width, height }: Size): Box {
  const [fromX, toX] = within(left, right, width);
  const [fromY, toY] = within(top, bottom, height);
  return { left: fromX, right: toX, top: fromY, bottom: toY };
}

function within(first: number, end: number, size: number): readonly [number, number] {
  const from = Math.min(size, Math.max(0, Math.floor(first)));
  const to = Math.min(size, Math.max(0, Math.ceil(end)));
  return from < to ? [from, to] : [0, 0];
}

/** The box that a raster may hold anything in. */
export const boxOf = ({ width, height, box }: Size & Pick<Raster, 'box'>): Box =>
  box ?? { left: 0, top: 0, right: width, bottom: height };

/** The part [from, to) of a raster's data outside which all is zero. */
export function occupied(raster: Size & Pick<Raster, 'box'>): readonly [number, number] {
  const { top, bottom } = boxOf(raster);
  return [top * raster.width, bottom * raster.width];
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

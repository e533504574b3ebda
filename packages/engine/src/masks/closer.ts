import { detailLevels, needsGuide, needsPicture, selectedFrom, sidesPerPixel, strongestOf } from '@chemigram/mask';
import type { Mask, Raster, Size } from '@chemigram/mask';
import { fitted } from '../geometry/fitted.ts';
import { exactFor, exactStep } from '../geometry/geometry.ts';
import type { MaskSurroundings } from './candidate.ts';

/** So much of a mask may lie on the other side of its edge by what the size of the picture rounds that it is judged in. */
const ROUNDED = 0.03;
/** The same where it is measured: more exactly, for then nobody waits. Forms are made right for that. */
export const ROUNDED_MEASURED = 0.02;
/** Long side of the largest picture that masks are judged or measured in: its light takes 100 MB. */
const LARGEST = 3072;

/**
 * Long side of the picture that a mask of shapes is to be looked at in. darktable draws forms up to half a pixel aside in a picture
 * that it scales, and a row of pixels is inside or outside as a whole: of a stroke of 14 pixels each row is 7 %. What is thin is
 * looked at in a larger one.
 * @param asked at the size that masks are usually looked at in, the least that is answered
 * @param displayed full size of the picture
 * @param rounded so much of the mask may lie on the other side of its edge for that
 */
export function sizeFor(asked: Raster, displayed: Size, rounded: number): number {
  const scale = (0.5 * sidesPerPixel(asked, selectedFrom(strongestOf(asked)))) / rounded;
  const size = Math.max(asked.width, asked.height) * Math.max(1, scale);
  return Math.round(Math.min(size, LARGEST, Math.max(displayed.width, displayed.height)));
}

/**
 * The surroundings of a mask of shapes that is small, as it is seen from nearer: its forms are made right for that size where
 * they would stand aside by too much of it in an export.
 * @param asked at the size of the surroundings
 * @returns null where the mask is large enough, or follows what is seen
 */
export function closer(mask: Mask, asked: Raster, at: MaskSurroundings): MaskSurroundings | null {
  if (needsPicture(mask) || needsGuide(mask) || detailLevels(mask).length > 0 || at.rasters.resolve !== undefined)
    return null;
  const { displayed } = at.geometry;
  const longest = Math.max(displayed.width, displayed.height);
  const long = sizeFor(asked, displayed, ROUNDED);
  if (long <= Math.max(asked.width, asked.height)) return null;
  const size = fitted(displayed, long);
  const judged = exactFor(at.geometry, Math.min(longest / long, exactStep(displayed)));
  const finest = longest / sizeFor(asked, displayed, ROUNDED_MEASURED);
  const written = exactFor(at.written, Math.min(finest, exactStep(at.written.displayed)));
  return { ...at, size, geometry: judged, written };
}

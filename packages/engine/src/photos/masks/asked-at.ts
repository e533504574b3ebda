import { detailLevels, needsGuide, needsPicture, rasterise, resample } from '@chemigram/mask';
import type { Mask, Raster, Size } from '@chemigram/mask';
import type { CompiledMask } from '../../masks/place.ts';
import { hasNamed } from '../../named-masks/resolve.ts';
import type { PhotoMasks } from './photo-masks.ts';

/** Whether all of a mask is said, whatever the picture shows. */
export const isDrawn = (mask: Mask): boolean =>
  !needsPicture(mask) && !needsGuide(mask) && detailLevels(mask).length === 0 && !hasNamed(mask);

/**
 * What a placed mask asks for in a picture of any size. What is drawn is drawn at that size: scaled up from the size that masks are
 * placed at, what is thin would be soft, and the outline of what is small would lie aside.
 */
export const askedAt = async (mask: Mask, placed: CompiledMask, size: Size, masks: PhotoMasks): Promise<Raster> =>
  isDrawn(mask) ? rasterise(mask, size, await masks.rasters(mask)) : resample(placed.asked(), size);

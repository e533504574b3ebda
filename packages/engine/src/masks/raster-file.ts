import { createHash } from 'node:crypto';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSince, RASTER_FILE_SINCE } from '@chemigram/darktable';
import { filtered, resample } from '@chemigram/mask';
import type { Filter, Raster, Size } from '@chemigram/mask';
import { writePfm, wholeFile } from '@chemigram/renderer';
import type { Layer } from '../develop/development.ts';
import { rasterLayer } from '../develop/raster-layer.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { FramePart } from '../geometry/sensor-border.ts';
import { liesUpright, uprightFile } from '../geometry/upright-file.ts';
import { intoStoredFrame, shownOfStored } from '../geometry/warp.ts';

/** Whether a darktable of this version reads a mask from a file. */
export const readsRasterFiles = (version: string): boolean => isSince(version, RASTER_FILE_SINCE);

/** Where external rasters of a photo are kept, and what they are pictures of. */
export interface RasterPlace {
  /** Kept as long as the photo's workspace: the file's path stands in the XMP. */
  readonly folder: string;
  /**
   * Of the displayed picture's raster that a file is made of. It is the size at which forms stand exactly too, where the mask can be drawn at any size and pixels lie in straight lines in the file: at 1,024 pixels a mask of a
   * thousandth of the picture agreed by 0.964. (A file holds up to twice as many pixels a side, 25 MB for a whole photo of
   * 3:2; through a lens or perspective each of them takes some microseconds.)
   */
  readonly size: Size;
  /** Whether that raster is of a picture as darktable rendered it, see uprightFile. */
  readonly isSeen: boolean;
  /**
   * Of a base picture that is smaller than the photo its size: it shows the file pixel by pixel, so that is made as a render of
   * the photo in that size shows the photo's own; else null.
   */
  readonly base: Size | null;
  /** The part of the stored frame that the module sees. */
  part(): Promise<FramePart>;
  /** Where the pixels lie: those of that render where it is of one, else those of the full size. Asked by a render of its own. */
  pixels(): Promise<Geometry>;
}

/**
 * Writes an opacity as a float picture of what the module sees, in sensor orientation, and the module that reads it.
 *
 * darktable interpolates the file to the full size and scales that down with a bicubic kernel: single pixels of a raw's
 * bands lose up to a third. (Tried and left: the file from which that kernel makes the asked opacity, by least squares,
 * steepened by mask contrast. Bands of raws rose from 0.81..0.97 to 0.97..0.99 at the preview's size on 5.4.1, but a mask
 * took two seconds, and on the whole picture it agreed less: 0.85 where this has 0.90.)
 * @returns the module
 */
export async function rasterAsFile(
  opacity: Raster,
  geometry: Geometry,
  place: RasterPlace,
  id: string,
): Promise<Layer> {
  const { folder } = place;
  const pixels = liesUpright(geometry) ? geometry : await place.pixels();
  const held = place.base === null ? opacity : rendered(opacity, place.base);
  const bytes = writePfm({ ...intoStoredFrame(held, pixels, await place.part(), place.isSeen), channels: 1 });
  // Named by its content: the same mask lies elsewhere in the stored frame when the picture is framed anew.
  const file = `${id}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.pfm`;
  const path = join(folder, file);
  const there = await stat(path).then(
    () => true,
    () => false,
  );
  if (!there) {
    await mkdir(folder, { recursive: true });
    await wholeFile(path, (half) => writeFile(half, bytes));
  }
  return rasterLayer(folder, file, id);
}

/**
 * What is left of an opacity when darktable shows its file: told without writing one, for most masks take another way. Of
 * what is drawn anew for a file of the full size an export shows all, however thin it is here.
 */
export async function predictRasterFile(
  opacity: Raster,
  geometry: Geometry,
  { part: partOf, isSeen, size, base }: Pick<RasterPlace, 'part' | 'isSeen' | 'size' | 'base'>,
): Promise<Raster> {
  if (base !== null) {
    const file = rendered(opacity, base);
    return resample(await predictRasterFile(file, geometry, { part: partOf, isSeen, size: base, base: null }), opacity);
  }
  if (size.width < opacity.width) {
    const held = resample(opacity, size);
    return resample(await predictRasterFile(held, geometry, { part: partOf, isSeen, size, base: null }), opacity);
  }
  if (size.width > opacity.width && isFullSize(size, geometry)) return { ...opacity, data: opacity.data.slice() };
  const part = await partOf();
  const upright = uprightFile(geometry, part, opacity, isSeen);
  if (upright !== null) return filtered(opacity, upright.x.shown, upright.y.shown);
  const shown = shownOfStored(intoStoredFrame(opacity, geometry, part, isSeen), geometry, part, opacity);
  if (isFullSize(opacity, geometry)) return shown;
  return softened(shown);
}

/** What a render of the photo in another size shows of an opacity that is in a file. */
const rendered = (opacity: Raster, size: Size): Raster =>
  size.width < opacity.width ? resample(opacity, size) : softened(opacity);

const softened = (raster: Raster): Raster => filtered(raster, softer(raster.width), softer(raster.height));

const isFullSize = ({ width, height }: Size, { displayed, similarity }: Geometry): boolean =>
  similarity !== null && width === displayed.width && height === displayed.height;

/**
 * How much of a pixel comes from each of its four neighbours when darktable resamples a raster to the size that it renders:
 * measured on 5.4.1 with a scene at two thirds of its size. A hard edge between single pixels is softer then.
 */
const RESAMPLED = 0.08;

/** A filter whose pixels give their neighbours a part each; at the edge there is one only. */
function softer(length: number): Filter {
  const [own, edge] = [1 - 2 * RESAMPLED, 1 - RESAMPLED];
  return {
    first: Int32Array.from({ length }, (_, i) => Math.max(0, i - 1)),
    spans: Array.from({ length }, (_, i) => {
      if (length === 1) return Float64Array.of(1);
      if (i === 0) return Float64Array.of(edge, RESAMPLED);
      return i === length - 1 ? Float64Array.of(RESAMPLED, edge) : Float64Array.of(RESAMPLED, own, RESAMPLED);
    }),
  };
}

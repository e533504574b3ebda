import { createHash } from 'node:crypto';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BLEND_CST, moduleCodec, uniformBlend } from '@chemigram/darktable';
import type { Raster } from '@chemigram/mask';
import { writePfm } from '@chemigram/renderer';
import type { Layer } from '../develop/development.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { FramePart } from '../geometry/sensor-border.ts';
import { intoStoredFrame, shownOfStored } from '../geometry/warp.ts';

/** First darktable with the module "external raster masks". */
const RASTER_FILE_SINCE = [5, 2] as const;
/** All channels of the file count, the largest one. */
const ALL_CHANNELS = 7;

export function readsRasterFiles(version: string): boolean {
  const [major, minor] = version.split('.').map(Number) as [number, number];
  return major > RASTER_FILE_SINCE[0] || (major === RASTER_FILE_SINCE[0] && minor >= RASTER_FILE_SINCE[1]);
}

/** Where external rasters of a photo are kept, and what they are pictures of. */
export interface RasterPlace {
  /** Kept as long as the photo's workspace: the file's path stands in the XMP. */
  readonly folder: string;
  /** The part of the stored frame that the module sees. */
  part(): Promise<FramePart>;
}

/**
 * Writes an opacity as a float picture of what the module sees, in sensor orientation, and the module that reads it.
 *
 * darktable interpolates the file to the full size and scales that down with a bicubic kernel: single pixels of a raw's
 * bands lose up to a third. (Tried and left: the file from which that kernel makes the asked opacity, by least squares,
 * steepened by mask contrast. Bands of raws rose from 0.81..0.97 to 0.97..0.99 at the preview's size on 5.4.1, but a mask
 * took two seconds, and on the whole picture it agreed less: 0.85 where this has 0.90.)
 * @returns the module, and what is left of the opacity when darktable shows the file
 */
export async function rasterAsFile(
  opacity: Raster,
  geometry: Geometry,
  place: RasterPlace,
  id: string,
): Promise<{ layer: Layer; predicted: Raster }> {
  const { folder } = place;
  const part = await place.part();
  const codec = moduleCodec('rasterfile');
  const stored = intoStoredFrame(opacity, geometry, part);
  const bytes = writePfm({ ...stored, channels: 1 });
  // Named by its content: the same mask lies elsewhere in the stored frame when the picture is framed anew.
  const file = `${id}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.pfm`;
  const path = join(folder, file);
  const there = await stat(path).then(
    () => true,
    () => false,
  );
  if (!there) {
    await mkdir(folder, { recursive: true });
    const half = `${path}.part-${process.pid}`;
    await writeFile(half, bytes);
    await rename(half, path);
  }
  const layer: Layer = {
    operation: 'rasterfile',
    version: codec.version,
    params: codec.write({ mode: ALL_CHANNELS, path: folder, file }),
    name: id,
    blend: { ...uniformBlend(BLEND_CST.RGB_SCENE), maskMode: 0 },
    forms: [],
  };
  return { layer, predicted: resampled(shownOfStored(stored, geometry, part, opacity), geometry) };
}

/**
 * How much of a pixel comes from each of its four neighbours when darktable resamples a raster to the size that it renders:
 * measured on 5.4.1 with a scene at two thirds of its size. A hard edge between single pixels is softer then.
 */
const RESAMPLED = 0.08;

/** What is left of a raster when darktable renders at its size. */
function resampled(opacity: Raster, { displayed, similarity }: Geometry): Raster {
  if (similarity !== null && opacity.width === displayed.width && opacity.height === displayed.height) return opacity;
  const { width, height } = opacity;
  return { width, height, data: softened(softened(opacity.data, 1, width), width, height) };
}

/** Along rows (step 1) or columns (step of a row) of so many pixels. */
function softened(data: Float32Array, step: number, length: number): Float32Array {
  const out = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const at = Math.floor(i / step) % length;
    const before = data[at > 0 ? i - step : i]!;
    const after = data[at < length - 1 ? i + step : i]!;
    out[i] = (1 - 2 * RESAMPLED) * data[i]! + RESAMPLED * (before + after);
  }
  return out;
}

import { createHash } from 'node:crypto';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BLEND_CST, moduleCodec, uniformBlend } from '@chemigram/darktable';
import type { Raster } from '@chemigram/mask';
import { writePfm } from '@chemigram/renderer';
import type { Layer } from '../develop/development.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { intoStoredFrame, shownOfStored } from '../geometry/warp.ts';

/** First darktable with the module "external raster masks". */
const RASTER_FILE_SINCE = [5, 2] as const;
/** All channels of the file count, the largest one. */
const ALL_CHANNELS = 7;

export function readsRasterFiles(version: string): boolean {
  const [major, minor] = version.split('.').map(Number) as [number, number];
  return major > RASTER_FILE_SINCE[0] || (major === RASTER_FILE_SINCE[0] && minor >= RASTER_FILE_SINCE[1]);
}

/**
 * Writes an opacity as a float picture of the whole stored frame, in sensor orientation, and the module that reads it.
 * @returns the module, and what is left of the opacity when it is seen through the stored frame
 * @param folder kept as long as the photo's workspace: the file's path stands in the XMP
 */
export async function rasterAsFile(
  opacity: Raster,
  geometry: Geometry,
  folder: string,
  id: string,
): Promise<{ layer: Layer; predicted: Raster }> {
  const codec = moduleCodec('rasterfile');
  const stored = intoStoredFrame(opacity, geometry);
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
  return { layer, predicted: shownOfStored(stored, geometry, opacity) };
}

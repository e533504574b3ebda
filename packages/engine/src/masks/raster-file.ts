import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BLEND_CST, moduleCodec, uniformBlend } from '@chemigram/darktable';
import type { Raster } from '@chemigram/mask';
import { writePfm } from '@chemigram/renderer';
import type { Layer } from '../develop/development.ts';
import type { Geometry } from '../geometry/geometry.ts';

/** First darktable with the module "external raster masks". */
export const RASTER_FILE_SINCE = [5, 2] as const;
/** The opacity is resampled into the stored frame at about the preview's own resolution times this. */
const OVERSAMPLING = 1.5;
/** All channels of the file count, the largest one. */
const ALL_CHANNELS = 7;

export function readsRasterFiles(version: string): boolean {
  const [major, minor] = version.split('.').map(Number) as [number, number];
  return major > RASTER_FILE_SINCE[0] || (major === RASTER_FILE_SINCE[0] && minor >= RASTER_FILE_SINCE[1]);
}

/**
 * Writes an opacity as a float picture of the whole stored frame, in sensor orientation, and the module that reads it.
 * @param folder kept as long as the photo's workspace: the file's path stands in the XMP
 */
export async function rasterAsFile(opacity: Raster, geometry: Geometry, folder: string, id: string): Promise<Layer> {
  const codec = moduleCodec('rasterfile');
  const file = `${id}-${opacity.width}.pfm`;
  const path = join(folder, file);
  const there = await stat(path).then(
    () => true,
    () => false,
  );
  if (!there) {
    await mkdir(folder, { recursive: true });
    const half = `${path}.part-${process.pid}`;
    await writeFile(half, writePfm({ ...inStoredFrame(opacity, geometry), channels: 1 }));
    await rename(half, path);
  }
  return {
    operation: 'rasterfile',
    version: codec.version,
    params: codec.write({ mode: ALL_CHANNELS, path: folder, file }),
    name: id,
    blend: { ...uniformBlend(BLEND_CST.RGB_SCENE), maskMode: 0 },
    forms: [],
  };
}

/** The opacity at each point of the stored frame; what the displayed picture does not show is 0. */
function inStoredFrame(opacity: Raster, geometry: Geometry): Raster {
  const { displayed, stored } = geometry;
  const pixelsPerDiagonal = (OVERSAMPLING * Math.hypot(opacity.width, opacity.height)) / diagonalShown(geometry);
  const width = Math.max(1, Math.round(stored.width * pixelsPerDiagonal));
  const height = Math.max(1, Math.round(stored.height * pixelsPerDiagonal));
  const data = new Float32Array(width * height);
  const scale = opacity.width / displayed.width;
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < width; i++) {
      const [x, y] = geometry.toDisplayed(((i + 0.5) / width) * stored.width, ((j + 0.5) / height) * stored.height);
      data[j * width + i] = sample(opacity, x * scale - 0.5, y * scale - 0.5);
    }
  }
  return { width, height, data };
}

/** The displayed picture's diagonal in units of the stored one. */
function diagonalShown(geometry: Geometry): number {
  const { width, height } = geometry.displayed;
  const [u0, v0] = geometry.toStored(0, 0);
  const [u1, v1] = geometry.toStored(width, height);
  return Math.hypot(u1 - u0, v1 - v0);
}

/** Bilinear; held at the rim by one pixel, 0 beyond. */
function sample({ width, height, data }: Raster, x: number, y: number): number {
  if (x < -1 || y < -1 || x > width || y > height) return 0;
  const cx = Math.min(Math.max(x, 0), width - 1);
  const cy = Math.min(Math.max(y, 0), height - 1);
  const [i, j] = [Math.min(Math.floor(cx), width - 2), Math.min(Math.floor(cy), height - 2)];
  const [fx, fy] = [cx - i, cy - j];
  const at = (di: number, dj: number): number => data[(j + dj) * width + i + di]!;
  return (at(0, 0) * (1 - fx) + at(1, 0) * fx) * (1 - fy) + (at(0, 1) * (1 - fx) + at(1, 1) * fx) * fy;
}

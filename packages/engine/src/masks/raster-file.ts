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
import { asDisplayed, asStored, wholeFrame } from '../geometry/whole-frame.ts';
import type { WholeFrame } from '../geometry/whole-frame.ts';
import { scaledSide } from './darktable-scaling.ts';
import { beforeSteepening, STEEP, steepened, steepFile } from './steep-raster.ts';

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
  /** Long side of the pictures that masks are seen on. */
  readonly box: number;
  /** The part of the stored frame that the module sees. */
  part(): Promise<FramePart>;
}

/**
 * Writes an opacity as a float picture of what the module sees, in sensor orientation, and the module that reads it. The
 * edit's own mask contrast makes it steep again (see steep-raster.ts).
 * @param ofPicture made of the picture's pixels as they are rendered, which lie a part of a pixel aside of where they were
 *   drawn; else where shapes are, at each size
 * @returns the module, the refinement of the edit's mask, and what is left of the opacity when darktable shows the file
 */
export async function rasterAsFile(
  opacity: Raster,
  geometry: Geometry,
  place: RasterPlace,
  id: string,
  ofPicture: boolean,
): Promise<{ layer: Layer; refine: typeof STEEP; predicted: Raster }> {
  const { folder } = place;
  const codec = moduleCodec('rasterfile');
  const part = await place.part();
  const whole = ofPicture ? wholeFrame(geometry, part) : null;
  const { stored, predicted } =
    whole === null ? framedFile(opacity, geometry, part) : wholeFile(opacity, whole, place.box);
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
  return { layer, refine: STEEP, predicted };
}

/** A file of a whole frame is this much finer than the picture, or as fine as the frame's own pixels. */
const FINER = 2;

/** What stands in the file, and what darktable shows of it. */
interface Written {
  readonly stored: Raster;
  readonly predicted: Raster;
}

/** Framing takes the file's pixels through more than one scaling: what is left of that after it is steep is little. */
function framedFile(opacity: Raster, geometry: Geometry, part: FramePart): Written {
  const stored = intoStoredFrame(beforeSteepening(opacity), geometry, part);
  return { stored, predicted: steepened(resampled(shownOfStored(stored, geometry, part, opacity), geometry)) };
}

function wholeFile(opacity: Raster, whole: WholeFrame, box: number): Written {
  const { frame } = whole;
  const target = asStored(opacity, whole);
  // Not by the sides of the raster: darktable cuts those to whole pixels.
  const scale = Math.min(1, box / Math.max(frame.width, frame.height));
  const fine = Math.min(1, FINER * scale);
  const across = scaledSide(Math.round(frame.width * fine), frame.width, scale, target.width);
  const down = scaledSide(Math.round(frame.height * fine), frame.height, scale, target.height);
  const { file, shown } = steepFile(target, across, down);
  return { stored: file, predicted: asDisplayed(shown, whole) };
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

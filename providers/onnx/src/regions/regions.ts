import { join } from 'node:path';
import { bboxOf, type Region, REGIONS_MAX, VERTICES_MAX } from '@chemigram/providers/protocol';
import { areaOf, fractionsOf, type Raster, toGrey, traceWithin } from '@chemigram/mask';
import sharp from 'sharp';
import { piecesOf } from './pieces.ts';

/** Smaller pieces are noise: a ten thousandth of the picture is a spot of 10 x 10 pixels in one of a thousand. */
const SMALLEST = 1e-4;

/** A map of one thing, and what to say of it. */
export interface Thing {
  readonly label: string;
  /** Opacities 0..1 of the picture. */
  readonly map: Raster;
  /** How sure the model says it is, 0..1; left out: the mean of the map within each piece. */
  readonly confidence?: number;
}

/** What regions are made with. */
export interface RegionOptions {
  /** A confidence is multiplied by this: how often the model is right where it is sure. */
  readonly trust: number;
  /** The folder to write the soft raster of each region into; left out, none is written. */
  readonly rasters?: string | undefined;
}

/**
 * The outlines of things at half opacity: each piece a region, of a thing the largest first, and the pieces of one
 * thing together within the vertices that the protocol allows for one region.
 */
export async function regionsOf(things: readonly Thing[], { trust, rasters }: RegionOptions): Promise<Region[]> {
  const regions: Region[] = [];
  for (const { map, label, confidence } of things) {
    const least = SMALLEST * map.width * map.height;
    const polygons = traceWithin(map, VERTICES_MAX)
      .filter(({ outer }) => areaOf(outer) >= least)
      .slice(0, REGIONS_MAX - regions.length);
    const pieces = piecesOf(map, polygons);
    for (const [index, { outer, holes }] of polygons.entries()) {
      const vertices = fractionsOf(outer, map);
      const raster = rasters === undefined ? undefined : `region-${regions.length + 1}.png`;
      if (rasters !== undefined && raster !== undefined) await writeGrey(pieces.at(index), join(rasters, raster));
      regions.push({
        label,
        vertices,
        holes: holes.map((hole) => fractionsOf(hole, map)),
        confidence: Math.min(1, Math.max(0, confidence ?? pieces.certainty(index))) * trust,
        bbox: bboxOf(vertices),
        ...(raster === undefined ? {} : { raster }),
      });
    }
  }
  return regions;
}

/** Writes opacities as a grey PNG of 16 bits. */
async function writeGrey(map: Raster, path: string): Promise<void> {
  const { width, height, grey } = toGrey(map);
  await sharp(grey, { raw: { width, height, channels: 1 } })
    .toColourspace('grey16')
    .png()
    .toFile(path);
}

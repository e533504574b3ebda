import { fillDistanceBand } from './distance-band.ts';
import { boxAround, emptyRaster, type Raster, type Size } from '../raster/raster.ts';
import { bounds, openSegments, type Point } from './segments.ts';

/** A stroke in pixels: straight lines from point to point, `width` from side to side, soft part included. */
export interface BrushPixels {
  points: readonly Point[];
  width: number;
  hardness: number;
  density: number;
}

/**
 * `density` up to hardness * width / 2 from the line, then linearly to 0 at width / 2: darktable's falloff of a brush.
 */
export function brushOpacity(b: BrushPixels, size: Size): Raster {
  const raster = emptyRaster(size);
  const segments = openSegments(b.points);
  if (segments.count === 0) return raster;
  const outer = b.width / 2;
  fillDistanceBand(segments, b.hardness * outer, outer, raster, false);
  const { left, top, right, bottom } = bounds(segments);
  raster.box = boxAround({ left: left - outer, top: top - outer, right: right + outer, bottom: bottom + outer }, size);
  if (b.density < 1) for (let i = 0; i < raster.data.length; i++) raster.data[i]! *= b.density;
  return raster;
}

import { contours } from 'd3-contour';
import { boxAround, boxOf, emptyRaster, type Raster } from '../raster/raster.ts';
import { areaOf } from './rings.ts';
import { simplifyRing } from './simplify-ring.ts';

/** An outline with its holes, in pixels of the raster; rings close by themselves. */
export interface TracedPolygon {
  outer: [number, number][];
  holes: [number, number][][];
}

export interface TracedLevel {
  level: number;
  polygons: TracedPolygon[];
}

/**
 * The outlines of a raster at each of `levels`: marching squares, interpolated between pixel centres, then simplified.
 * Where the mask reaches the picture's edge the outline runs along it. Largest polygon first.
 *
 * @param levels opacities in 0..1; inside is at or above the level
 * @param opts `maxVertices` per ring (at least 3), `tolerance` in pixels
 * @returns positions in PIXELS of the raster (pixel (i, j) has its centre at i + 0.5, j + 0.5), as outlineOpacity takes
 * them; divide by width and height for the vertices of a path
 */
export function traceLevels(
  raster: Raster,
  levels: number[],
  opts: { maxVertices: number; tolerance: number },
): TracedLevel[] {
  return outlinesAt(raster, levels).map(({ level, polygons }) => ({ level, polygons: simplified(polygons, opts) }));
}

/** Polygons of fewer vertices, in the same order. */
export function simplified(
  polygons: readonly TracedPolygon[],
  { maxVertices, tolerance }: { maxVertices: number; tolerance: number },
): TracedPolygon[] {
  const simplify = (ring: [number, number][]) => simplifyRing(ring, tolerance, maxVertices);
  return polygons.map(({ outer, holes }) => ({ outer: simplify(outer), holes: holes.map(simplify) }));
}

/** As traceLevels, with every vertex there is. */
export function outlinesAt(raster: Raster, levels: number[]): TracedLevel[] {
  const { left, top, part } = occupiedPart(raster, Math.min(...levels));
  const tracer = contours().size([part.width, part.height]).smooth(true);
  // d3-contour reads by index and never writes; copying half a million numbers would cost more than tracing.
  const values = part.data as unknown as number[];
  return levels.map((level) => {
    const traced = tracer.contour(values, level);
    const polygons = traced.coordinates.flatMap((rings): (TracedPolygon & { area: number })[] => {
      const [outer, ...holes] = rings.map((ring) =>
        ring.slice(0, -1).map(([x = 0, y = 0]): [number, number] => [x + left, y + top]),
      );
      if (outer === undefined || outer.length < 3) return [];
      return [{ outer, holes: holes.filter((hole) => hole.length >= 3), area: areaOf(outer) }];
    });
    polygons.sort((a, b) => b.area - a.area);
    return { level, polygons: polygons.map(({ outer, holes }) => ({ outer, holes })) };
  });
}

/**
 * The part of a raster with all that is not below the level, and one pixel around it: marching over what is empty took
 * most of the time.
 */
function occupiedPart(raster: Raster, level: number): { left: number; top: number; part: Raster } {
  const { width, height, data } = raster;
  const within = boxOf(raster);
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = within.top; y < within.bottom; y++) {
    let first = within.left;
    while (first < within.right && data[y * width + first]! < level) first++;
    if (first === within.right) continue;
    let last = within.right - 1;
    while (data[y * width + last]! < level) last--;
    left = Math.min(left, first);
    right = Math.max(right, last + 1);
    top = Math.min(top, y);
    bottom = y + 1;
  }
  const box = boxAround({ left: left - 1, top: top - 1, right: right + 1, bottom: bottom + 1 }, raster);
  if (level <= 0 || box.right - box.left === width) return { left: 0, top: 0, part: raster };
  const part = emptyRaster({ width: Math.max(1, box.right - box.left), height: Math.max(1, box.bottom - box.top) });
  for (let y = box.top; y < box.bottom; y++) {
    part.data.set(data.subarray(y * width + box.left, y * width + box.right), (y - box.top) * part.width);
  }
  return { left: box.left, top: box.top, part };
}

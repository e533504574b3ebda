import { contours } from 'd3-contour';
import type { Raster } from './raster.ts';
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
  const simplify = (ring: [number, number][]) => simplifyRing(ring, opts.tolerance, opts.maxVertices);
  const tracer = contours().size([raster.width, raster.height]).smooth(true);
  // d3-contour reads by index and never writes; copying half a million numbers would cost more than tracing.
  const values = raster.data as unknown as number[];
  return levels.map((level) => {
    const traced = tracer.contour(values, level);
    const polygons = traced.coordinates.flatMap((rings): (TracedPolygon & { area: number })[] => {
      const [outer, ...holes] = rings.map((ring) =>
        ring.slice(0, -1).map(([x = 0, y = 0]): [number, number] => [x, y]),
      );
      if (outer === undefined || outer.length < 3) return [];
      const kept = holes.filter((hole) => hole.length >= 3).map(simplify);
      return [{ outer: simplify(outer), holes: kept, area: area(outer) }];
    });
    polygons.sort((a, b) => b.area - a.area);
    return { level, polygons: polygons.map(({ outer, holes }) => ({ outer, holes })) };
  });
}

function area(ring: readonly [number, number][]): number {
  const twice = ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length] ?? [x, y];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}

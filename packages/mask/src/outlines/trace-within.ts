import { ChemigramError } from '@chemigram/errors';
import { SELECTED } from '../raster/measure.ts';
import { MIN_VERTICES } from '../language/limits.ts';
import type { Raster } from '../raster/raster.ts';
import { outlinesAt, simplified, type TracedPolygon } from './trace-levels.ts';
import { areaOf } from './rings.ts';

/** Halvings of the interval that the tolerance is looked for in: to a thousandth of a pixel in pictures of a thousand. */
const HALVINGS = 12;
/** The coarsest tolerance that is tried, of the diagonal: beyond it no shape is left. */
const COARSEST = 0.05;

/**
 * The outlines of a mask at half opacity with at most `maxVertices` vertices in all, as near to it as so many allow: one
 * tolerance for all rings, the finest that does. Rings smaller than the tolerance go first.
 *
 * @param maxVertices at least 3
 * @returns positions in pixels of the raster, as traceLevels gives them; empty for an empty mask
 * @throws out_of_range for fewer vertices
 */
export function traceWithin(raster: Raster, maxVertices: number): TracedPolygon[] {
  if (!(maxVertices >= MIN_VERTICES)) {
    const message = `An outline of ${maxVertices} vertices was asked for; it takes at least ${MIN_VERTICES}.`;
    throw new ChemigramError('out_of_range', message, { field: 'maxVertices' });
  }
  const [traced] = outlinesAt(raster, [SELECTED]);
  const trace = (tolerance: number): TracedPolygon[] => {
    const counts = (ring: Ring): boolean => areaOf(ring) >= tolerance * tolerance;
    return simplified(traced!.polygons, { maxVertices, tolerance })
      .filter(({ outer }) => counts(outer))
      .map(({ outer, holes }) => ({ outer, holes: holes.filter(counts) }));
  };
  let [fine, coarse] = [0, COARSEST * Math.hypot(raster.width, raster.height)];
  let best = trace(fine);
  if (verticesOf(best) <= maxVertices) return best;
  best = largestWithin(trace(coarse), maxVertices);
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (fine + coarse) / 2;
    const tried = trace(middle);
    if (verticesOf(tried) > maxVertices) fine = middle;
    else {
      coarse = middle;
      best = tried;
    }
  }
  return best;
}

type Ring = readonly (readonly [number, number])[];

/** As many polygons, the largest first, as the vertices suffice for. */
function largestWithin(polygons: readonly TracedPolygon[], maxVertices: number): TracedPolygon[] {
  let left = maxVertices;
  return polygons.filter((polygon) => {
    const needed = verticesOf([polygon]);
    if (needed > left) return false;
    left -= needed;
    return true;
  });
}

const verticesOf = (polygons: readonly TracedPolygon[]): number =>
  polygons.flatMap(({ outer, holes }) => [outer, ...holes]).reduce((sum, ring) => sum + ring.length, 0);

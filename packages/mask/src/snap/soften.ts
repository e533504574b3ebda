import { Guide } from '../refine/guided-filter.ts';
import type { Planes } from '../raster/planes.ts';
import type { Raster } from '../raster/raster.ts';

/** To each side over so much of the diagonal (six pixels of 768 x 512) the edge is fitted to the picture's. */
const RADIUS = 0.0065;
/** A difference of so much in L, a or b is an edge: He and others' regularisation of 0.1 squared, for channels of 0..1. */
const EDGE = 10;
/** Opacities of an edge that was found are good to .01: coarser means do (see guided-filter.ts), in half the time. */
const CELLS_PER_RADIUS = 2;

/** The picture's edges. */
export function guideOf({ width, height, l, a, b }: Planes): Guide {
  const colours = new Float32Array(3 * l.length);
  for (let i = 0, at = 0; i < l.length; i++, at += 3) {
    colours[at] = l[i]! / EDGE;
    colours[at + 1] = a[i]! / EDGE;
    colours[at + 2] = b[i]! / EDGE;
  }
  return new Guide({ width, height }, colours, CELLS_PER_RADIUS);
}

/** A hard region with its edge made soft along the picture's, by the guided filter of He, Sun and Tang (2010). */
export function softened(inside: Uint8Array, guide: Guide): Raster {
  const { width, height } = guide;
  const radius = Math.max(1, Math.round(RADIUS * Math.hypot(width, height)));
  return guide.filter({ width, height, data: Float32Array.from(inside) }, radius);
}

import { areaOf, outlineOpacity, traceLevels } from '@chemigram/mask';
import type { Raster } from '@chemigram/mask';
import { randomStream } from '@chemigram/scene';
import { fewestVertices } from './fewest-vertices.ts';

export type Ring = readonly (readonly [number, number])[];

/** Vertices that a part's outline has at most: as many as a person or a vision model draws. */
const VERTICES = 12;
/** Parts below this share of the picture are specks that nobody outlines. */
const SPECK = 0.002;

/** The outlines of a truth mask's parts, each as near as so few vertices allow, in pixels; without holes. */
export function roughOutlines(truth: Raster): Ring[] {
  const [level] = traceLevels(truth, [0.5], { maxVertices: Infinity, tolerance: 0 });
  return level!.polygons
    .map(({ outer }) => outer)
    .filter((ring) => areaOf(ring) >= SPECK * truth.width * truth.height)
    .map((ring) => fewestVertices(ring, VERTICES));
}

/** Every vertex moved by a normal deviate of `sigma` pixels in x and in y; the same for the same seed. */
export function jittered(rings: readonly Ring[], sigma: number, seed: number): Ring[] {
  const random = randomStream(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return rings.map((ring) => ring.map(([x, y]) => [x + sigma * normal(), y + sigma * normal()] as const));
}

/** The union of the rings, each filled on its own, hard. */
export function drawn(rings: readonly Ring[], { width, height }: Raster): Raster {
  const data = new Float32Array(width * height);
  for (const ring of rings) {
    outlineOpacity([ring], 0, { width, height }).data.forEach((value, i) => {
      if (value > data[i]!) data[i] = value;
    });
  }
  return { width, height, data };
}

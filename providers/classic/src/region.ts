import { type Raster, type Size, traceWithin } from '@chemigram/mask';
import { bboxOf, type Point, type Region, VERTICES_MAX } from '@chemigram/providers/protocol';

type Ring = readonly (readonly [number, number])[];

/** Pieces of a thing that are smaller than this share of the picture are specks. */
const SPECK = 0.0005;

/** What is found, before it is told. */
export interface Thing {
  readonly label: string;
  /** Opacity, of the picture's aspect. */
  readonly map: Raster;
  /** 0..1. */
  readonly confidence: number;
}

/** A thing as the protocol tells it: each of its pieces a region, the largest first, all within so many vertices. */
export function regionsOf({ label, map, confidence }: Thing): Region[] {
  return traceWithin(map, VERTICES_MAX)
    .filter(({ outer }) => areaOf(outer) >= SPECK * map.width * map.height)
    .map(({ outer, holes }) => {
      const vertices = fractions(outer, map);
      return {
        label,
        vertices,
        holes: holes.map((hole) => fractions(hole, map)),
        confidence,
        bbox: bboxOf(vertices),
      };
    });
}

const within = (value: number): number => Math.min(1, Math.max(0, value));

const fractions = (ring: Ring, { width, height }: Size): Point[] =>
  ring.map(([x, y]) => [within(x / width), within(y / height)]);

/** In pixels: half the sum of the cross products of neighbours. */
function areaOf(ring: Ring): number {
  const twice = ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length]!;
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}

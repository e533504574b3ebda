import { areaOf, fractionsOf, type Raster, traceWithin } from '@chemigram/mask';
import { bboxOf, type Region, VERTICES_MAX } from '@chemigram/providers/protocol';

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
      const vertices = fractionsOf(outer, map);
      return {
        label,
        vertices,
        holes: holes.map((hole) => fractionsOf(hole, map)),
        confidence,
        bbox: bboxOf(vertices),
      };
    });
}

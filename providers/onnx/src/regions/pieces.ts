import { outlineOpacity, type Raster, type TracedPolygon } from '@chemigram/mask';

/** What is fainter than a step of 8 bits is nothing. */
const FAINT = 1 / 255;
const NONE = 255;

/** Which piece each pixel belongs to: those within its outline, and the soft ones around that are nearest to it. */
export interface Pieces {
  /** The opacities of one piece alone. */
  at(index: number): Raster;
  /** The mean opacity within its outline: how sure a model is of it. */
  certainty(index: number): number;
}

/** @param polygons at most 254, in pixels of the map; where outlines overlap the later one has it */
export function piecesOf(map: Raster, polygons: readonly TracedPolygon[]): Pieces {
  const { width, height, data } = map;
  const owner = new Uint8Array(data.length).fill(NONE);
  const sums = polygons.map(() => ({ sum: 0, count: 0 }));
  const front: number[] = [];
  polygons.forEach(({ outer, holes }, index) => {
    const inside = outlineOpacity([outer, ...holes], 0, map).data;
    inside.forEach((opacity, pixel) => {
      if (opacity === 0) return;
      owner[pixel] = index;
      sums[index]!.sum += data[pixel]!;
      sums[index]!.count++;
      front.push(pixel);
    });
  });
  // Breadth first from all pieces at once: each soft pixel goes to the one that reaches it first.
  for (let next = 0; next < front.length; next++) {
    const pixel = front[next]!;
    const x = pixel % width;
    const around = [x > 0 ? pixel - 1 : -1, x + 1 < width ? pixel + 1 : -1, pixel - width, pixel + width];
    for (const other of around) {
      if (other < 0 || other >= width * height || owner[other] !== NONE || data[other]! < FAINT) continue;
      owner[other] = owner[pixel]!;
      front.push(other);
    }
  }
  return {
    at: (index) => ({ width, height, data: data.map((opacity, pixel) => (owner[pixel] === index ? opacity : 0)) }),
    certainty: (index) => sums[index]!.sum / Math.max(1, sums[index]!.count),
  };
}

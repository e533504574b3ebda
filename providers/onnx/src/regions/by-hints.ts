import { bboxOf, type Hints, type Point, type Region } from '@chemigram/providers/protocol';

/** Of a region's box, so much has to lie within the box around a rough outline. */
const MOSTLY = 0.5;

type Box = Region['bbox'];

/**
 * The regions that hints mean: with a point that lies on it, without any that does not, mostly where it was said to be. For
 * models that cannot be told where to look.
 */
export function byHints(regions: readonly Region[], { positive = [], negative = [], region: rough }: Hints): Region[] {
  const around = rough === undefined ? undefined : bboxOf(rough);
  return regions.filter(
    (region) =>
      (positive.length === 0 || positive.some((point) => holds(region, point))) &&
      !negative.some((point) => holds(region, point)) &&
      (around === undefined || shareWithin(region.bbox, around) >= MOSTLY),
  );
}

/** Does a point lie within the outline and in none of its holes? Both at once: by how often a ray to the right crosses them. */
function holds({ vertices, holes }: Region, [x, y]: Point): boolean {
  let inside = false;
  for (const ring of [vertices, ...holes]) {
    ring.forEach(([x1, y1], i) => {
      const [x0, y0] = ring.at(i - 1)!;
      if (y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) inside = !inside;
    });
  }
  return inside;
}

function shareWithin([x0, y0, x1, y1]: Box, [left, top, right, bottom]: Box): number {
  const width = Math.max(0, Math.min(x1, right) - Math.max(x0, left));
  const height = Math.max(0, Math.min(y1, bottom) - Math.max(y0, top));
  return (width * height) / ((x1 - x0) * (y1 - y0));
}

import { areaOf, boxBlur, parseMask, traceLevels } from '@chemigram/mask';
import type { FoundRegion, Mask, Size } from '@chemigram/mask';
import type { Found } from './found.ts';

/** Enough for a skyline, few enough to be read and corrected by hand. */
const MAX_VERTICES = 240;
/** In pixels of the region: below the stairs of its pixels. */
const TOLERANCE = 0.6;
/** Parts smaller than this share of the picture are specks. */
const SPECK = 0.0005;
const MOST_PARTS = 12;
/** The outline runs where the blurred region is half inside. */
const HALF = 0.5;

/** What was found, as one path or a union of paths; nothing, when nothing of it is left. */
export function tracedFound({ region, confidence, doubts, width, height }: FoundRegion, border: number): Found {
  const mask = tracedRegion(region, { width, height }, border);
  return mask === null ? { mask: NOTHING, confidence: 0, doubts } : { mask, confidence, doubts };
}

function tracedRegion(region: FoundRegion['region'], size: Size, border: number): Mask | null {
  const data = boxBlur(Float32Array.from(region), size, 1);
  const [level] = traceLevels({ ...size, data }, [HALF], { maxVertices: MAX_VERTICES, tolerance: TOLERANCE });
  const paths = (level?.polygons ?? [])
    .filter(({ outer }) => areaOf(outer) >= SPECK * size.width * size.height)
    .slice(0, MOST_PARTS)
    .map(({ outer, holes }) => ({
      dt_form: 'path',
      dt_params: {
        vertices: outer.map((point) => fractions(point, size)),
        holes: holes
          .filter((hole) => areaOf(hole) >= SPECK * size.width * size.height)
          .map((hole) => hole.map((point) => fractions(point, size))),
        border,
      },
    }));
  if (paths.length === 0) return null;
  const spec = paths.length === 1 ? paths[0] : { kind: 'compose', operation: 'union', operands: paths };
  return parseMask(spec, size).mask;
}

const fractions = ([x, y]: [number, number], { width, height }: Size): [number, number] => [
  snapped(x, width),
  snapped(y, height),
];

/** A fraction of a side; within a pixel of the picture's edge it is the edge, so that no seam is left there. */
const snapped = (value: number, length: number): number => (value <= 1 ? 0 : value >= length - 1 ? 1 : value / length);

/** A mask that selects nothing: the honest answer where nothing was found. */
export const NOTHING: Mask = {
  range_filters: [{ kind: 'luminance', min: 0, max: 1, feather: 0, invert: true }],
};

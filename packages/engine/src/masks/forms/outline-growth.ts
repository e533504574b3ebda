import { shiftEdges, shrinkRing, withTips } from '@chemigram/mask';
import { exactStep } from '../../geometry/geometry.ts';
import type { Displayed } from '../../geometry/geometry.ts';
import type { Ring, Shape } from './form-tree.ts';

/**
 * How far darktable's drawing of an outline reaches beyond it, in pixels of the size that it renders: it fills both end
 * pixels of each row and draws each feather line two pixels wide. Measured on 4.2.1, 5.0.1 and 5.4.1 with rectangles
 * at several sizes; a feather spreads the surplus, so that a third of it is left where more than half of the opacity ends (0.45 at
 * opacities that no step of it lies at). Measured with strokes and paths in pictures of 640 to 1,536 pixels: at 0.45 thin strokes
 * agreed by 0.982 to 0.985, at 0.32 to 0.38 by 0.986 and more. A feather of a pixel or two is hardly more than these lines, and
 * spreads nothing: measured with 48 corners on a circle, borders of 1.01 to 50 pixels.
 */
const OUTLINE_GROWTH = { hard: 1, feathered: 0.35, narrow: 0.8 } as const;
/** Border, in rendered pixels, from which on a feather spreads all of the surplus. */
const SPREADS_FROM = 2.6;

/** Of a border between one pixel and so many: 1 for the narrowest, 0 from there on. */
const narrowness = (border: number, until: number): number => Math.min(1, Math.max(0, (until - border) / (until - 1)));

/** An outline's growth by its border, both in rendered pixels; below one pixel of feather there is nothing that spreads it. */
function growthOf(border: number): number {
  const { hard, feathered, narrow } = OUTLINE_GROWTH;
  return border < 1 ? hard : feathered + narrow * narrowness(border, SPREADS_FROM);
}

/**
 * Where a hard outline's drawing reaches, in rendered pixels from a point of it, x right and y down: it marks the pixels to
 * the left and right of the point in the row below, and one in the row above. Slanting edges that face down grow by 1.33
 * pixels for it, those that face up by 0.88, level and upright ones by 1.
 */
const REACH = [
  [1, 0.88],
  [0.88, 1],
  [-0.88, 1],
  [-1, 0.88],
  [-1, -0.245],
  [-0.245, -1],
  [0.245, -1],
  [1, -0.245],
] as const;

/**
 * Where the middle of a feather is drawn, in rendered pixels to the right: each line of it begins at the pixel that is nearest
 * to the outline (below it), and ends at the one to the left of the feather's end (and above it).
 */
const FEATHER_ASIDE = -0.25;
/** By so much the middle of a feather of one pixel is drawn lower as well: what faces up lies in the row below, as REACH has it. */
const NARROW_BELOW = 0.32;
/** Border, in rendered pixels, from which on it is not. */
const LEVEL_FROM = 3.8;

/**
 * A ring that lies, once it is drawn, where this one does, but for its growth: a feathered one is drawn aside as a whole, of a hard
 * one each edge grows by as much as it leans.
 * @param border in rendered pixels
 * @param pixel a rendered one in the units of the ring
 */
function leanedBack(ring: Ring, border: number, pixel: number): Ring {
  if (border < 1) {
    return shiftEdges(
      ring,
      (nx, ny) => pixel * (OUTLINE_GROWTH.hard - Math.max(...REACH.map(([x, y]) => x * nx + y * ny))),
    );
  }
  const below = NARROW_BELOW * narrowness(border, LEVEL_FROM);
  return ring.map(([x, y]) => [x - pixel * FEATHER_ASIDE, y - pixel * below] as const);
}

export type Outline = Extract<Shape, { kind: 'outline' }>;

/**
 * The rings, in full-size pixels, that darktable is given for an outline: by as much smaller as its drawing of them will
 * be larger at the size that forms are exact for. Kept with the outline.
 * @param displayed full size of the picture
 */
export function ringsToDraw(shape: Outline, displayed: Displayed): readonly Ring[] {
  const step = exactStep(displayed);
  if (shape.toDraw?.step === step) return shape.toDraw.rings;
  const border = shape.border / step;
  const by = growthOf(border) * step;
  const shrunk = shrinkRing(shape.ring, by);
  const pointed = border < 1 ? shrunk : withTips(shrunk, shape.ring, by);
  const rings = pointed.map((ring) => leanedBack(ring, border, step));
  // Of something thinner than a pixel a line is left, so that it is not lost without a word.
  const drawn = (rings.length === 0 ? [shape.ring] : rings).map((ring) => withPointsApart(ring, LEAST_APART_PX * step));
  shape.toDraw = { step, rings: drawn };
  return drawn;
}

/**
 * How near, in pixels of the size that forms are exact for, two points of an outline may lie. darktable keeps them in single
 * precision: of nearer ones the direction of the edge between is chance, and where directions jump by more than a pixel of the
 * feather's rim, darktable draws whole circles around the point; 5.4 then may leave out the feather altogether.
 */
const LEAST_APART_PX = 0.05;

/** A ring without the points that lie nearer to the one before than this; the ring itself where too few are left. */
function withPointsApart(ring: Ring, least: number): Ring {
  const kept: Ring[number][] = [];
  const isNear = (a: Ring[number], b: Ring[number]): boolean => Math.hypot(a[0] - b[0], a[1] - b[1]) < least;
  for (const point of ring) if (kept.length === 0 || !isNear(point, kept.at(-1)!)) kept.push(point);
  while (kept.length > 3 && isNear(kept[0]!, kept.at(-1)!)) kept.pop();
  return kept.length < 3 ? ring : kept;
}

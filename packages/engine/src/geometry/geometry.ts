import type { Size } from '@chemigram/mask';
import { applyAffine, fitAffine, invertAffine, scaleOf, shearOf } from './affine.ts';
import type { Affine, PointPair } from './affine.ts';

/**
 * Where each point of the displayed picture lies in the frame that darktable stores its forms in (the raw input buffer,
 * before flip, lens, perspective, rotation and crop).
 *
 * Displayed points are pixels of the full-size displayed picture, pixel (i, j) having its centre at (i + 0.5, j + 0.5).
 * Stored points are in units of the stored frame's diagonal, x to the right, y down.
 */
export interface Geometry {
  readonly displayed: Displayed;
  /** The stored frame's sides in units of its diagonal: width² + height² = 1. */
  readonly stored: Size;
  toStored(x: number, y: number): [number, number];
  toDisplayed(u: number, v: number): [number, number];
  /** The map as a similarity (turn, mirror, shift, one scale) where it is one, else null. */
  readonly similarity: Affine | null;
}

/** The full size of a displayed picture, and the renders of it that forms are made right for. */
export interface Displayed extends Size {
  /** Full-size pixels per pixel of those; where it is not said those of EXACT_AT. */
  readonly exactStep?: number;
}

/** What a probe measured: on a regular grid of displayed points, the stored points. Plain data, kept on disk. */
export interface GeometrySamples {
  readonly displayed: Size;
  readonly stored: Size;
  readonly columns: number;
  readonly rows: number;
  /** Distance of grid points, and of the first from the origin, in displayed pixels. */
  readonly step: number;
  readonly origin: number;
  /** u, v of each grid point, row by row. */
  readonly points: readonly number[];
}

/**
 * darktable takes a drawn form's value at the corner of each pixel of the picture at the size that it renders, and
 * widens outlines by a part of such a pixel: the same form stands a little differently at each size. In the photo it
 * is made right for this long side where nothing else is said: then both a preview of 1,024 pixels and a full-size export
 * are off by less than half a pixel of the preview. What is small is made right for a larger one (see closer), and what is
 * put into a base picture or an export for that.
 */
export const EXACT_AT = 1536;

/** Full-size pixels per pixel of the render size at which forms stand exactly. */
export const exactStep = (displayed: Displayed): number =>
  displayed.exactStep ?? Math.max(1, Math.max(displayed.width, displayed.height) / EXACT_AT);

/**
 * The same map with forms made right for renders of another step: what darktable takes at the corner of a pixel belongs to
 * its centre, half of such a step further. With 0 it says where the points of the picture themselves are stored.
 */
export function exactFor(geometry: Geometry, step: number): Geometry {
  const { displayed, stored, similarity, toStored, toDisplayed } = geometry;
  const { width, height } = displayed;
  const by = (exactStep(displayed) - step) / 2;
  return {
    displayed: { width, height, exactStep: step },
    stored,
    similarity: similarity === null ? null : shifted(similarity, by),
    toStored: (x, y) => toStored(x + by, y + by),
    toDisplayed: (u, v) => {
      const [x, y] = toDisplayed(u, v);
      return [x - by, y - by];
    },
  };
}

/** An affine map of points that lie further by so much, right and down. */
const shifted = (map: Affine, by: number): Affine => {
  const [e, f] = applyAffine(map, by, by);
  return { ...map, e, f };
};

/**
 * Full-size pixels per pixel of the picture at another size. darktable scales by the longer side; what is no whole pixel of
 * the other is cut off, so its own ratio is a little another one.
 */
export const stepAt = (size: Size, displayed: Size): number =>
  Math.max(displayed.width, displayed.height) / Math.max(size.width, size.height);

/** One full-size displayed pixel in units of the stored diagonal. */
export const pixelOf = (geometry: Geometry): number =>
  diagonalShown(geometry) / Math.hypot(geometry.displayed.width, geometry.displayed.height);

/** The displayed picture's diagonal in units of the stored one. */
export function diagonalShown(geometry: Geometry): number {
  const { width, height } = geometry.displayed;
  const [u0, v0] = geometry.toStored(0, 0);
  const [u1, v1] = geometry.toStored(width, height);
  return Math.hypot(u1 - u0, v1 - v0);
}

/** The same map with stored points further by so much, in units of the diagonal: by displayed points, and little. */
export function moved({ displayed, stored, similarity, toStored, toDisplayed }: Geometry, by: Affine): Geometry {
  const [du, dv] = applyAffine(by, displayed.width / 2, displayed.height / 2);
  return {
    displayed,
    stored,
    similarity: similarity === null ? null : { ...similarity, e: similarity.e + du, f: similarity.f + dv },
    toStored: (x, y) => {
      const [u, v] = toStored(x, y);
      const [au, av] = applyAffine(by, x, y);
      return [u + au, v + av];
    },
    toDisplayed: (u, v) => {
      // It changes so slowly that where it would be looked for without it is near enough.
      const [au, av] = applyAffine(by, ...toDisplayed(u - du, v - dv));
      return toDisplayed(u - au, v - av);
    },
  };
}

/** A map closer than this to a similarity, in displayed pixels anywhere in the picture, is taken as one. */
const SIMILARITY_TOLERANCE_PX = 0.3;
/** Newton steps of the inverse at most, and how near, in displayed pixels, is near enough: lens and perspective maps take three. */
const INVERSE_STEPS = 12;
const NEAR_ENOUGH_PX = 1e-4;

/** The map between the points that a probe measured: exact where it is a similarity, else interpolated. */
export function geometryFrom(samples: GeometrySamples): Geometry {
  const { displayed, stored } = samples;
  const pairs = pairsOf(samples);
  const { affine, worst } = fitAffine(pairs);
  const pixel = scaleOf(affine);
  const reach = Math.hypot(displayed.width, displayed.height);
  if (worst / pixel < SIMILARITY_TOLERANCE_PX && shearOf(affine) * reach < 2 * SIMILARITY_TOLERANCE_PX) {
    const inverse = invertAffine(affine);
    return {
      displayed,
      stored,
      similarity: affine,
      toStored: (x, y) => applyAffine(affine, x, y),
      toDisplayed: (u, v) => applyAffine(inverse, u, v),
    };
  }
  const toStored = (x: number, y: number): [number, number] => interpolate(samples, affine, x, y);
  const inverse = invertAffine(affine);
  return {
    displayed,
    stored,
    similarity: null,
    toStored,
    toDisplayed: (u, v) => {
      let [x, y] = applyAffine(inverse, u, v);
      for (let i = 0; i < INVERSE_STEPS; i++) {
        const [gotU, gotV] = toStored(x, y);
        const [rightU, rightV] = toStored(x + 1, y);
        const [belowU, belowV] = toStored(x, y + 1);
        const [a, b, c, d] = [rightU - gotU, belowU - gotU, rightV - gotV, belowV - gotV];
        const [du, dv, turn] = [u - gotU, v - gotV, a * d - b * c];
        if (turn === 0) break;
        const [dx, dy] = [(d * du - b * dv) / turn, (a * dv - c * du) / turn];
        [x, y] = [x + dx, y + dy];
        if (Math.hypot(dx, dy) < NEAR_ENOUGH_PX) break;
      }
      return [x, y];
    },
  };
}

function pairsOf(samples: GeometrySamples): PointPair[] {
  const pairs: PointPair[] = [];
  for (let j = 0; j < samples.rows; j++) {
    for (let i = 0; i < samples.columns; i++) {
      const at = 2 * (j * samples.columns + i);
      pairs.push({
        x: samples.origin + i * samples.step,
        y: samples.origin + j * samples.step,
        u: samples.points[at]!,
        v: samples.points[at + 1]!,
      });
    }
  }
  return pairs;
}

/** Beyond the picture's edge the map goes on as it does over so many points of the grid before it. */
const EDGE_POINTS = 4;

/** Two points of the grid's `count` and where between them, or beyond them, a place lies that is counted in steps of it. */
function neighbours(place: number, count: number): { low: number; high: number; part: number } {
  const last = count - 1;
  const isBeyond = place < 0 || place > last;
  const span = isBeyond ? Math.min(EDGE_POINTS, last) : 1;
  const low = Math.min(Math.max(Math.floor(place), 0), last - span);
  // No further out than the picture is long: there nothing is seen, and what grows would turn back.
  return { low, high: low + span, part: (Math.min(Math.max(place, -last), 2 * last) - low) / span };
}

/** Bilinear on the difference from the affine part, which is small and smooth. */
function interpolate(samples: GeometrySamples, affine: Affine, x: number, y: number): [number, number] {
  const { columns, rows, step, origin, points } = samples;
  const across = neighbours((x - origin) / step, columns);
  const down = neighbours((y - origin) / step, rows);
  let [du, dv] = [0, 0];
  for (const [i, j, weight] of [
    [across.low, down.low, (1 - across.part) * (1 - down.part)],
    [across.high, down.low, across.part * (1 - down.part)],
    [across.low, down.high, (1 - across.part) * down.part],
    [across.high, down.high, across.part * down.part],
  ] as const) {
    const at = 2 * (j * columns + i);
    const [u, v] = applyAffine(affine, origin + i * step, origin + j * step);
    du += weight * (points[at]! - u);
    dv += weight * (points[at + 1]! - v);
  }
  const [u, v] = applyAffine(affine, x, y);
  return [u + du, v + dv];
}

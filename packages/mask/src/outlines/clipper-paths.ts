import { EndType, inflatePathsD, JoinType } from 'clipper2-ts';
import type { PathsD } from 'clipper2-ts';
import type { PointRing } from './rings.ts';

/** Digits after the point that clipper2 keeps: a thousandth of a pixel. */
export const PRECISION = 3;
/** Corners sharper than this many offsets are cut off. */
export const MITER_LIMIT = 2;
/** How far, in pixels, a round corner of an offset may run from the true one where nothing else is asked. */
const ROUNDNESS = 0.05;

export const pathOf = (ring: PointRing): PathsD[number] => ring.map(([x, y]) => ({ x, y }));

export const ringsOf = (paths: PathsD): PointRing[] =>
  paths.filter(({ length }) => length >= 3).map((path) => path.map(({ x, y }) => [x, y] as const));

/** Closed paths made larger by a distance in pixels, or smaller by a negative one: corners stay corners. */
export const mitred = (paths: PathsD, distance: number): PathsD =>
  inflatePathsD(paths, distance, JoinType.Miter, EndType.Polygon, MITER_LIMIT, PRECISION);

/** The same with round corners: all points within the distance. */
export const rounded = (
  paths: PathsD,
  distance: number,
  { ends = EndType.Polygon, roundness = ROUNDNESS }: { ends?: EndType; roundness?: number } = {},
): PathsD => inflatePathsD(paths, distance, JoinType.Round, ends, MITER_LIMIT, PRECISION, roundness);

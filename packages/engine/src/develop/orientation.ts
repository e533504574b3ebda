import type { Rectangle } from '../geometry/filled-part.ts';
import type { Geometry } from '../geometry/geometry.ts';

/**
 * One of the eight ways in which a picture lies on the sensor, as darktable's module "orientation" numbers them: first y
 * is turned about (bit 1) and x (bit 2), then the two change places (bit 4). A quarter turn clockwise is 5.
 */
export type Orientation = number;

/** As it is on the sensor, or no turn at all. */
export const UPRIGHT: Orientation = 0;

const [FLIPS_Y, FLIPS_X, SWAPS] = [1, 2, 4];

/** Whether width and height change places. */
export const isTurned = (orientation: Orientation): boolean => (orientation & SWAPS) !== 0;

/** Whether what turns clockwise on the one side turns the other way on the other. */
export const isMirrored = (orientation: Orientation): boolean =>
  [FLIPS_Y, FLIPS_X, SWAPS].filter((bit) => (orientation & bit) !== 0).length % 2 === 1;

/** Which way the axes of the sensor are shown: 1 as they are, -1 turned about. */
export const signsOf = (orientation: Orientation): { x: 1 | -1; y: 1 | -1 } => ({
  x: (orientation & FLIPS_X) === 0 ? 1 : -1,
  y: (orientation & FLIPS_Y) === 0 ? 1 : -1,
});

/** A picture that lies in one way, turned by another: the way in which it lies then. */
export function orientedBy(lies: Orientation, by: Orientation): Orientation {
  const { x, y } = signsOf(by);
  const [flipsX, flipsY] = isTurned(lies) ? [y, x] : [x, y];
  return lies ^ (by & SWAPS) ^ (flipsX === 1 ? 0 : FLIPS_X) ^ (flipsY === 1 ? 0 : FLIPS_Y);
}

/** A part of a picture where it is once the picture is turned. */
export function rectangleOriented([left, top, right, bottom]: Rectangle, by: Orientation): Rectangle {
  const { x, y } = signsOf(by);
  const [l, r] = x === 1 ? [left, right] : [1 - right, 1 - left];
  const [t, b] = y === 1 ? [top, bottom] : [1 - bottom, 1 - top];
  return isTurned(by) ? [t, l, b, r] : [l, t, r, b];
}

/** How a picture lies; one that is turned by no quarters besides, as the nearest way. */
export function orientationOf({ displayed, toStored }: Geometry): Orientation {
  const [ou, ov] = toStored(0, 0);
  const side = Math.min(displayed.width, displayed.height);
  const [xu, xv] = toStored(side, 0).map((place, i) => place - [ou, ov][i]!) as [number, number];
  const [yu, yv] = toStored(0, side).map((place, i) => place - [ou, ov][i]!) as [number, number];
  return (Math.abs(xu) < Math.abs(xv) ? SWAPS : 0) | (xu + yu < 0 ? FLIPS_X : 0) | (xv + yv < 0 ? FLIPS_Y : 0);
}

/** The turn that makes of a picture that lies in one way one that lies in another. */
export const turnBetween = (from: Orientation, to: Orientation): Orientation =>
  ORIENTATIONS.find((by) => orientedBy(from, by) === to)!;
const ORIENTATIONS: readonly Orientation[] = [0, 1, 2, 3, 4, 5, 6, 7];

import { EndType, inflatePathsD, JoinType } from 'clipper2-ts';

/** Digits after the point that clipper2 keeps: a thousandth of a pixel. */
const PRECISION = 3;
/** Corners sharper than this many offsets are cut off. */
const MITER_LIMIT = 2;

type Ring = readonly (readonly [number, number])[];

/**
 * A ring moved outwards by `distance` pixels, inwards where negative; corners stay corners.
 *
 * @param ring in pixels, closed by itself
 * @returns the largest ring that is left, or null when nothing is
 */
export function offsetRing(ring: Ring, distance: number): Ring | null {
  if (distance === 0) return ring;
  const path = ring.map(([x, y]) => ({ x, y }));
  const area = signedArea(ring);
  // clipper2 takes counter-clockwise rings as outlines and clockwise ones as holes.
  const moved = inflatePathsD(
    [area < 0 ? path.toReversed() : path],
    distance,
    JoinType.Miter,
    EndType.Polygon,
    MITER_LIMIT,
    PRECISION,
  );
  let largest: Ring | null = null;
  let most = 0;
  for (const candidate of moved) {
    const points = candidate.map(({ x, y }) => [x, y] as const);
    const size = Math.abs(signedArea(points));
    if (points.length >= 3 && size > most) [largest, most] = [points, size];
  }
  return largest;
}

function signedArea(ring: Ring): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    sum += ring[j]![0] * ring[i]![1] - ring[i]![0] * ring[j]![1];
  }
  return sum / 2;
}

import { differenceD, EndType, FillRule, inflatePathsD, JoinType } from 'clipper2-ts';
import type { PathsD } from 'clipper2-ts';
import { areaOf, signedArea } from './rings.ts';

/** Digits after the point that clipper2 keeps: a thousandth of a pixel. */
const PRECISION = 3;
/** Corners sharper than this many offsets are cut off. */
const MITER_LIMIT = 2;

/** In pixels, closed by itself. */
type Ring = readonly (readonly [number, number])[];

/**
 * What rings enclose together, made larger by `distance` pixels on all sides; corners stay corners.
 *
 * @param distance zero or more
 * @returns the outlines, and the holes where something grew shut around them: to be filled by the even-odd rule
 */
export const growRings = (rings: readonly Ring[], distance: number): Ring[] =>
  ringsOf(moved(rings.map(outwards), distance));

/** How far, in pixels, a round corner of an offset may run from the true one. */
const ROUNDNESS = 0.05;

/** All points further than `distance` inside a ring, by Euclidean distance; none where it is narrower. */
export const insetRings = (ring: Ring, distance: number): Ring[] =>
  ringsOf(
    inflatePathsD(
      [outwards(ring)].filter(isRing),
      -distance,
      JoinType.Round,
      EndType.Polygon,
      MITER_LIMIT,
      PRECISION,
      ROUNDNESS,
    ),
  );

/**
 * All points within `distance` of a line through points, its ends round: the outline first, then the holes of a stroke that
 * closes on itself.
 */
export function strokeRings(points: Ring, distance: number): Ring[] {
  const line = points.map(([x, y]) => ({ x, y }));
  const rings = ringsOf(
    inflatePathsD([line], distance, JoinType.Round, EndType.Round, MITER_LIMIT, PRECISION, ROUNDNESS),
  );
  return rings.sort((a, b) => areaOf(b) - areaOf(a));
}

/** What is thinner than this many distances is nearer to nothing than to the two that growing makes of it. */
const LEAST_WIDTH = 1;
/** A lost part smaller than this many squared distances is a corner, not a part. */
const LEAST_AREA = 4;
/** A corner that shrinking and growing rounds off is no lost part: regrown, the rest reaches this much further. */
const SLACK = 0.25;
/** How much of its half width a thin part is shrunk by: all of it would leave nothing to draw. */
const THINNED = 0.8;

/**
 * A ring that has the given one's shape again when it is drawn by something that makes it larger by `distance`.
 *
 * @param distance above zero, in the ring's pixels
 * @returns the ring moved inwards, all of its pieces; thin parts, of which that leaves nothing, as rings of their own that
 * are shrunk as far as they can be
 */
export function shrinkRing(ring: Ring, distance: number): Ring[] {
  const whole = [outwards(ring)];
  const rest = moved(whole, -distance);
  const lost = differenceD(whole, moved(rest, distance * (1 + SLACK)), FillRule.NonZero, PRECISION);
  const thin = ringsOf(lost).flatMap((part): Ring[] => {
    const area = signedArea(part);
    // A strip's width by its area and its way around.
    const width = (2 * area) / lengthOf(part);
    if (area < LEAST_AREA * distance * distance || width < LEAST_WIDTH * distance) return [];
    const strips = ringsOf(moved([outwards(part)], (-width / 2) * THINNED));
    return strips.length === 0 ? [part] : strips;
  });
  return [...ringsOf(rest), ...thin];
}

/** Where two edges run on nearly in one line their crossing says nothing: this much of a right angle. */
const STRAIGHT = 0.05;

/**
 * A ring with each edge moved by a distance of its own, small beside the edge: what a drawing does that reaches further in
 * some directions than in others.
 *
 * @param distanceOf from an edge's direction outwards, a unit vector (y down), to pixels outwards
 */
export function shiftEdges(ring: Ring, distanceOf: (nx: number, ny: number) => number): Ring {
  const edges = ring.map(([x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length]!;
    const length = Math.hypot(nextX - x, nextY - y) || 1;
    const [nx, ny] = [(nextY - y) / length, (x - nextX) / length];
    return { nx, ny, by: distanceOf(nx, ny) };
  });
  return ring.map(([x, y], i) => {
    const [a, b] = [edges[(i + ring.length - 1) % ring.length]!, edges[i]!];
    const turn = a.nx * b.ny - a.ny * b.nx;
    if (Math.abs(turn) < STRAIGHT) return [x + (a.nx * a.by + b.nx * b.by) / 2, y + (a.ny * a.by + b.ny * b.by) / 2];
    // The point that lies `by` outside of both edges; no further away than a sharp corner is cut off.
    const [dx, dy] = [(a.by * b.ny - b.by * a.ny) / turn, (b.by * a.nx - a.by * b.nx) / turn];
    const most = MITER_LIMIT * Math.max(Math.abs(a.by), Math.abs(b.by));
    const far = Math.hypot(dx, dy);
    const cut = far > most ? most / far : 1;
    return [x + dx * cut, y + dy * cut];
  });
}

/** clipper2-ts 2.0 fails on a ring whose points are all one once it has rounded them. */
const moved = (paths: PathsD, distance: number): PathsD =>
  inflatePathsD(paths.filter(isRing), distance, JoinType.Miter, EndType.Polygon, MITER_LIMIT, PRECISION);

const isRing = ([first, ...others]: PathsD[number]): boolean =>
  first !== undefined && others.some(({ x, y }) => Math.max(Math.abs(x - first.x), Math.abs(y - first.y)) > SPECK);

/** Twice what rounding leaves of a pixel. */
const SPECK = 2 * 10 ** -PRECISION;

/** clipper2 takes counter-clockwise rings as outlines and clockwise ones as holes. */
function outwards(ring: Ring): PathsD[number] {
  const path = ring.map(([x, y]) => ({ x, y }));
  return signedArea(ring) < 0 ? path.toReversed() : path;
}

const ringsOf = (paths: PathsD): Ring[] =>
  paths.filter(({ length }) => length >= 3).map((path) => path.map(({ x, y }) => [x, y] as const));

function lengthOf(ring: Ring): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    sum += Math.hypot(ring[i]![0] - ring[j]![0], ring[i]![1] - ring[j]![1]);
  }
  return sum;
}

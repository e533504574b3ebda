import { differenceD, EndType, FillRule } from 'clipper2-ts';
import type { PathsD } from 'clipper2-ts';
import { MITER_LIMIT, mitred, pathOf, PRECISION, ringsOf, rounded } from './clipper-paths.ts';
import { areaOf, signedArea } from './rings.ts';

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

/**
 * All points within `distance` of a line through points, its ends round: the outline first, then the holes of a stroke that
 * closes on itself.
 */
export function strokeRings(points: Ring, distance: number): Ring[] {
  const rings = ringsOf(rounded([pathOf(points)], distance, { ends: EndType.Round }));
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

/**
 * A shrunk ring whose tips reach nearly as far as they did: a corner of less than 60 degrees moves by no more than twice the
 * distance. Around the tip of a needle that lies several pixels further back, a feather would be missing.
 *
 * @param shrunk what shrinkRing made of the ring and the distance
 */
export function withTips(shrunk: readonly Ring[], ring: Ring, distance: number): Ring[] {
  const tips = ring.flatMap((corner, i) => {
    const [ax, ay] = directionTo(corner, ring.at(i - 1)!);
    const [bx, by] = directionTo(corner, ring[(i + 1) % ring.length]!);
    const [inX, inY] = directionTo([0, 0], [ax + bx, ay + by]);
    const back = distance / Math.abs(ax * inY - ay * inX);
    if (!(back > MITER_LIMIT * distance)) return [];
    const at = (by: number): Ring[number] => [corner[0] + by * inX, corner[1] + by * inY];
    // Where its edges run nearly side by side, what was rounded lies so much further along.
    return [{ moved: at(back), within: (ROUNDED * back) / distance, kept: at(MITER_LIMIT * distance) }];
  });
  if (tips.length === 0) return [...shrunk];
  return shrunk.map((part) =>
    part.map((point) => {
      const tip = tips.find(({ moved: [x, y], within }) => Math.hypot(point[0] - x, point[1] - y) < within);
      return tip?.kept ?? point;
    }),
  );
}

/** What rounding leaves between the places of one edge, in pixels. */
const ROUNDED = 0.01;

function directionTo([x, y]: Ring[number], [toX, toY]: Ring[number]): Ring[number] {
  const length = Math.hypot(toX - x, toY - y) || 1;
  return [(toX - x) / length, (toY - y) / length];
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
const moved = (paths: PathsD, distance: number): PathsD => mitred(paths.filter(isRing), distance);

const isRing = ([first, ...others]: PathsD[number]): boolean =>
  first !== undefined && others.some(({ x, y }) => Math.max(Math.abs(x - first.x), Math.abs(y - first.y)) > SPECK);

/** Twice what rounding leaves of a pixel. */
const SPECK = 2 * 10 ** -PRECISION;

/** clipper2 takes counter-clockwise rings as outlines and clockwise ones as holes. */
function outwards(ring: Ring): PathsD[number] {
  const path = pathOf(ring);
  return signedArea(ring) < 0 ? path.toReversed() : path;
}

function lengthOf(ring: Ring): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    sum += Math.hypot(ring[i]![0] - ring[j]![0], ring[i]![1] - ring[j]![1]);
  }
  return sum;
}

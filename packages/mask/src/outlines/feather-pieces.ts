import { FillRule, intersectD, unionD } from 'clipper2-ts';
import { mitred, pathOf, PRECISION, ringsOf, rounded } from './clipper-paths.ts';
import { areaOf, type PointRing, signedArea, squaredDistance } from './rings.ts';

type Point = readonly [number, number];

/**
 * So deep, of the border, may a bay be that the feather does not reach the end of on its own: a corner of 113 degrees. Measured on
 * darktable 4.2.1 and 5.4.1 with stars, combs and blobs: at 0.5 some still lost a part of their feather, at 0.2 none.
 */
const DEEPEST = 0.2;
/** An outline with more bays than that keeps its shallowest: each piece is drawn by itself. */
const MOST_PIECES = 64;
/** How far, of the depth that is looked for, the disc may be from round. */
const ROUNDNESS = 0.1;

/**
 * Outlines of which each has a feather that does not run into itself. Together they cover what the rings enclose, and the
 * largest of their feathers is the feather of the whole: 1 - d / border by the distance to the nearest of them.
 *
 * A feather that comes from both sides of a bay, or runs into a hole, is what a drawing that goes along the outline gets
 * wrong: it fills the bay, or leaves out all that lies around it.
 *
 * @param rings in pixels, closed by themselves: what they enclose an odd number of times
 * @param border of the feather, in pixels, above zero
 * @param pixel what is not seen, in the rings' pixels: bays no deeper stay, and so far the pieces overlap
 * @returns the outline itself where that is one
 */
export function featherPieces(rings: readonly PointRing[], border: number, pixel: number): PointRing[] {
  const least = Math.max(DEEPEST * border, pixel);
  const found = withoutHoles(rings).map((ring) => ({ ring, bay: deepestBay(ring, border, least) }));
  while (found.length < MOST_PIECES) {
    const worst = found.reduce((a, b) => ((b.bay?.depth ?? 0) > (a.bay?.depth ?? 0) ? b : a));
    if (worst.bay === null) break;
    const halves = splitAt(worst.ring, worst.bay.corner);
    if (halves === null) worst.bay = null;
    else {
      found.splice(found.indexOf(worst), 1);
      found.push(...halves.map((ring) => ({ ring, bay: deepestBay(ring, border, least) })));
    }
  }
  const pieces = found.map(({ ring }) => ring);
  return pieces.length === 1 ? pieces : pieces.map((piece) => reachingOver(piece, rings, pixel));
}

/** Parts without crossings and without holes, with the clock: cut upright through the middle of each hole. */
function withoutHoles(rings: readonly PointRing[]): PointRing[] {
  const paths = rings.map(pathOf);
  const region = ringsOf(unionD(paths, [], FillRule.EvenOdd, PRECISION));
  const holes = region.filter((ring) => signedArea(ring) < 0);
  // The union rounds: what is one outline already stays as it is, and so does what has no area.
  const isOne = region.length === 1 && rings.length === 1 && isAlike(region[0]!, rings[0]!);
  if (isOne || region.length === 0) return [withTheClock(rings[0]!)];
  if (holes.length === 0) return region;
  const points = region.flat();
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [top, bottom] = [Math.min(...ys) - 1, Math.max(...ys) + 1];
  const cuts = holes.map((hole) => (Math.min(...hole.map(([x]) => x)) + Math.max(...hole.map(([x]) => x))) / 2);
  const edges = [Math.min(...xs) - 1, ...cuts.toSorted((a, b) => a - b), Math.max(...xs) + 1];
  return edges.slice(1).flatMap((right, i) => {
    const left = edges[i]!;
    const strip: PointRing = [
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
    ];
    return ringsOf(intersectD(paths, [pathOf(strip)], FillRule.EvenOdd, PRECISION));
  });
}

const withTheClock = (ring: PointRing): PointRing => (signedArea(ring) < 0 ? ring.toReversed() : ring);

/** Whether two rings enclose as much, but for what rounding leaves: one that crosses itself takes from what it encloses. */
const isAlike = (a: PointRing, b: PointRing): boolean =>
  Math.abs(areaOf(a) - areaOf(b)) < 1e-3 * Math.max(1, areaOf(a));

interface Bay {
  readonly corner: number;
  readonly depth: number;
}

/**
 * The corner of a ring that lies deepest in what a disc of the border's radius, rolled around the ring, does not reach.
 * @returns null where nothing lies deeper than `least`
 */
function deepestBay(ring: PointRing, border: number, least: number): Bay | null {
  const inner = ring.flatMap((_, i) => (turnAt(ring, i) < 0 ? [i] : []));
  if (inner.length === 0) return null;
  const round = { roundness: ROUNDNESS * least };
  // What the feather closes at its mouth the disc does not get into, however wide it is inside.
  const closed = ringsOf(rounded([pathOf(ring)], border, round)).filter((rim) => signedArea(rim) > 0);
  const reached = ringsOf(rounded(closed.map(pathOf), -border, round));
  let deepest: Bay | null = null;
  for (const corner of inner) {
    const depth = distanceBeyond(deepest?.depth ?? least, reached, ring[corner]!);
    if (depth !== null) deepest = { corner, depth };
  }
  return deepest;
}

/** Two rings of one that runs with the clock, parted by the line that halves the angle at a corner, up to the first edge that it meets. */
function splitAt(ring: PointRing, corner: number): [PointRing, PointRing] | null {
  const n = ring.length;
  const from = ring[corner]!;
  const [a, b] = [unit(minus(from, ring[(corner + n - 1) % n]!)), unit(minus(from, ring[(corner + 1) % n]!))];
  const inwards: Point = [a[0] + b[0], a[1] + b[1]];
  let [nearest, edge] = [Infinity, -1];
  for (let k = 0; k < n; k++) {
    const next = (k + 1) % n;
    if (k === corner || next === corner) continue;
    const start = minus(ring[k]!, from);
    const along = minus(ring[next]!, ring[k]!);
    const slant = cross(inwards, along);
    const far = cross(start, along) / slant;
    const share = cross(start, inwards) / slant;
    if (far > 0 && share >= 0 && share <= 1 && far < nearest) [nearest, edge] = [far, k];
  }
  if (edge < 0) return null;
  const to: Point = [from[0] + nearest * inwards[0], from[1] + nearest * inwards[1]];
  const turned = [...ring.slice(corner), ...ring.slice(0, corner)];
  const last = (edge - corner + n) % n;
  return [
    [...turned.slice(0, last + 1), to],
    [from, to, ...turned.slice(last + 1)],
  ];
}

/** A piece with a little of what lies around it in the whole, so that no seam is seen. */
function reachingOver(piece: PointRing, whole: readonly PointRing[], by: number): PointRing {
  const parts = ringsOf(intersectD(mitred([pathOf(piece)], by), whole.map(pathOf), FillRule.EvenOdd, PRECISION));
  return parts.reduce((largest, part) => (areaOf(part) > areaOf(largest) ? part : largest), piece);
}

/** How far a point lies from the nearest of some rings, or null where that is no further than `least`: most points are near one. */
function distanceBeyond(least: number, rings: readonly PointRing[], point: Point): number | null {
  let square = Infinity;
  for (const ring of rings) {
    for (let k = 0, j = ring.length - 1; k < ring.length; j = k++) {
      square = Math.min(square, squaredDistance(point, ring[j]!, ring[k]!));
      if (square <= least * least) return null;
    }
  }
  return Math.sqrt(square);
}

/** Below 0 where a ring that runs with the clock turns against it. */
function turnAt(ring: PointRing, i: number): number {
  const n = ring.length;
  return cross(minus(ring[i]!, ring[(i + n - 1) % n]!), minus(ring[(i + 1) % n]!, ring[i]!));
}

const cross = (a: Point, b: Point): number => a[0] * b[1] - a[1] * b[0];
const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1]];
const unit = ([x, y]: Point): Point => {
  const length = Math.hypot(x, y) || 1;
  return [x / length, y / length];
};

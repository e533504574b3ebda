import type { Size } from '@chemigram/mask';
import type { Blob } from './blobs.ts';

/** What is around a spot is looked at to so many radii, and so many pixels more. */
const WINDOW = { radii: 2, pixels: 2 };
/** Width of the rings that pixels are put together in, in pixels. */
const RING = 0.5;
/** Directions that are looked at each on its own. */
const SECTORS = 12;
/** Inside and outside of an edge, in radii. */
const INNER = 0.75;
const OUTER = 1.35;
/** A direction in which the ground differs by more than this share of the contrast shows something else, a neighbour say. */
const OTHER = 0.4;
/** Two opposite directions that both go on like the spot, by this share of the contrast, are a line's. */
const GOES_ON = 0.4;
/** Of the directions so many have to show the ground: a spot between two others is one still. */
const LEAST_SECTORS = 6;
/** An edge is seen in a direction when the inside differs from the ground by this share of the contrast. */
const STEP_SEEN = 0.35;
/** In so many of the directions, or it is an edge, a corner or a line. */
const LEAST_ROUND = 0.75;
/** Radii that are tried, in shares of the one that the scale told, and soft edges, in shares of the radius. */
const RADII = Array.from({ length: 28 }, (_, i) => 0.55 * 1.045 ** i);
const SOFT = [0, 0.15, 0.3, 0.45];
/** The pixel grid makes an edge no sharper than this (standard deviation in pixels). */
const SHARPEST = 0.45;
/**
 * Where the contrast has fallen to 1 / e a spot is taken to end: it is where a Gaussian ends for whom a disc of the radius
 * r answers like one of the sigma r / sqrt(2). An edge whose fall is a normal distribution's has it so many sigmas outside.
 */
const END_OF_EDGE = 0.3375;

/** A round spot with its profile fitted. */
export interface RoundSpot {
  readonly x: number;
  readonly y: number;
  /** Pixels: where the contrast has fallen to 1 / e. */
  readonly radius: number;
  /** How wide its edge is, as a share of the radius; 0 is sharp, 1 is a bell. */
  readonly softness: number;
  /** In the plane's units; below 0 where the spot is darker than what is around it. */
  readonly contrast: number;
  /** Share of the variance around it that a round spot explains, 0..1. */
  readonly explained: number;
  /** Share of the directions in which its edge is seen, 0..1. */
  readonly round: number;
}

/** Fits a disc with an edge of any softness to what is around a blob; null where the ground is not to be seen. */
export function roundSpotAt(plane: Float32Array, size: Size, { x, y, radius }: Blob): RoundSpot | null {
  const around = sectorsAround(plane, size, x, y, radius);
  const ground = median(around.flatMap(({ outer }) => (outer === null ? [] : [outer])));
  const middle = median(around.flatMap(({ inner }) => (inner === null ? [] : [inner])));
  if (ground === null || middle === null) return null;
  const contrast = middle - ground;
  const own = around.filter(({ outer }) => outer !== null && Math.abs(outer - ground) <= OTHER * Math.abs(contrast));
  if (
    own.length < LEAST_SECTORS ||
    isLine(around.map(({ outer }) => outer !== null && (outer - ground) / contrast > GOES_ON))
  )
    return null;
  const facing = around.filter(({ inner }) => inner !== null);
  const stepped = facing.filter(({ inner }) => (inner! - ground) / contrast >= STEP_SEEN);
  const round = (stepped.length / facing.length) * Math.min(1, own.length / (SECTORS - 2));
  if (round < LEAST_ROUND) return null;
  const fit = fitted(ringsOf(own), radius);
  return fit === null ? null : { x, y, ...fit, round };
}

/** Whether opposite directions, give or take a neighbour, both go on. */
const isLine = (goesOn: readonly boolean[]): boolean =>
  goesOn.some((on, s) => on && [-1, 0, 1].some((turn) => goesOn[(s + SECTORS / 2 + turn) % SECTORS]));

/** What lies in one direction: sums per ring, and the means inside and outside of the edge. */
interface Sector {
  readonly sums: Float64Array;
  readonly counts: Float64Array;
  readonly inner: number | null;
  readonly outer: number | null;
}

function sectorsAround(plane: Float32Array, { width, height }: Size, cx: number, cy: number, radius: number): Sector[] {
  const reach = WINDOW.radii * radius + WINDOW.pixels;
  const rings = Math.ceil(reach / RING) + 1;
  const sums = Array.from({ length: SECTORS }, () => new Float64Array(rings));
  const counts = Array.from({ length: SECTORS }, () => new Float64Array(rings));
  for (let y = Math.max(0, Math.floor(cy - reach)); y < Math.min(height, cy + reach); y++) {
    for (let x = Math.max(0, Math.floor(cx - reach)); x < Math.min(width, cx + reach); x++) {
      const [dx, dy] = [x + 0.5 - cx, y + 0.5 - cy];
      const distance = Math.hypot(dx, dy);
      if (distance > reach) continue;
      const sector = Math.floor(((Math.atan2(dy, dx) / (2 * Math.PI) + 1) % 1) * SECTORS) % SECTORS;
      const ring = Math.round(distance / RING);
      sums[sector]![ring]! += plane[y * width + x]!;
      counts[sector]![ring]!++;
    }
  }
  const mean = (s: number, from: number, to: number): number | null => {
    let [sum, count] = [0, 0];
    for (let ring = Math.ceil(from / RING); ring * RING <= to && ring < rings; ring++) {
      sum += sums[s]![ring]!;
      count += counts[s]![ring]!;
    }
    return count === 0 ? null : sum / count;
  };
  return sums.map((_, s) => ({
    sums: sums[s]!,
    counts: counts[s]!,
    inner: mean(s, 0, INNER * radius),
    outer: mean(s, OUTER * radius, reach),
  }));
}

/** Mean and number of pixels per ring. */
interface Rings {
  readonly mean: Float64Array;
  readonly count: Float64Array;
}

function ringsOf(sectors: readonly Sector[]): Rings {
  const rings = sectors[0]!.sums.length;
  const [mean, count] = [new Float64Array(rings), new Float64Array(rings)];
  for (const sector of sectors) {
    for (let ring = 0; ring < rings; ring++) {
      mean[ring]! += sector.sums[ring]!;
      count[ring]! += sector.counts[ring]!;
    }
  }
  for (let ring = 0; ring < rings; ring++) mean[ring]! /= Math.max(1, count[ring]!);
  return { mean, count };
}

/** The profile of least squares: ground + contrast x profile, over all radii and softnesses. */
function fitted(
  { mean, count }: Rings,
  radius: number,
): Pick<RoundSpot, 'radius' | 'softness' | 'contrast' | 'explained'> | null {
  let [n, sumY, sumYY] = [0, 0, 0];
  for (let i = 0; i < mean.length; i++) {
    n += count[i]!;
    sumY += count[i]! * mean[i]!;
    sumYY += count[i]! * mean[i]! * mean[i]!;
  }
  const total = sumYY - (sumY * sumY) / n;
  let best: Pick<RoundSpot, 'radius' | 'softness' | 'contrast' | 'explained'> | null = null;
  const consider = (profile: (distance: number) => number, end: number, softness: number): void => {
    let [sumP, sumPP, sumPY] = [0, 0, 0];
    for (let i = 0; i < mean.length; i++) {
      const p = profile(i * RING);
      sumP += count[i]! * p;
      sumPP += count[i]! * p * p;
      sumPY += count[i]! * p * mean[i]!;
    }
    const spread = sumPP - (sumP * sumP) / n;
    if (spread <= 1e-9 || total <= 0) return;
    const contrast = (sumPY - (sumP * sumY) / n) / spread;
    const explained = (contrast * contrast * spread) / total;
    if (best === null || explained > best.explained) best = { radius: end, softness, contrast, explained };
  };
  for (const share of RADII) {
    const r = share * radius;
    for (const soft of SOFT) {
      const sigma = Math.max(SHARPEST, soft * r);
      consider((d) => fall((d - r) / sigma), r + END_OF_EDGE * sigma, soft);
    }
    consider((d) => Math.exp((-d * d) / (r * r)), r, 1);
  }
  return best;
}

/** A normal distribution's rest beyond z, by the logistic curve nearest to it (Bowling and others, 2009). */
const fall = (z: number): number => 1 / (1 + Math.exp(1.702 * z));

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

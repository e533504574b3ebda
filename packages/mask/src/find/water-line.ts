import type { Planes } from '../raster/planes.ts';
import { ramp } from './ramp.ts';

/** Most tilt, in degrees to either side: a camera held by hand rarely leans more. */
const TILT = 6;
/** A jump is seen between so many rows above the line and as many below it. */
const REACH = 3;
/** The line must be seen in this share of the columns: heads, hills and boats hide the rest of it. */
const SEEN = 0.2;
/**
 * What tells a horizon from clouds: along one, this share of the columns jumps the same way, by at least half of the mean, and
 * the mean is so many Lab units. Horizons of generated seas and of photographs had .83 to 1.00 and 3.7 to 12, the straightest
 * line through clouds .81 at most. Of one that is hardly seen, more columns must.
 */
const ALIKE = { hardlySeen: 0.95, wellSeen: 0.82 };
const WELL_SEEN = 0.3;
const LEAST_JUMP = 2.5;
/**
 * And this share of the change stands at the line alone: of horizons in photographs and in generated scenes 0.56 and more did, of
 * the soft lower end of clouds 0.5, with much contrast as with little.
 */
const SHARP = 0.55;
/** Water is this share of what was found; a line along its lower end is the end of it. */
const LEAST_WATER = 0.05;

/** For each column the row at which the line stands. */
export type WaterLine = (column: number) => number;

/**
 * The horizon of water that mirrors the sky, and so was taken for a part of it: a nearly level, straight line within what was
 * found, along which light and colour jump alike everywhere; of several the uppermost. null where there is none.
 *
 * @param rows for each column the first row below what was found
 */
export function waterLineOf(planes: Planes, rows: ArrayLike<number>): WaterLine | null {
  const { width, height } = planes;
  const changes = [planes.l, planes.a, planes.b].map((plane) => changesOf(plane, planes));
  const most = Math.ceil(Math.tan((TILT * Math.PI) / 180) * width);
  const lines: Scored[] = [];
  // The most level ones first: of lines that are seen alike, in a few columns, that is the one to go on with in the others.
  const rises = Array.from({ length: 2 * most + 1 }, (_, i) => (i % 2 === 0 ? i / 2 : -(i + 1) / 2));
  for (const rise of rises) {
    for (let level = 2 * REACH; level < height - 2 * REACH; level++) {
      const line: WaterLine = (x) => Math.round(level + rise * ((x + 0.5) / width - 0.5));
      const score = scoreOf(line, changes, planes, rows);
      if (score > 0 && waterBelow(line, rows) >= LEAST_WATER) lines.push({ line, score });
    }
  }
  let best = bestOf(lines);
  // Waves and currents draw lines too, and some stand out more than the horizon: that is the uppermost of those.
  while (best !== null) {
    const below = best.line;
    const above = bestOf(lines.filter(({ line }) => isAbove(line, below, width)));
    if (above === null) return below;
    best = above;
  }
  return null;
}

interface Scored {
  readonly line: WaterLine;
  readonly score: number;
}

/** The first of those with the highest score; null of none. */
function bestOf(lines: readonly Scored[]): Scored | null {
  return lines.reduce<Scored | null>((best, each) => (best === null || each.score > best.score ? each : best), null);
}

/** Whether it runs above the other one in every column, by more than the rows that one jump is seen in. */
function isAbove(line: WaterLine, other: WaterLine, width: number): boolean {
  return [0, width - 1].every((x) => line(x) + 2 * REACH < other(x));
}

/** The share of what was found that lies below the line. */
function waterBelow(line: WaterLine, rows: ArrayLike<number>): number {
  let [below, all] = [0, 0];
  for (let x = 0; x < rows.length; x++) {
    all += rows[x]!;
    below += Math.max(0, rows[x]! - Math.max(0, line(x)));
  }
  return all === 0 ? 0 : below / all;
}

/** Mean jump times the columns that it is seen in; 0 where the line is none. */
function scoreOf(
  line: WaterLine,
  changes: readonly Float32Array[],
  { width, height }: Planes,
  rows: ArrayLike<number>,
): number {
  const seen: number[] = [];
  for (let x = 0; x < width; x++) {
    const y = line(x);
    if (y >= 2 * REACH && y + 2 * REACH <= Math.min(height, rows[x]!)) seen.push(y * width + x);
  }
  if (seen.length < SEEN * width) return 0;
  // What it changes by beyond the line too is a sky's own shading, or the soft lower end of a cloud.
  let all = 0;
  const jumps = changes.map((change) => {
    const meanAt = (rowsBelow: number): number =>
      seen.reduce((sum, i) => sum + change[i + rowsBelow * width]!, 0) / seen.length;
    const [here, above, below] = [meanAt(0), meanAt(-REACH), meanAt(REACH)];
    all = Math.hypot(all, here);
    return Math.sign(here) * Math.max(0, Math.abs(here) - (Math.abs(above) + Math.abs(below)) / 2);
  }) as [number, number, number];
  const jump = Math.hypot(...jumps);
  // Water sends back less light than the sky just above it has; below a bank of clouds there is more.
  if (jump < LEAST_JUMP || jump < SHARP * all || jumps[0] > 0) return 0;
  const alike = seen.filter((i) => {
    const along = changes.reduce((sum, change, channel) => sum + change[i]! * jumps[channel]!, 0);
    return along > (jump * jump) / 2;
  });
  const needed = ALIKE.wellSeen + (ALIKE.hardlySeen - ALIKE.wellSeen) * ramp(seen.length / width, WELL_SEEN, SEEN);
  return alike.length < needed * seen.length ? 0 : (jump * alike.length) / width;
}

/** By how much a channel changes at each pixel's upper edge: the difference of the means of the rows below and above. */
function changesOf(plane: Float32Array, { width, height }: Planes): Float32Array {
  const sums = new Float64Array(width * (height + 1));
  for (let i = 0; i < plane.length; i++) sums[i + width] = sums[i]! + plane[i]!;
  const changes = new Float32Array(plane.length);
  for (let i = REACH * width; i + REACH * width <= plane.length; i++) {
    changes[i] = (sums[i + REACH * width]! - 2 * sums[i]! + sums[i - REACH * width]!) / REACH;
  }
  return changes;
}

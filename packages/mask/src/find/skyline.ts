import { boxBlur, type Planes } from '../raster/planes.ts';
import type { Size } from '../raster/raster.ts';
import { classesOf, logOdds } from './two-sides.ts';

/** A line from left to right: for each column the first row below the sky. */
export interface Skyline {
  readonly rows: Int32Array;
  /** Mean log odds (nats per pixel, of the two sides) by which colour and texture tell sky from the rest; 0: not at all. */
  readonly separation: number;
  /** The log odds of each pixel: above 0 it looks as the sky does. */
  readonly odds: Float32Array;
  /** Mean texture (Lab units per pixel) above and below. */
  readonly texture: { readonly above: number; readonly below: number };
}

/** Cost of the line's going up or down by one row between two columns, and the least: roofs and towers stand upright, */
const STEP = 1.5;
const STEP_AT_LEAST = 0.05;
/** so it falls with the contrast between the columns, by e per so many Lab units. */
const STEP_CONTRAST = 4;
/** Gain of running along an edge: per Lab unit of contrast, up to a limit. */
const EDGE = 0.25;
const EDGE_AT_MOST = 3;
/** Rounds of learning both sides and laying the line again; it stands after three or four. */
const ROUNDS = 5;

/**
 * Lays the line from a first guess: learns what either side looks like, lays the line that parts them best, and again.
 *
 * @param texture of the planes' size, see textureOf
 */
export function laySkyline(planes: Planes, texture: Float32Array, start: (column: number) => number): Skyline {
  const { width, height } = planes;
  const strength = boxBlur(texture, planes, 2);
  const classes = classesOf(planes, strength);
  const edges = edgesOf(planes);
  const steps = stepsOf(planes);
  let rows = Int32Array.from({ length: width }, (_, x) => Math.round(start(x)));
  let odds = new Float32Array(width * height);
  for (let round = 0; round < ROUNDS; round++) {
    const line = rows;
    odds = logOdds(classes, (i) => Math.floor(i / width) < line[i % width]!);
    rows = bestLine(odds, edges, steps, width, height);
  }
  let separation = 0;
  for (let i = 0; i < odds.length; i++) separation += Math.floor(i / width) < rows[i % width]! ? odds[i]! : -odds[i]!;
  return { rows, separation: separation / odds.length, odds, texture: textureBeside(rows, strength) };
}

/** The same line, but nowhere below another. */
export function raised(
  skyline: Skyline,
  other: (column: number) => number,
  planes: Size,
  texture: Float32Array,
): Skyline {
  const rows = skyline.rows.map((row, x) => Math.min(row, other(x)));
  return { ...skyline, rows, texture: textureBeside(rows, boxBlur(texture, planes, 2)) };
}

function textureBeside(rows: Int32Array, strength: Float32Array): Skyline['texture'] {
  const width = rows.length;
  let [above, below, count] = [0, 0, 0];
  for (let i = 0; i < strength.length; i++) {
    if (Math.floor(i / width) < rows[i % width]!) {
      above += strength[i]!;
      count++;
    } else below += strength[i]!;
  }
  const rest = strength.length - count;
  return { above: count === 0 ? 0 : above / count, below: rest === 0 ? 0 : below / rest };
}

/** Colour difference between the rows above and below each pixel's upper edge, by means over five columns. */
function edgesOf({ width, height, l, a, b }: Planes): Float32Array {
  const edges = new Float32Array(width * (height + 1));
  const smooth = [l, a, b].map((plane) => boxBlur(plane, { width, height }, 1));
  for (let y = 1; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      let square = 0;
      for (const plane of smooth) {
        const below = plane[Math.min(height - 1, y + 1) * width + x]!;
        const above = plane[Math.max(0, y - 2) * width + x]!;
        square += (below - above) ** 2;
      }
      edges[i] = Math.min(EDGE_AT_MOST, EDGE * Math.sqrt(square));
    }
  }
  return edges;
}

/** Cost of crossing each pixel's left edge, at which the line climbs or falls by this one row. */
function stepsOf({ width, height, l, a, b }: Planes): Float32Array {
  return Float32Array.from({ length: width * height }, (_, i) => {
    if (i % width === 0) return 0;
    const contrast = Math.hypot(l[i]! - l[i - 1]!, a[i]! - a[i - 1]!, b[i]! - b[i - 1]!);
    return STEP_AT_LEAST + (STEP - STEP_AT_LEAST) * Math.exp(-contrast / STEP_CONTRAST);
  });
}

/** The line that gains most: log odds of all pixels for their side, edges that it runs along, less the steps that it takes. */
function bestLine(
  odds: Float32Array,
  edges: Float32Array,
  steps: Float32Array,
  width: number,
  height: number,
): Int32Array<ArrayBuffer> {
  const levels = height + 1;
  const best = new Float64Array(levels);
  const from = new Int32Array(width * levels);
  const next = new Float64Array(levels);
  for (let x = 0; x < width; x++) {
    if (x > 0) cheapestStep(best, from.subarray(x * levels, (x + 1) * levels), next, (y) => steps[y * width + x]!);
    let gain = 0;
    for (let y = 0; y < height; y++) gain -= odds[y * width + x]!;
    for (let y = 0; y < levels; y++) {
      const edge = y > 0 && y < height ? edges[y * width + x]! : 0;
      best[y] = (x > 0 ? next[y]! : 0) + gain + edge;
      if (y < height) gain += 2 * odds[y * width + x]!;
    }
  }
  const rows = new Int32Array(width);
  let row = 0;
  for (let y = 1; y < levels; y++) if (best[y]! > best[row]!) row = y;
  for (let x = width - 1; x >= 0; x--) {
    rows[x] = row;
    if (x > 0) row = from[x * levels + row]!;
  }
  return rows;
}

/** For each row the best of the column before, less the cost of all rows between: one sweep down, one up. */
function cheapestStep(before: Float64Array, from: Int32Array, out: Float64Array, cost: (row: number) => number): void {
  const n = before.length;
  for (let y = 0; y < n; y++) {
    out[y] = before[y]!;
    from[y] = y;
  }
  for (let y = 1; y < n; y++) {
    const step = out[y - 1]! - cost(y - 1);
    if (step <= out[y]!) continue;
    out[y] = step;
    from[y] = from[y - 1]!;
  }
  for (let y = n - 2; y >= 0; y--) {
    const step = out[y + 1]! - cost(y);
    if (step <= out[y]!) continue;
    out[y] = step;
    from[y] = from[y + 1]!;
  }
}

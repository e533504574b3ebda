import type { Size } from '../raster/raster.ts';

/** A line across the picture: its row at the left and at the right edge. */
export interface HorizonLine {
  readonly left: number;
  readonly right: number;
  /** Share of the columns whose skyline runs on it, 0..1. */
  readonly share: number;
}

/** Most tilt, in degrees to either side: a camera held by hand rarely leans more. */
const TILT = 6;
/** A skyline's row this near, as a share of the height, runs on the line. */
const NEAR = 0.012;
/** The steepest line must hold this much more of the skyline than a level one. */
const LEVEL_FIRST = 0.5;

/**
 * The straight, nearly level line that most of a skyline runs on: heads, hills and boats hide parts of a horizon and
 * leave the rest of it.
 *
 * @param rows the skyline, a row per column
 */
export function horizonOf(rows: ArrayLike<number>, { width, height }: Size): HorizonLine {
  const most = Math.ceil(Math.tan((TILT * Math.PI) / 180) * width);
  const near = Math.max(1, Math.floor(NEAR * height));
  let best: HorizonLine = { left: height / 2, right: height / 2, share: 0 };
  let bestScore = 0;
  const rises = [0];
  // One end moves by no more than the nearness from one rise to the next.
  for (let rise = near; rise <= most; rise += near) rises.push(rise, -rise);
  for (const rise of rises) {
    const counts = new Float64Array(height + 2 * most + 2);
    for (let x = 0; x < width; x++) counts[Math.round(rows[x]! - rise * ((x + 0.5) / width - 0.5)) + most]!++;
    const worth = 1 - (LEVEL_FIRST * Math.abs(rise)) / most;
    for (let level = most + 1; level < height + most; level++) {
      const share = sumAround(counts, level, near) / width;
      if (share * worth <= bestScore) continue;
      bestScore = share * worth;
      best = { left: level - most - rise / 2, right: level - most + rise / 2, share };
    }
  }
  return fitted(best, rows, width, near);
}

/** The least-squares line through the columns whose skyline runs on the coarse one. */
function fitted(coarse: HorizonLine, rows: ArrayLike<number>, width: number, near: number): HorizonLine {
  const { left, right, share } = coarse;
  let [n, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];
  for (let x = 0; x < width; x++) {
    const at = (x + 0.5) / width - 0.5;
    if (Math.abs(rows[x]! - ((left + right) / 2 + (right - left) * at)) > near + 1) continue;
    n++;
    sumX += at;
    sumY += rows[x]!;
    sumXX += at * at;
    sumXY += at * rows[x]!;
  }
  const spread = n * sumXX - sumX * sumX;
  if (n < 2 || spread <= 0) return coarse;
  const rise = (n * sumXY - sumX * sumY) / spread;
  const middle = (sumY - rise * sumX) / n;
  return { left: middle - rise / 2, right: middle + rise / 2, share };
}

function sumAround(counts: Float64Array, at: number, reach: number): number {
  let sum = 0;
  for (let k = Math.max(0, at - reach); k <= Math.min(counts.length - 1, at + reach); k++) sum += counts[k]!;
  return sum;
}

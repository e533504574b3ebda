import { boxOf } from '@chemigram/mask';
import type { Raster } from '@chemigram/mask';

/** An opacity in steps: `values[k]` from `thresholds[k - 1]` on, the first from 0 on. */
export interface Steps {
  readonly values: readonly number[];
  /** Ascending, one fewer than values. */
  readonly thresholds: readonly number[];
  /** Mean absolute difference to the opacity, some 512th of it aside. */
  readonly error: number;
}

const BINS = 256;
/**
 * The steps that come nearest to an opacity: those with the least squared error over its pixels, found exactly among all
 * ways to part its histogram (dynamic programming, as Fisher's natural breaks). A mask of few opacities, such as shapes at
 * 30 % over others at 60 %, is met by as many steps.
 *
 * @param counts numbers of steps to find, ascending
 * @param selected the opacity where selected begins, which no step reaches over
 * @returns for each of them; fewer steps where the opacity has fewer values
 */
export function stepsOfOpacity(opacity: Raster, counts: readonly number[], selected: number): Steps[] {
  const weight = new Float64Array(BINS);
  const sum = new Float64Array(BINS);
  const { width, data } = opacity;
  const { left, top, right, bottom } = boxOf(opacity);
  for (let y = top; y < bottom; y++) {
    for (let i = y * width + left; i < y * width + right; i++) {
      const bin = Math.min(BINS - 1, Math.max(0, Math.floor(data[i]! * BINS)));
      weight[bin]!++;
      sum[bin]! += data[i]!;
    }
  }
  weight[0]! += data.length - (right - left) * (bottom - top);
  const [w, s, q] = [cumulated(weight), cumulated(sum), cumulated(squares(sum, weight))];
  const half = Math.min(BINS, Math.max(0, Math.round(selected * BINS)));
  /** Squared error of the bins [from, to) as one step. */
  const cost = (from: number, to: number): number => {
    const n = w[to]! - w[from]!;
    if (n === 0) return 0;
    if (from < half && to > half && w[half]! > w[from]! && w[to]! > w[half]!) return Infinity;
    return q[to]! - q[from]! - (s[to]! - s[from]!) ** 2 / n;
  };
  const most = counts.at(-1)!;
  // best[k][to]: least error of the bins before `to` in k + 1 steps; start[k][to]: where the last of them begins.
  const best = [Float64Array.from({ length: BINS + 1 }, (_, to) => cost(0, to))];
  const start = [new Uint16Array(BINS + 1)];
  for (let k = 1; k < most; k++) {
    const errors = new Float64Array(BINS + 1);
    const starts = new Uint16Array(BINS + 1);
    for (let to = 0; to <= BINS; to++) {
      let least = Infinity;
      for (let from = 0; from <= to; from++) {
        const error = best[k - 1]![from]! + cost(from, to);
        if (error < least) [least, starts[to]] = [error, from];
      }
      errors[to] = least;
    }
    best.push(errors);
    start.push(starts);
  }
  return counts.map((count) => {
    const values: number[] = [];
    const thresholds: number[] = [];
    let error = 0;
    for (let k = count - 1, to = BINS; k >= 0; k--) {
      const from = start[k]![to]!;
      const n = w[to]! - w[from]!;
      if (n > 0) {
        // Between two steps nothing lies as a rule: the edge runs in the middle of what lies between.
        if (values.length > 0) thresholds.unshift((to === half ? half : middleOfGap(weight, to)) / BINS);
        const value = (s[to]! - s[from]!) / n;
        for (let bin = from; bin < to; bin++) error += Math.abs(sum[bin]! - value * weight[bin]!);
        values.unshift(value);
      }
      to = from;
    }
    return { values, thresholds, error: error / data.length };
  });
}

/** The middle of the empty bins around a boundary. */
function middleOfGap(weight: Float64Array, boundary: number): number {
  let [from, to] = [boundary, boundary];
  while (from > 0 && weight[from - 1] === 0) from--;
  while (to < BINS && weight[to] === 0) to++;
  return (from + to) / 2;
}

const squares = (sum: Float64Array, weight: Float64Array): Float64Array =>
  sum.map((value, i) => (value * value) / Math.max(1, weight[i]!));

function cumulated(values: Float64Array): Float64Array {
  const out = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) out[i + 1] = out[i]! + values[i]!;
  return out;
}

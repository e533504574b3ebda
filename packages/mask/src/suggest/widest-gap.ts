/** A run of bins and what is gained by it. `from` may lie above `to` on a circle: the run goes round. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  readonly gap: number;
}

/**
 * The run of bins with the largest sum (Kadane's algorithm); on a circle also one that goes round, which is all but the run
 * with the smallest sum. It is never the whole circle: there is nothing to choose then.
 *
 * @param gains at least one
 */
export function widestGap(gains: Float64Array, isCircle: boolean): Gap {
  const straight = largestRun(gains);
  if (!isCircle) return straight;
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  const without = largestRun(gains.map((gain) => -gain));
  const round = total + without.gap;
  const leavesAny = without.to - without.from + 1 < gains.length;
  if (!leavesAny || round <= straight.gap) return straight;
  const next = (bin: number): number => (bin + 1) % gains.length;
  const before = (bin: number): number => (bin + gains.length - 1) % gains.length;
  return { from: next(without.to), to: before(without.from), gap: round };
}

function largestRun(gains: Float64Array): Gap {
  let best = { from: 0, to: 0, gap: -Infinity };
  let [start, sum] = [0, 0];
  for (let bin = 0; bin < gains.length; bin++) {
    if (sum <= 0) [start, sum] = [bin, 0];
    sum += gains[bin]!;
    if (sum > best.gap) best = { from: start, to: bin, gap: sum };
  }
  return best;
}

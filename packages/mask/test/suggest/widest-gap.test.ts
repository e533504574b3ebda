import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { widestGap } from '../../src/suggest/widest-gap.ts';
import { runs } from '../arbitraries.ts';

const sum = (gains: readonly number[], from: number, to: number): number => {
  let total = 0;
  for (let bin = from; ; bin = (bin + 1) % gains.length) {
    total += gains[bin]!;
    if (bin === to) return total;
  }
};

it.each([
  ['line', false],
  ['circle', true],
] as const)('finds the best run of a %s', (_, isCircle) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 8 }), (gains) => {
      const { from, to, gap } = widestGap(Float64Array.from(gains), isCircle);
      expect(sum(gains, from, to)).toBe(gap);
      const bins = [...gains.keys()];
      const all = bins.flatMap((a) => bins.filter((b) => isCircle || b >= a).map((b) => sum(gains, a, b)));
      expect(gap).toBe(Math.max(...all));
    }),
    runs(100),
  );
});

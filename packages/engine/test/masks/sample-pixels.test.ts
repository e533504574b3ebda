import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { samplePixels } from '../../src/masks/ranges/sample-pixels.ts';

const sum = (values: Float32Array): number => values.reduce((all, value) => all + value, 0);

it('the sample stands for all pixels and for all that is asked, however little that is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 1, max: 500 }), (n, every) => {
      const target = Float32Array.from({ length: n }, (_, i) => (i % every === 0 ? 1 : 0));
      const sample = samplePixels(target, null, 200);
      expect(sample.at.length).toBe(Math.min(n, 200));
      expect(sum(sample.weight)).toBeCloseTo(n, 0);
      expect(sum(sample.weight.map((weight, k) => weight * sample.target[k]!))).toBeCloseTo(sum(target), 0);
      expect(sample.at.every((at, k) => target[at] === sample.target[k] && (k === 0 || at > sample.at[k - 1]!))).toBe(
        true,
      );
    }),
  );
});

it('pixels of no weight are left out, the others count by theirs', () => {
  const sample = samplePixels(Float32Array.of(1, 1, 0, 0), Float32Array.of(0, 0.5, 1, 0));
  expect([...sample.at]).toEqual([1, 2]);
  expect([...sample.weight]).toEqual([0.5, 1]);
});

import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Band } from '../../src/snap/band.ts';
import { runs } from '../arbitraries.ts';

const SIZE = { width: 5, height: 4 };
const COUNT = SIZE.width * SIZE.height;
const whole = (most: number) => fc.array(fc.integer({ min: -most, max: most }), { minLength: COUNT, maxLength: COUNT });

it('divides by new evidence as a band that never heard the old', () => {
  fc.assert(
    fc.property(whole(20), whole(9), whole(9), (colours, first, second) => {
      const [l, flat] = [Float32Array.from(colours), new Float32Array(COUNT)];
      const fresh = () =>
        new Band({ ...SIZE, l, a: flat, b: flat }, Int32Array.from(l.keys()), new Uint8Array(COUNT), 3);
      // Whole numbers tie with one another: a little that differs per pixel decides.
      const evidence = (said: number[]) => Float32Array.from(said, (v, k) => v + 0.01 * ((k * 7) % COUNT) + 0.003);
      const band = fresh();
      band.divide(evidence(first));
      expect([...band.divide(evidence(second))]).toEqual([...fresh().divide(evidence(second))]);
    }),
    runs(60),
  );
});

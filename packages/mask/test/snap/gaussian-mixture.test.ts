import { describe, expect, it } from 'vitest';
import { FEATURES, fitMixture, logDensities } from '../../src/snap/gaussian-mixture.ts';

/** Samples on a small grid around each centre, so that spread and mean are known. */
function around(...centres: number[][]): Float32Array {
  const offsets = [-1, 0, 1].flatMap((x) => [-1, 0, 1].map((y) => [x, y, (x * y) / 2, 0]));
  return Float32Array.from(centres.flatMap((centre) => offsets.flatMap((o) => centre.map((c, d) => c + o[d]!))));
}

describe('fitMixture', () => {
  it('finds as many components as the samples have heaps', () => {
    const samples = around([10, 0, 0, 0], [60, 20, 0, 3], [60, -30, 5, 9]);
    const mixture = fitMixture(samples, 3, 1);
    expect(mixture.map(({ mean }) => [...mean].map(Math.round)).sort((a, b) => a[1]! - b[1]!)).toEqual([
      [60, -30, 5, 9],
      [10, 0, 0, 0],
      [60, 20, 0, 3],
    ]);
  });

  it('says of each sample that it came from its own heap', () => {
    const [dark, light] = [around([20, 0, 0, 1]), around([70, 5, 5, 1])];
    const [a, b] = [fitMixture(dark, 2, 1), fitMixture(light, 2, 1)];
    expect([...logDensities(a, dark)].every((d, i) => d > logDensities(b, dark)[i]!)).toBe(true);
    expect([...logDensities(a, light)].every((d, i) => d < logDensities(b, light)[i]!)).toBe(true);
  });

  it('makes one component of samples that are all the same, however many are asked for', () => {
    const same = new Float32Array(FEATURES * 50).fill(7);
    const mixture = fitMixture(same, 5, 4);
    expect(mixture).toHaveLength(1);
    expect(logDensities(mixture, same.subarray(0, FEATURES))[0]).toBeCloseTo(-2 * Math.log(4), 6);
  });
});

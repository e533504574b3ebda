import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { levelsOf, MOST_LEVELS, multiplyByFactor, pixelsOf } from '../../src/masks/channel-levels.ts';

const SEED = { seed: 20260731 };
const values = (most: number) =>
  fc
    .array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: 1, maxLength: most })
    .map((v) => Float32Array.from(v));

it('a level stands for its values to a thousandth, and levels ascend as values do', () => {
  fc.assert(
    fc.property(values(300), (channel) => {
      const { level, values: means } = levelsOf('a', channel, true);
      for (const [i, value] of channel.entries()) {
        expect(Math.abs(means[level[i]!]! - value)).toBeLessThanOrEqual(Math.abs(value) / 1000 + 1e-30);
        expect(level.every((other, j) => (channel[j]! < value ? other <= level[i]! : true))).toBe(true);
      }
    }),
    SEED,
  );
});

it('of more values than there are levels, each level has about as many', () => {
  const many = Float32Array.from({ length: 8 * MOST_LEVELS }, (_, i) => 1 + ((i * 0.618034) % 1) ** 3);
  const { level, values: means } = levelsOf('R', many, false);
  const members = new Uint32Array(means.length);
  for (const l of level) members[l]!++;
  expect(means.length).toBeLessThanOrEqual(MOST_LEVELS);
  expect(members.every((count) => count > 0)).toBe(true);
  expect(means.every((mean, l) => l === 0 || mean > means[l - 1]!)).toBe(true);
});

it('multiplies every pixel by the factor at its value', () => {
  const trapezoid = { limits: [-2, 2, 3, 4], rise: 1 / 4, fall: 1 } as const;
  fc.assert(
    fc.property(values(5000), (channel) => {
      const opacity = new Float32Array(channel.length).fill(0.5);
      multiplyByFactor(opacity, levelsOf('b', channel, true), { trapezoid, turned: false });
      for (const [i, value] of channel.entries()) expect(opacity[i]).toBeCloseTo(0.25 + value / 8, 3);
    }),
    { ...SEED, numRuns: 20 },
  );
});

it('takes some pixels of a channel in the order that is asked', () => {
  const channel = levelsOf('G', Float32Array.of(0.1, 0.4, 0.2, 0.3), false);
  expect([...pixelsOf(channel, Uint32Array.of(0, 2, 3)).level]).toEqual([0, 1, 2]);
});

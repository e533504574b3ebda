import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { layTerms, levelsOf, MOST_LEVELS, pixelsOf } from '../../src/masks/ranges/channel-levels.ts';

/** As many next to 0 as evenly spread. */
const value = fc.oneof(
  fc.float({ min: -2, max: 2, noNaN: true }),
  fc.integer({ min: -2000, max: 2000 }).map((n) => n / 1000),
);
const values = (most: number) => fc.array(value, { minLength: 1, maxLength: most }).map((v) => Float32Array.from(v));

it('a level stands for its values to a thousandth, and levels ascend as values do', () => {
  fc.assert(
    fc.property(values(300), (channel) => {
      const { level, values: means } = levelsOf('a', channel, true);
      for (const [i, value] of channel.entries()) {
        expect(Math.abs(means[level[i]!]! - value)).toBeLessThanOrEqual(Math.abs(value) / 1000 + 1e-30);
        expect(level.every((other, j) => (channel[j]! < value ? other <= level[i]! : true))).toBe(true);
      }
    }),
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

it("lays the product of every factor at a pixel's value and of what is drawn, scaled", () => {
  const trapezoid = { limits: [-1.5, -0.5, 0.25, 1.25], rise: 1, fall: 1 } as const;
  const opacity = (value: number): number => Math.max(0, Math.min(1, value + 1.5, 1.25 - value));
  fc.assert(
    fc.property(values(5000), (channel) => {
      const levels = levelsOf('b', channel, true);
      const factors = [
        { levels, factor: { trapezoid, turned: false } },
        { levels, factor: { trapezoid, turned: true } },
      ];
      const drawn = channel.map((_, i) => i / channel.length);
      const [turned, straight] = [new Float32Array(channel.length), new Float32Array(channel.length)];
      layTerms({ drawn: 'turned', from: 0.75, by: -0.5 }, factors, drawn, turned);
      layTerms({ drawn: null, from: 0, by: 1 }, factors.slice(0, 1), null, straight);
      for (const [i, value] of channel.entries()) {
        const both = opacity(value) * (1 - opacity(value));
        expect(turned[i]).toBeCloseTo(0.75 - 0.5 * both * (1 - drawn[i]!), 2);
        expect(straight[i]).toBeCloseTo(opacity(value), 2);
      }
    }),
    { numRuns: 20 },
  );
});

it('takes some pixels of a channel in the order that is asked', () => {
  const channel = levelsOf('G', Float32Array.of(0.1, 0.4, 0.2, 0.3), false);
  expect([...pixelsOf(channel, Uint32Array.of(0, 2, 3)).level]).toEqual([0, 1, 2]);
});

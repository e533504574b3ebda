import { assert, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHalf, toHalf } from '../../src/tensors/half.ts';

const through = (value: number): number => fromHalf(toHalf([value]))[0]!;

describe('numbers of 16 bits', () => {
  it('come back as they were, all of them', () => {
    const all = Uint16Array.from({ length: 0x1_0000 }, (_, bits) => bits).filter((bits) => (bits & 0x7fff) <= 0x7c00);
    expect(toHalf(fromHalf(all))).toEqual(all);
  });

  it('are the nearest ones', () => {
    expect([through(1 / 3), through(1 + 2 ** -11), through(1 + 3 * 2 ** -11)]).toEqual([
      0.333251953125,
      1,
      1 + 2 ** -9,
    ]);
    expect([through(65_519), through(65_520), through(-1e9), through(2 ** -26)]).toEqual([
      65_504,
      Infinity,
      -Infinity,
      0,
    ]);
    expect(through(Number.NaN)).toBeNaN();
  });

  it('are off by half a step at most', () => {
    const ordinary = double({ min: 2 ** -14, max: 65_504, noNaN: true });
    assert(property(ordinary, (value) => Math.abs(through(value) - value) <= value * 2 ** -11));
  });
});

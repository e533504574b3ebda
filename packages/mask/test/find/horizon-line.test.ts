import { describe, expect, it } from 'vitest';
import { horizonOf } from '../../src/index.ts';

const SIZE = { width: 100, height: 80 };
const rowsOf = (row: (x: number) => number): number[] => Array.from({ length: SIZE.width }, (_, x) => row(x));
const tilted = (rise: number, at: number) => (x: number) => Math.round(at + rise * ((x + 0.5) / SIZE.width - 0.5));

describe('the horizon', () => {
  it('is the line that most columns share, whatever hides the rest', () => {
    const rows = rowsOf((x) => (x < 60 ? 40 : 10 + ((x * 7) % 23)));
    expect(horizonOf(rows, SIZE)).toEqual({ left: expect.closeTo(40, 1), right: expect.closeTo(40, 1), share: 0.6 });
  });

  it.each([
    ['level, near the top', 0, 3],
    ['level, near the bottom', 0, 77],
    ['tilted one way', 8, 30],
    ['tilted the other way', -10, 50],
  ])('is found %s, on all columns', (_where, rise, at) => {
    const { left, right, share } = horizonOf(rowsOf(tilted(rise, at)), SIZE);
    expect(share).toBe(1);
    expect(Math.abs(left - (at - rise / 2))).toBeLessThan(0.5);
    expect(Math.abs(right - (at + rise / 2))).toBeLessThan(0.5);
  });

  it('is one line where the skyline is a row off here and there', () => {
    expect(
      horizonOf(
        rowsOf((x) => 40 + (x % 3) - 1),
        SIZE,
      ).share,
    ).toBe(1);
  });

  it('is a level line sooner than a steep one that a few more columns share', () => {
    const rows = rowsOf((x) => (x % 20 < 9 ? 20 : tilted(10, 60)(x)));
    expect(horizonOf(rows, SIZE)).toEqual({ left: expect.closeTo(20, 1), right: expect.closeTo(20, 1), share: 0.45 });
  });
});

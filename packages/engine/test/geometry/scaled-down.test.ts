import { describe, expect, it } from 'vitest';
import { sampledAt, takenAt } from '../../src/geometry/scaled-down.ts';

describe('takenAt', () => {
  it('gives each pixel what lines of single pixels showed on darktable 5.4.1 at two thirds', () => {
    const weights = (at: number) => {
      const taken = takenAt(at, 1.5);
      return new Map([...taken.weights].map((weight, k) => [taken.first + k - at, weight]));
    };
    const on = weights(9);
    expect(on.get(0)).toBeCloseTo(0.6279, 4);
    expect(on.get(1)).toBeCloseTo(0.2093, 4);
    expect(on.get(-2)).toBeCloseTo(-0.0465, 4);
    expect(on.get(2) ?? 0).toBe(0);
    const between = weights(10.5);
    expect(between.get(0.5)).toBeCloseTo(0.5122, 4);
    expect(between.get(-2.5)).toBeCloseTo(-0.0244, 4);
  });

  it('takes a pixel alone where nothing is scaled', () => {
    const { first, weights } = takenAt(7, 1);
    expect([...weights].map((weight, k) => [first + k, weight]).filter(([, weight]) => weight !== 0)).toEqual([[7, 1]]);
  });
});

describe('sampledAt', () => {
  // [frame, cut, count, step, forward, mosaic] and where the frame's first pixel of the picture was found on 5.4.1.
  const PICTURE = 1024;
  const step = 2100 / PICTURE;
  it.each([
    ['a raw that is not cropped', { inFrame: 1536, cut: 0, count: 1024, step: 1.5, isForward: true, mosaic: 2 }, 0],
    ['one turned round', { inFrame: 1024, cut: 0, count: 682, step: 1.5, isForward: false, mosaic: 2 }, 0],
    ['a cropped raw', { inFrame: 3000, cut: 300, count: 1024, step, isForward: true, mosaic: 2 }, 298],
    ['one turned round, along', { inFrame: 3000, cut: 300, count: 1024, step, isForward: false, mosaic: 2 }, 598],
    ['one turned round, across', { inFrame: 2000, cut: 400, count: 682, step, isForward: false, mosaic: 2 }, 200],
    ['one at its full size', { inFrame: 1536, cut: 153.6, count: 1075, step: 1, isForward: true, mosaic: 2 }, 152],
    ['the same turned round', { inFrame: 1536, cut: 307.2, count: 1075, step: 1, isForward: false, mosaic: 2 }, 154],
    ['a cropped PNG', { inFrame: 3000, cut: 300, count: 1024, step, isForward: true, mosaic: null }, 146 * step],
  ] as const)('stands where darktable 5.4.1 did in %s', (_name, axis, first) => {
    const at = sampledAt(axis);
    const last = axis.count - 1;
    expect(axis.isForward ? at(0) : at(last)).toBeCloseTo(first, 6);
    expect(Math.abs(at(last) - at(0))).toBeCloseTo(last * axis.step, 6);
  });
});

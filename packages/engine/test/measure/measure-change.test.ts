import type { Picture, Raster } from '@chemigram/mask';
import { describe, expect, it } from 'vitest';
import { isIdle, measureChange } from '../../src/measure/measure-change.ts';

const SIZE = { width: 40, height: 20 };
const isLeft = (i: number): boolean => i % SIZE.width < SIZE.width / 2;

/** Even grey, on the left half so much lighter. */
const picture = (lighter: number): Picture => ({
  ...SIZE,
  rgb: Uint8Array.from(
    { length: 3 * SIZE.width * SIZE.height },
    (_, k) => 100 + (isLeft(Math.floor(k / 3)) ? lighter : 0),
  ),
});
const leftHalf = (opacity: number): Raster => ({
  ...SIZE,
  data: Float32Array.from({ length: SIZE.width * SIZE.height }, (_, i) => (isLeft(i) ? opacity : 0)),
});

describe('measureChange', () => {
  it.each([1, 0.5, 0.3, 0.1])('finds what changed inside of a mask at an opacity of %f', (opacity) => {
    const { inside, outside, verdict } = measureChange(picture(0), picture(12), leftHalf(opacity));
    expect(verdict).toBe('clean');
    expect(inside.area).toBeCloseTo(0.5, 6);
    expect(outside.area).toBeCloseTo(0.5, 1);
    expect(isIdle(picture(0), picture(12), leftHalf(opacity))).toBe(false);
  });

  it('says that nothing changed, and that something changed elsewhere', () => {
    expect(measureChange(picture(0), picture(0), leftHalf(0.3)).verdict).toBe('no_effect');
    const right = { ...leftHalf(0.3), data: leftHalf(0.3).data.map((opacity) => 0.3 - opacity) };
    expect(measureChange(picture(0), picture(12), right).verdict).toBe('spilled');
  });
});

import { array, assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boundingBox,
  compare,
  coverage,
  fromGrey,
  type Raster,
  resample,
  selectedFrom,
  sidesPerPixel,
  strongestOf,
  toGrey,
} from '../src/index.ts';

const raster = (rows: number[][]): Raster => ({
  width: rows[0]!.length,
  height: rows.length,
  data: Float32Array.from(rows.flat()),
});
const A = raster([
  [0, 0, 0, 0],
  [0, 1, 1, 0],
]);
const B = raster([
  [0, 0, 0, 0],
  [0, 0, 1, 0.5],
]);
const FAINT = raster([
  [0, 0, 0, 0],
  [0, 0, 0, 0.4],
]);

describe('measures of rasters', () => {
  it('count the sides between what is selected and what is not, for each pixel that is', () => {
    expect(sidesPerPixel(A, 0.5)).toBe(2);
    expect(sidesPerPixel(B, 0.5)).toBe(3 / 2);
    expect(sidesPerPixel(B, 0.6)).toBe(3);
    const stroke = raster(
      Array.from({ length: 12 }, (_, y) => Array.from({ length: 50 }, () => (y > 2 && y < 8 ? 1 : 0))),
    );
    expect(sidesPerPixel(stroke, 0.5)).toBe(2 / 5);
    expect(sidesPerPixel(FAINT, 0.5)).toBe(0);
  });

  it('count the same sides as going from pixel to pixel does, in a picture of any width', () => {
    const rowOf = (length: number) => array(constantFrom(0, 0.2, 0.5, 1), { minLength: length, maxLength: length });
    assert(
      property(
        integer({ min: 1, max: 70 }).chain((width) => array(rowOf(width), { minLength: 1, maxLength: 6 })),
        (rows) => {
          let [inside, sides] = [0, 0];
          for (const [y, row] of rows.entries()) {
            for (const [x, value] of row.entries()) {
              if (value >= 0.5) inside++;
              if (x > 0 && value >= 0.5 !== row[x - 1]! >= 0.5) sides++;
              if (y > 0 && value >= 0.5 !== rows[y - 1]![x]! >= 0.5) sides++;
            }
          }
          expect(sidesPerPixel(raster(rows), 0.5)).toBe(inside === 0 ? 0 : sides / inside);
        },
      ),
    );
  });

  it('compares at half opacity and by the mean difference', () => {
    expect(compare(A, B)).toEqual({ iou: 1 / 3, meanAbsoluteError: 1.5 / 8 });
    expect(compare(A, A)).toEqual({ iou: 1, meanAbsoluteError: 0 });
    expect(compare(FAINT, FAINT).iou).toBe(1);
    // What darktable did is measured with noise: a little below 0, and above 1.
    const noisy = raster([
      [-1e-6, -0.2, 0, -3],
      [0, 1.2, 0.9, -0.01],
    ]);
    expect(compare(A, noisy).iou).toBe(1);
    for (const other of [
      { ...A, width: A.width + 1 },
      { ...A, height: A.height + 1 },
    ]) {
      expect(() => compare(A, other)).toThrow(/sizes/);
    }
  });

  it('finds the strongest opacity wherever it lies in a large mask', () => {
    const size = { width: 100, height: 100 };
    for (const at of [0, 4_095, 4_096, 9_999]) {
      const data = new Float32Array(10_000).fill(0.3);
      data[at] = 0.8;
      expect(strongestOf({ ...size, data })).toBe(Math.fround(0.8));
    }
    expect(strongestOf({ ...size, data: new Float32Array(10_000) })).toBe(0);
  });

  it('compares a faint mask by what it selects, half of its strongest', () => {
    const faint = raster([
      [0, 0.1, 0.3],
      [0, 0.3, 0.2],
    ]);
    const selected = selectedFrom(strongestOf(faint));
    expect(selected).toBeCloseTo(0.15, 3);
    const other = { ...faint, data: faint.data.map((opacity, i) => (i === 4 ? 0 : opacity)) };
    expect(compare(faint, other, selected).iou).toBeCloseTo(2 / 3, 6);
    expect(selectedFrom(0)).toBe(0.5);
    expect(selectedFrom(1.2)).toBe(selectedFrom(1));
  });

  it.each([1, 0.997, 0.3])('does not select what is half of a strongest of %d but for rounding', (strongest) => {
    const selected = selectedFrom(strongest);
    const half = strongest < 0.9 ? strongest / 2 : 0.5;
    expect(half - 1e-5 >= selected).toBe(half + 1e-5 >= selected);
    expect(half * 1.01).toBeGreaterThan(selected);
    expect(half).toBeLessThan(selected);
  });

  it('covers by mean opacity', () => {
    expect(coverage(toGrey(B))).toBeCloseTo(1.5 / 8, 4);
  });

  it('boxes by the outer edges of the pixels, in fractions', () => {
    expect(boundingBox(toGrey(A))).toEqual([0.25, 0.5, 0.75, 1]);
    expect(boundingBox(toGrey(FAINT))).toEqual([0.75, 0.5, 1, 1]);
    expect(boundingBox(toGrey({ ...A, data: new Float32Array(8) }))).toBeNull();
  });

  it('resamples without changing what is even, and keeps the coverage', () => {
    const even = { width: 30, height: 20, data: new Float32Array(600).fill(0.7) };
    expect(resample(even, { width: 7, height: 5 }).data.every((v) => Math.abs(v - 0.7) < 1e-6)).toBe(true);
    expect(resample(even, { width: 90, height: 60 }).data.every((v) => Math.abs(v - 0.7) < 1e-6)).toBe(true);
    const half = { width: 40, height: 40, data: new Float32Array(1600).map((_, i) => (i % 40 < 20 ? 1 : 0)) };
    expect(coverage(toGrey(resample(half, { width: 10, height: 10 })))).toBeCloseTo(0.5, 5);
    expect(Array.from(resample(A, { width: 4, height: 1 }).data)).toEqual([0, 0.5, 0.5, 0]);
  });

  it('comes back from grey as it was, by half a step at most, and dark outside of its box', () => {
    const back = fromGrey(toGrey(B));
    expect(back.data.every((v, i) => Math.abs(v - B.data[i]!) <= 0.5 / 65_535)).toBe(true);
    const boxed = { ...A, box: { left: 1, right: 3, top: 1, bottom: 2 } };
    expect(fromGrey(toGrey(boxed))).toEqual(boxed);
  });
});

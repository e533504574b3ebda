import { describe, expect, it } from 'vitest';
import { stepsOfOpacity } from '../../src/masks/outlines/steps-of-opacity.ts';

const raster = (...values: number[]) => ({ width: values.length, height: 1, data: Float32Array.from(values) });
const rounded = (values: readonly number[]) => values.map((value) => Math.round(100 * value) / 100);

describe('stepsOfOpacity', () => {
  it('finds the few opacities that a mask has, with the edge between them', () => {
    const [two, three] = stepsOfOpacity(raster(0, 0, 0, 0.2, 0.2, 0.8, 0.8), [2, 3], 0.5);
    expect(rounded(three!.values)).toEqual([0, 0.2, 0.8]);
    expect(rounded(three!.thresholds)).toEqual([0.1, 0.5]);
    expect(two!.values).toHaveLength(2);
  });

  it('needs no more steps than there are opacities', () => {
    const [ten] = stepsOfOpacity(raster(0.3, 0.3, 0.3), [10], 0.5);
    expect(rounded(ten!.values)).toEqual([0.3]);
    expect(ten!.thresholds).toEqual([]);
  });

  it('never takes what is selected and what is not for one step, however near', () => {
    const [two] = stepsOfOpacity(raster(0, 0.48, 0.48, 0.52, 0.52), [2], 0.5);
    expect(two!.thresholds).toEqual([0.5]);
  });

  it('counts what rounding left below none and above all', () => {
    const [two] = stepsOfOpacity(raster(-1e-9, -1e-9, -1e-9, 1 + 1e-7, 0.2), [2], 0.5);
    expect(rounded(two!.values)).toEqual([0.05, 1]);
  });

  it('says how near the steps come', () => {
    const [two, three] = stepsOfOpacity(raster(0, 0, 0.25, 0.25, 0.75, 0.75), [2, 3], 0.5);
    // None and a quarter become an eighth.
    expect(two!.error).toBeCloseTo((4 * 0.125) / 6, 2);
    expect(three!.error).toBeCloseTo(0, 6);
  });

  it('finds the same where it is known in which part of the picture anything is', () => {
    const data = Float32Array.from({ length: 8 * 6 }, (_, i) =>
      i % 8 >= 2 && i % 8 < 5 && i >= 16 && i < 32 ? (i % 8) / 5 : 0,
    );
    const box = { left: 1, top: 2, right: 6, bottom: 5 };
    const size = { width: 8, height: 6 };
    expect(stepsOfOpacity({ ...size, data, box }, [2, 3], 0.5)).toEqual(stepsOfOpacity({ ...size, data }, [2, 3], 0.5));
  });
});

import { describe, expect, it } from 'vitest';
import { featherLengths } from '../../src/masks/forms/feather-lengths.ts';
import type { Geometry } from '../../src/geometry/geometry.ts';

type Map = (x: number, y: number) => [number, number];
/** A picture of 300 by 200 of which only is known where its points lie. */
const through = (toStored: Map): Geometry => ({ displayed: { width: 300, height: 200 }, toStored }) as Geometry;

const BOX = [
  [100, 60],
  [200, 60],
  [200, 140],
  [100, 140],
] as const;
const BORDER = 40;

describe('featherLengths', () => {
  it('are the border where nothing is bent, however it is turned and scaled', () => {
    const turned = through((x, y) => [
      0.5 * (x * Math.cos(1) - y * Math.sin(1)),
      0.5 * (x * Math.sin(1) + y * Math.cos(1)),
    ]);
    for (const lengths of featherLengths(BOX, BORDER, turned)) {
      for (const length of Object.values(lengths)) expect(length).toBeCloseTo(20);
    }
  });

  it('are as far from a slanted edge as the displayed end of the feather is', () => {
    // Lines that were upright lean by a half: those beside them lie nearer to each other.
    const [upper] = featherLengths(
      BOX,
      BORDER,
      through((x, y) => [x + y / 2, y]),
    );
    expect(upper!.before).toBeCloseTo(BORDER / Math.hypot(1, 0.5));
    expect(upper!.after).toBeCloseTo(BORDER);
    expect(upper!.around).toBeCloseTo(BORDER * Math.hypot(1.5, 1) * Math.SQRT1_2);
  });

  it('end where the displayed feather ends, where the scale grows on the way', () => {
    const growing: Map = (x, y) => [x ** 2 / 100, y];
    const [, upperRight] = featherLengths(BOX, BORDER, through(growing));
    expect(upperRight!.after).toBeCloseTo((240 ** 2 - 200 ** 2) / 100);
  });
});

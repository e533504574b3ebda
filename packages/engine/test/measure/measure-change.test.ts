import type { Picture, Raster } from '@chemigram/mask';
import { describe, expect, it } from 'vitest';
import { isIdle, measureChange, measureRegions } from '../../src/measure/measure-change.ts';

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
    const nothing = measureChange(picture(0), picture(0), leftHalf(0.3));
    expect(nothing).toMatchObject({ verdict: 'no_effect', warnings: [expect.stringContaining('where the mask lies')] });
    const anywhere = measureChange(picture(0), picture(0), null).warnings.join();
    expect(anywhere).toMatch(/^Nothing visible changed\./);
    expect(anywhere, 'of a mask that there is none of').not.toContain('mask');
    const right = { ...leftHalf(0.3), data: leftHalf(0.3).data.map((opacity) => 0.3 - opacity) };
    expect(measureChange(picture(0), picture(12), right).verdict).toBe('spilled');
  });
});

describe('what is said of a change', () => {
  const WIDE = { width: 40, height: 40 };
  type Where = (x: number, y: number) => boolean;
  const across = <T>(of: (x: number, y: number) => T): T[] =>
    Array.from({ length: WIDE.width * WIDE.height }, (_, i) => of(i % WIDE.width, Math.floor(i / WIDE.width)));
  type Colour = readonly [red: number, green: number, blue: number];
  const grey = (value: number): Colour => [value, value, value];
  const painted = (colour: (x: number, y: number) => Colour): Picture => ({
    ...WIDE,
    rgb: Uint8Array.from(across(colour).flat()),
  });
  const even = (colour: Colour): Picture => painted(() => colour);
  const GREY = even(grey(100));
  const onGrey = (where: Where, colour: Colour): Picture => painted((x, y) => (where(x, y) ? colour : grey(100)));
  const mask = (where: Where, opacity = 1): Raster => ({
    ...WIDE,
    data: Float32Array.from(across((x, y) => (where(x, y) ? opacity : 0))),
  });

  it('light in stops, of the displayed picture: 188 of 255 is half of white', () => {
    const { inside, outside } = measureChange(even(grey(255)), even(grey(188)), null);
    expect(inside).toEqual({
      area: 1,
      mean_change_ev: expect.closeTo(-1, 1),
      mean_change: expect.closeTo(67 / 255, 9),
      changed_fraction: 1,
    });
    expect(outside).toMatchObject({ area: 0, mean_change: 0, changed_fraction: 0 });
    expect(measureChange(even([255, 0, 0]), even([0, 255, 0]), null).inside.mean_change_ev).toBeCloseTo(
      Math.log2(0.7152 / 0.2126),
      6,
    );
    expect(measureChange(even(grey(0)), even(grey(255)), null).inside, 'from black').not.toHaveProperty(
      'mean_change_ev',
    );
    expect(measureChange(even(grey(255)), even(grey(0)), null).inside, 'to black').not.toHaveProperty('mean_change_ev');
  });

  it('the share that changed visibly, by the channel that moved most; two steps of it are rounding', () => {
    const left: Where = (x) => x < 10;
    const shareOf = (...to: Colour) => measureChange(GREY, onGrey(left, to), null).inside;
    expect(shareOf(102, 98, 100).changed_fraction).toBe(0);
    expect(shareOf(100, 100, 97)).toMatchObject({ changed_fraction: 0.25, mean_change: expect.closeTo(0.25 / 255, 9) });
  });

  /** In the middle, so that a band on each of its sides is within the picture. */
  const square: Where = (x, y) => x >= 15 && x < 25 && y >= 15 && y < 25;
  it.each([
    ['left', (x: number, y: number) => x >= 7 && x < 15 && y >= 15 && y < 25],
    ['right', (x: number, y: number) => x >= 25 && x < 33 && y >= 15 && y < 25],
    ['top', (x: number, y: number) => y >= 7 && y < 15 && x >= 15 && x < 25],
    ['bottom', (x: number, y: number) => y >= 25 && y < 33 && x >= 15 && x < 25],
  ])('change beside the mask at its %s is told by the band of eight pixels around it', (_side, beside) => {
    const both = onGrey((x, y) => square(x, y) || beside(x, y), grey(130));
    const { edge_spill, outside, verdict } = measureChange(GREY, both, mask(square));
    // 80 of the 26 by 26 pixels without the square.
    expect(edge_spill).toBeCloseTo(80 / (26 * 26 - 100), 6);
    expect(outside.changed_fraction).toBeCloseTo(80 / 1500, 6);
    expect(verdict).toBe('clean');
  });

  it('more than a quarter of the change all around it is a spill, and so is visible change farther away', () => {
    const all: Where = (x, y) => x >= 7 && x < 33 && y >= 7 && y < 33;
    const spillOf = (steps: number) => {
      const b = painted((x, y) => grey(square(x, y) ? 140 : all(x, y) ? 100 + steps : 100));
      return measureChange(GREY, b, mask(square));
    };
    expect([spillOf(10).edge_spill, spillOf(10).verdict]).toEqual([0.25, 'clean']);
    expect([spillOf(11).edge_spill, spillOf(11).verdict]).toEqual([0.275, 'spilled']);
    const far =
      (count: number): Where =>
      (x, y) =>
        square(x, y) || (y === 0 && x < count);
    // 924 pixels lie farther away: five of them are more than half a percent.
    expect(measureChange(GREY, onGrey(far(4), grey(130)), mask(square)).verdict).toBe('clean');
    expect(measureChange(GREY, onGrey(far(5), grey(130)), mask(square)).verdict).toBe('spilled');
    // One step everywhere is not visible anywhere, and a spill all the same.
    const veil = painted((x, y) => grey(square(x, y) ? 140 : 101));
    expect(measureChange(GREY, veil, mask(square)).verdict).toBe('spilled');
  });

  it('the feather is neither inside nor outside', () => {
    const feathered = { ...mask(square), data: mask(square).data.map((v, i) => (i % WIDE.width < 20 ? v * 0.3 : v)) };
    const { inside, outside } = measureChange(GREY, GREY, feathered);
    expect([inside.area, outside.area]).toEqual([50 / 1600, 1500 / 1600]);
  });

  it('each of several regions where it stands alone, where it does so with more than a tenth of it', () => {
    const left: Where = (x) => x < 20;
    const some: Where = (x) => x >= 17 && x < 30;
    const b = onGrey((x) => x < 17, grey(130));
    const { regions, outside } = measureRegions(GREY, b, [mask(left), mask(some)]);
    expect(
      regions.map(({ alone, effective, change }) => [alone, effective, change.changed_fraction, change.area]),
    ).toEqual([
      [true, true, 1, 17 / 40],
      [true, false, 0, 10 / 40],
    ]);
    expect(outside).toMatchObject({ area: 10 / 40, mean_change: 0 });
    const covered = measureRegions(GREY, b, [mask(left), mask((x) => x >= 2 && x < 30)]).regions[0]!;
    expect([covered.alone, covered.change.area]).toEqual([false, 20 / 40]);
  });
});

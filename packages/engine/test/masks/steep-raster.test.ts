import { compare } from '@chemigram/mask';
import type { Raster } from '@chemigram/mask';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { scaled, scaledSide, transposed } from '../../src/masks/darktable-scaling.ts';
import { beforeSteepening, steepened, steepFile } from '../../src/masks/steep-raster.ts';

const raster = (width: number, height: number, at: (x: number, y: number) => number): Raster => ({
  width,
  height,
  data: Float32Array.from({ length: width * height }, (_, i) => at(i % width, Math.floor(i / width))),
});
/** Specks of single pixels without order, a third of all, as bands of saturation are on a raw. */
const speck = (x: number, y: number): number => ((x * 7919 + y * 104729 + x * y * 31) % 97 < 32 ? 1 : 0);
const inner = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

test('what was drawn together is drawn apart again', () => {
  const opacity = raster(101, 1, (x) => x / 100);
  for (const [i, value] of steepened(beforeSteepening(opacity)).data.entries()) expect(value).toBeCloseTo(i / 100, 4);
});

test('an even file stays even at every scale', () => {
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 90 }), fc.double({ min: 0.1, max: 1, noNaN: true }), (frame, scale) => {
      const shown = Math.max(1, Math.floor(frame * scale));
      const side = scaledSide(Math.ceil(frame * Math.min(1, 2 * scale)), frame, scale, shown);
      const even = raster(side.from, side.from, () => 0.7);
      const off = scaled(even, side, side).data.map((value) => Math.abs(value - 0.7));
      expect(Math.max(...off)).toBeLessThan(1e-5);
    }),
  );
});

test('a pixel begins where the frame’s pixel begins that it is taken from', () => {
  const side = scaledSide(40, 40, 0.5, 20);
  const { data } = scaled(
    raster(40, 1, (x) => x / 100),
    side,
    scaledSide(1, 1, 1, 1),
  );
  expect(data[10]).toBeCloseTo(0.2, 2);
});

test('the weights asked the other way are the same weights', () => {
  const [across, down] = [scaledSide(33, 37, 0.6, 22), scaledSide(24, 24, 0.6, 14)];
  const [file, shown] = [raster(33, 24, (x, y) => speck(x, y)), raster(22, 14, (x, y) => speck(y, x + 3))];
  const there = inner(scaled(file, across, down).data, shown.data);
  expect(inner(file.data, scaled(shown, transposed(across), transposed(down)).data)).toBeCloseTo(there, 3);
});

test.each([
  ['two thirds', 192, 2 / 3],
  ['a quarter', 512, 1 / 4],
])('specks of single pixels live through scaling to %s', (_name, frame, scale) => {
  const shown = Math.floor(frame * scale);
  const asked = raster(shown, shown, speck);
  const side = scaledSide(Math.round(frame * Math.min(1, 2 * scale)), frame, scale, shown);
  const result = compare(asked, steepFile(asked, side, side).shown);
  expect(result.iou).toBeGreaterThan(0.98);
  expect(result.meanAbsoluteError).toBeLessThan(0.025);
});

test('what is not scaled is what was asked, and stays within what a file can hold', () => {
  const side = scaledSide(32, 32, 1, 32);
  const asked = raster(32, 32, (x, y) => (speck(x, y) === 1 ? 1 : x / 64));
  const { file, shown } = steepFile(asked, side, side);
  expect(compare(asked, shown).meanAbsoluteError).toBeLessThan(1e-5);
  for (const value of file.data) expect(value >= 0 && value <= 1).toBe(true);
});

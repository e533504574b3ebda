import { parseMask } from '@chemigram/mask';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Developer, Development } from '../../src/photos/developer.ts';
import { measureMask } from '../../src/photos/masks/measured-opacity.ts';
import type { MeasuredMask } from '../../src/photos/masks/measured-opacity.ts';
import { Darkroom } from '../helpers/photos.ts';

/** Three times what masks are looked at in, with a sensor's noise. */
const SIZE = { width: 3072, height: 2048 };

let darkroom: Darkroom;
let developer: Developer;
let on: Development;
beforeAll(async () => {
  darkroom = await Darkroom.open();
  developer = await darkroom.developer(await darkroom.photo('dng', 1, SIZE));
  on = await developer.develop({ moves: [] });
});
afterAll(() => darkroom.close());

const exported = (range_filter: object): Promise<MeasuredMask> =>
  measureMask(developer, parseMask({ range_filter }, on.displayed).mask, on, SIZE.width);
const SPECKS = expect.stringMatching(/specks .* 0\.\d\d of it stays .* an export .* Intersect/);

it('a range that is specks of noise is told as one, and an export at full size does select others', async () => {
  const { placed, agreement } = await exported({ kind: 'color_h', min: 0.83, max: 0.95 });
  // A raster file covers in an export what it does in the preview.
  const isFile = placed.strategy === 'external raster';
  expect(placed.warnings).toEqual(isFile ? [] : [SPECKS]);
  expect(agreement > 0.9).toBe(isFile);
  expect(agreement < 0.7).toBe(!isFile);
});

it('a range that is not goes without that warning, and an export selects what the preview did', async () => {
  const { placed, agreement } = await exported({ kind: 'luminance', min: 0, max: 0.3 });
  expect(placed.warnings).toEqual([]);
  expect(agreement).toBeGreaterThan(0.85);
});

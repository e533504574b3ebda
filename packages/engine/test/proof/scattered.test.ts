import { parseMask } from '@chemigram/mask';
import { expect, it } from 'vitest';
import { readsRasterFiles } from '../../src/masks/raster-file.ts';
import { measureMask } from '../../src/photos/masks/measured-opacity.ts';
import { keepOpacity } from '../../src/photos/masks/raster-masks.ts';
import { Darkroom } from '../helpers/photos.ts';
import { FRAMES } from './framings.ts';

/** What a vision model looks at; no photo below is as small. */
const SIZE = 1024;
/** Of scattered pixels even half a pixel aside leaves half of them beside their places. */
const BARS = { agreement: 0.8, told: 0.05, predictedError: 0.05 };

/** The same scattered pixels each time, three of ten. */
const isOne = (i: number): boolean =>
  (((Math.imul(i + 1, 2_654_435_761) ^ Math.imul(i + 77, 40_503)) >>> 7) & 1023) < 307;

const CASES = [
  ['a raw', 'dng', 1, 1536, ''],
  ['a raw turned by a quarter', 'dng', 6, 1536, ''],
  ['a larger raw turned round and cropped', 'dng', 3, 3000, 'after a crop'],
  ['a cropped PNG', 'png', 1, 1536, 'after a crop'],
] as const;

it('scattered pixels of a picture stay on their pixels, as external rasters, turned, cropped and scaled; what is lost is told', async (test) => {
  const darkroom = await Darkroom.open();
  try {
    const { version } = darkroom.renderer;
    if (!readsRasterFiles(version)) test.skip(`darktable ${version} reads no external rasters, 5.2 and later do`);
    for (const [name, kind, orientation, width, framing] of CASES) {
      const size = { width, height: Math.round(width / 1.5) };
      const developer = await darkroom.developer(await darkroom.photo(kind, orientation, size));
      const on = await developer.develop({ moves: framing === '' ? [] : FRAMES[framing]! });
      const { width: across, height: down } = on.displayed;
      const scale = SIZE / Math.max(across, down);
      const shown = { width: Math.floor(across * scale), height: Math.floor(down * scale) };
      const data = Float32Array.from({ length: shown.width * shown.height }, (_, i) => (isOne(i) ? 1 : 0));
      const path = await keepOpacity({ ...shown, data }, developer.session.folder);
      // With a range that all of the picture lies in, so that it is a mask of the picture.
      const all = { range_filter: { kind: 'luminance', min: 0, max: 1 } };
      const spec = { kind: 'compose', operation: 'intersect', operands: [{ kind: 'raster', path }, all] };
      const measured = await measureMask(developer, parseMask(spec, on.displayed).mask, on, SIZE);
      expect.soft(measured.placed.strategy, name).toBe('external raster');
      expect.soft(measured.agreement, name).toBeGreaterThanOrEqual(BARS.agreement);
      expect.soft(Math.abs(measured.agreement - measured.placed.agreement), name).toBeLessThanOrEqual(BARS.told);
      expect.soft(measured.predictedError, name).toBeLessThanOrEqual(BARS.predictedError);
    }
  } finally {
    await darkroom.close();
  }
});

import { parseMask } from '@chemigram/mask';
import type { Raster, Size } from '@chemigram/mask';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { readsRasterFiles } from '../../src/masks/raster-file.ts';
import { measureDrawn, measureMask } from '../../src/photos/masks/measured-opacity.ts';
import { keepOpacity } from '../../src/photos/masks/raster-masks.ts';
import { Darkroom } from '../helpers/photos.ts';
import { CROP, FRAMES, move, PERSPECTIVE } from './framings.ts';

/** What a vision model looks at; no photo below is as small. */
const SIZE = 1024;
/** Of scattered pixels even half a pixel aside leaves half of them beside their places. */
const BARS = { agreement: 0.8, told: 0.05, predictedError: 0.05 };

let darkroom: Darkroom;
beforeAll(async () => {
  darkroom = await Darkroom.open();
});
afterAll(() => darkroom.close());
beforeEach(({ skip }) => {
  const { version } = darkroom.renderer;
  if (!readsRasterFiles(version)) skip(`darktable ${version} reads no external rasters, 5.2 and later do`);
});

/** The same scattered pixels each time, three of ten. */
const isOne = (i: number): boolean =>
  (((Math.imul(i + 1, 2_654_435_761) ^ Math.imul(i + 77, 40_503)) >>> 7) & 1023) < 307;

const CASES = [
  ['a raw', 'dng', 1, 1536, ''],
  ['a raw turned by a quarter', 'dng', 6, 1536, ''],
  ['a larger raw turned round and cropped', 'dng', 3, 3000, 'after a crop'],
  ['a cropped PNG', 'png', 1, 1536, 'after a crop'],
  ['a cropped raw of an X-Trans sensor', 'xtrans', 1, 1536, 'after a crop'],
  ['one turned by a quarter and cropped', 'xtrans', 6, 1536, 'after a crop'],
] as const;

it.each(CASES)(
  'scattered pixels of a picture stay on their pixels in %s, as an external raster; what is lost is told',
  async (name, kind, orientation, width, framing) => {
    const size = { width, height: Math.round(width / 1.5) };
    const photo =
      kind === 'xtrans'
        ? await darkroom.raw(`xtrans-${orientation}`, size, { orientation, filters: 'xtrans' })
        : await darkroom.photo(kind, orientation, size);
    const developer = await darkroom.developer(photo);
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
  },
);

/** A ring and two slanting lines, so many pixels of a preview wide. */
function thinLines({ width, height }: Size, across: number): Raster {
  const pixel = Math.max(width, height) / SIZE;
  const data = Float32Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [
      (((i % width) + 0.5) / width - 0.5) * width,
      ((Math.floor(i / width) + 0.5) / height - 0.5) * height,
    ];
    const ring = Math.abs(Math.hypot(x, y) - 0.3 * Math.min(width, height));
    const slanting = Math.min(Math.abs(0.3 * x + 0.954 * y), Math.abs(0.954 * x - 0.3 * y));
    return Math.min(1, Math.max(0, (across * pixel) / 2 - Math.min(ring, slanting) + 0.5));
  });
  return { width, height, data };
}

/** Half a pixel aside leaves 0.8 of lines of five. */
const THIN = { across: 5, agreement: 0.92 };

const LARGER = { width: 3000, height: 2000 };
const TURNED = [
  ['a raw as it is', 'dng', 1, undefined, []],
  ['a raw straightened by 7 degrees', 'dng', 1, undefined, FRAMES['straightened by 7 degrees']!],
  [
    'a raw turned by a quarter, straightened by -4 degrees and cropped',
    'dng',
    6,
    undefined,
    [move('straighten', { value: -4 }), CROP],
  ],
  ['a larger raw turned by a quarter and straightened', 'dng', 6, LARGER, FRAMES['straightened by 7 degrees']!],
  ['a PNG with its perspective corrected', 'png', 1, undefined, FRAMES[PERSPECTIVE]!],
] as const;

it.each(TURNED)(
  'thin lines of a raster lie on their pixels in %s, as was told: those of a preview there, others at full size',
  async (name, kind, orientation, size, moves) => {
    const developer = await darkroom.developer(await darkroom.photo(kind, orientation, size));
    const on = await developer.develop({ moves: [...moves] });
    const full = Math.max(on.displayed.width, on.displayed.height);
    const path = await keepOpacity(thinLines(on.displayed, THIN.across), developer.session.folder);
    const lines = { kind: 'raster', path };
    const [drawn] = await measureDrawn(developer, [parseMask(lines, on.displayed).mask], on, full);
    expect.soft(drawn!.placed.strategy, name).toBe('external raster');
    expect.soft(drawn!.agreement, `${name}, at full size`).toBeGreaterThanOrEqual(THIN.agreement);
    expect.soft(Math.abs(drawn!.agreement - drawn!.placed.agreement), name).toBeLessThanOrEqual(BARS.told);
    const all = { range_filter: { kind: 'luminance', min: 0, max: 1 } };
    const spec = { kind: 'compose', operation: 'intersect', operands: [lines, all] };
    const seen = await measureMask(developer, parseMask(spec, on.displayed).mask, on, SIZE);
    expect.soft(seen.placed.strategy, name).toBe('external raster');
    expect.soft(seen.agreement, `${name}, in a preview`).toBeGreaterThanOrEqual(THIN.agreement);
    expect.soft(Math.abs(seen.agreement - seen.placed.agreement), name).toBeLessThanOrEqual(BARS.told);
  },
);

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseMask } from '@chemigram/mask';
import { writePng } from '@chemigram/scene';
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureDrawn } from '../../src/photos/masks/measured-opacity.ts';
import { Darkroom } from '../helpers/photos.ts';
import { BARS } from './bars.ts';
import { DRAWN } from './cases.ts';

const SIZE = { width: 768, height: 512 };
/** Masked sensor pixels on each side, which darktable cuts away: forms are stored in what stands before the cut. */
const BORDER = 48;

let darkroom: Darkroom;
beforeAll(async () => {
  darkroom = await Darkroom.open();
});
afterAll(() => darkroom.close());

/** The scene as a developed picture in a file. */
async function picture(name: string, encode: (png: Sharp) => Sharp): Promise<string> {
  const path = join(darkroom.folder, name);
  await writeFile(path, await encode(sharp(await writePng(darkroom.scene(SIZE)))).toBuffer());
  return path;
}

describe('masks lie where they were pointed at', () => {
  it.each<[string, () => Promise<string>, { width: number; height: number }]>([
    ['a raw with borders', () => darkroom.raw('borders', SIZE, { border: BORDER }), SIZE],
    [
      'a turned raw with borders',
      () => darkroom.raw('turned', SIZE, { border: BORDER, orientation: 6 }),
      { width: SIZE.height, height: SIZE.width },
    ],
    ['a TIFF', () => picture('scene.tif', (png) => png.tiff()), SIZE],
    [
      'a JPEG that EXIF turns right',
      () => picture('turned.jpg', (png) => png.withMetadata({ orientation: 6 }).jpeg()),
      { width: SIZE.height, height: SIZE.width },
    ],
    [
      'a JPEG that EXIF mirrors',
      () => picture('mirrored.jpg', (png) => png.withMetadata({ orientation: 2 }).jpeg()),
      SIZE,
    ],
  ])('on %s', async (_name, make, shown) => {
    const developer = await darkroom.developer(await make());
    const on = await developer.develop({ moves: [] });
    expect(on.displayed).toEqual(shown);
    const names = ['a rotated ellipse', 'a concave path', 'a gradient at 30'];
    const masks = names.map((name) => parseMask(DRAWN[name], on.displayed).mask);
    for (const [i, { agreement, error }] of (await measureDrawn(developer, masks, on, SIZE.width)).entries()) {
      expect(agreement, names[i]).toBeGreaterThanOrEqual(BARS.drawn.iou);
      expect(error, names[i]).toBeLessThanOrEqual(BARS.drawn.error);
    }
  });
});

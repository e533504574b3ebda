import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { engineOfTest } from '../helpers/engine-of-test.ts';

const { folder, run } = await engineOfTest('file-kind');
const picture = (kind: 'jpeg' | 'png' | 'tiff' | 'webp' | 'avif') =>
  sharp({ create: { width: 48, height: 32, channels: 3, background: '#8a6' } })
    .toFormat(kind)
    .toBuffer();

it.each([
  ['jpeg', 'a.png', 'called a PNG and is a JPEG', '.jpg'],
  ['jpeg', 'b.TIF', 'called a TIFF and is a JPEG', '.jpg'],
  ['png', 'c.jpg', 'called a JPEG and is a PNG', '.png'],
  ['tiff', 'd.jpeg', 'called a JPEG and is a TIFF', '.tif'],
  ['webp', 'e.png', 'called a PNG and is a WebP', '.webp'],
  ['avif', 'f.png', 'called a PNG and is an AVIF', '.avif'],
] as const)(
  'a %s of the name %s, whose colours darktable would take for others, is refused with the ending that it needs',
  async (kind, name, says, ending) => {
    const photo = join(folder, name);
    await writeFile(photo, await picture(kind));
    await expect(run('ingest', { photo })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'photo',
      message: expect.stringContaining(says),
      hint: expect.stringContaining(ending),
    });
    expect(existsSync(join(folder, 'home', name[0]!.toLowerCase()))).toBe(false);
  },
);

it.each([
  ['jpeg', 'g.JPG'],
  ['png', 'h.png'],
  ['tiff', 'i.tiff'],
] as const)('a %s of the name %s is taken in', async (kind, name) => {
  const photo = join(folder, name);
  await writeFile(photo, await picture(kind));
  expect(await run('ingest', { photo })).toMatchObject({ width: 48, height: 32 });
});

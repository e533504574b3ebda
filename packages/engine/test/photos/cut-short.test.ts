import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isCutShort } from '../../src/photos/cut-short.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chemigram-cut-short-'));
});
afterAll(() => rm(folder, { recursive: true }));

const isCut = async (bytes: Uint8Array): Promise<boolean> => {
  const path = join(folder, 'photo');
  await writeFile(path, bytes);
  return isCutShort(path);
};
const picture = () =>
  sharp({ create: { width: 64, height: 48, channels: 3, background: 'red', noise: { type: 'gaussian', sigma: 40 } } });

describe.each([
  ['a JPEG', () => picture().jpeg().toBuffer()],
  ['a progressive JPEG', () => picture().jpeg({ progressive: true }).toBuffer()],
  [
    'a JPEG with a thumbnail in it',
    async () => {
      const thumbnail = await picture().resize(8).jpeg().toBuffer();
      const [marker, length] = [Buffer.from([0xff, 0xff, 0xe1]), Buffer.alloc(2)];
      length.writeUInt16BE(thumbnail.length + 2);
      const whole = await picture().jpeg().toBuffer();
      return Buffer.concat([whole.subarray(0, 2), marker, length, thumbnail, whole.subarray(2)]);
    },
  ],
])('%s', (_title, make) => {
  it('is whole, also where a camera wrote more behind it, and cut short wherever it ends before its end', async () => {
    const whole = await make();
    expect(await isCut(whole)).toBe(false);
    expect(await isCut(Buffer.concat([whole, Buffer.from('more')]))).toBe(false);
    const wrong: number[] = [];
    for (let length = 2; length < whole.length; length += 7) {
      if (!(await isCut(whole.subarray(0, length)))) wrong.push(length);
    }
    expect(wrong).toEqual([]);
  });
});

it('is said of JPEGs alone, which darktable opens without their end', async () => {
  const png = await picture().png().toBuffer();
  expect(await isCut(png.subarray(0, png.length >> 1))).toBe(false);
  expect(await isCut(Buffer.from([0xff]))).toBe(false);
});

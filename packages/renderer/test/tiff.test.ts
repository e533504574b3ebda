/** Float TIFFs as darktable writes them, in either byte order, and what is none. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readFloatTiff } from '../src/tiff.ts';
import { temporaryFolder } from './programs.ts';

const folder = temporaryFolder();
const SAMPLES = [0, 0.25, -1.5, 3e8, 1, 2];

interface Written {
  readonly isLittleEndian?: boolean;
  readonly format?: number;
  readonly compression?: number;
}

/** A picture of 1 x 2 pixels in two strips. */
function tiff({ isLittleEndian = true, format = 3, compression = 1 }: Written = {}): Buffer {
  const bytes = Buffer.alloc(200);
  const short = (value: number, at: number) =>
    isLittleEndian ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at);
  const long = (value: number, at: number) =>
    isLittleEndian ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
  bytes.write(isLittleEndian ? 'II' : 'MM', 'latin1');
  short(42, 2);
  long(8, 4);
  // Offsets and lengths of the strips stand behind the directory, the strips behind those, the last one first.
  const entries: [tag: number, type: number, count: number, value: number][] = [
    [256, 3, 1, 1],
    [257, 4, 1, 2],
    [259, 3, 1, compression],
    [273, 4, 2, 120],
    [277, 3, 1, 3],
    [279, 4, 2, 128],
    [339, 3, 1, format],
  ];
  short(entries.length, 8);
  for (const [i, [tag, type, count, value]] of entries.entries()) {
    const at = 10 + 12 * i;
    short(tag, at);
    short(type, at + 2);
    long(count, at + 4);
    (type === 3 ? short : long)(value, at + 8);
  }
  [160, 140, 12, 12].forEach((value, i) => long(value, 120 + 4 * i));
  for (const [i, sample] of SAMPLES.entries()) {
    const at = i < 3 ? 160 + 4 * i : 140 + 4 * (i - 3);
    if (isLittleEndian) bytes.writeFloatLE(sample, at);
    else bytes.writeFloatBE(sample, at);
  }
  return bytes;
}

const written = (bytes: Buffer): string => {
  const path = join(folder, 'picture.tif');
  writeFileSync(path, bytes);
  return path;
};

test.each([true, false])('samples are read strip by strip, little endian: %s', async (isLittleEndian) => {
  const picture = await readFloatTiff(written(tiff({ isLittleEndian })));
  expect(picture).toEqual({ width: 1, height: 2, channels: 3, data: Float32Array.from(SAMPLES) });
});

test('one that is packed, of whole numbers, or cut short is darktable_failed', async () => {
  for (const bytes of [tiff({ compression: 8 }), tiff({ format: 1 }), tiff().subarray(0, 165)]) {
    await expect(readFloatTiff(written(bytes))).rejects.toMatchObject({ code: 'darktable_failed' });
  }
});

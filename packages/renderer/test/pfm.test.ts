import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { pfmSize, readPfm, readPfmFile, writePfm } from '../src/index.ts';
import { temporaryFolder } from './programs.ts';

const folder = temporaryFolder();

const picture = fc
  .record({
    width: fc.integer({ min: 1, max: 9 }),
    height: fc.integer({ min: 1, max: 9 }),
    channels: fc.constantFrom(1 as const, 3 as const),
  })
  .chain((size) => {
    const length = size.width * size.height * size.channels;
    return fc.float32Array({ minLength: length, maxLength: length }).map((data) => ({ ...size, data }));
  });

test('What is written is read again, every bit of it, also NaN and infinities', () => {
  fc.assert(
    fc.property(picture, (written) => {
      expect(readPfm(writePfm(written))).toEqual(written);
    }),
  );
});

test('Rows stand from the bottom up, big endian where the scale is positive', () => {
  const bytes = Buffer.concat([Buffer.from('Pf\n2 2\n1.0\n'), Buffer.alloc(16)]);
  [3, 4, 1, 2].forEach((value, i) => bytes.writeFloatBE(value, 11 + 4 * i));
  expect([...readPfm(bytes).data]).toEqual([1, 2, 3, 4]);
});

test('A picture that is cut short anywhere is darktable_failed', () => {
  const whole = writePfm({ width: 3, height: 2, channels: 3, data: new Float32Array(18).fill(0.5) });
  for (let length = 0; length < whole.length; length++) {
    expect(() => readPfm(whole.subarray(0, length))).toThrow(expect.objectContaining({ code: 'darktable_failed' }));
  }
});

test.each([
  '',
  'P6\n1 1\n255\n...',
  'PF\n-1 2\n-1.0\n',
  'PF\n99999999 99999999\n-1.0\n',
  'PF\n0 4\n-1.0\n',
  'PF\n2 2\n0\n',
])('Bytes that are no float picture are darktable_failed: %j', (text) => {
  expect(() => readPfm(Buffer.from(text))).toThrow(expect.objectContaining({ code: 'darktable_failed' }));
});

test('Of a file the same is read, also into a buffer that held another picture', async () => {
  const path = join(folder, 'picture.pfm');
  const room = new Float32Array(4 * 9 * 9).fill(7).buffer;
  await fc.assert(
    fc.asyncProperty(picture, async (written) => {
      writeFileSync(path, writePfm(written));
      expect(await pfmSize(path)).toEqual({ width: written.width, height: written.height });
      expect(await readPfmFile(path)).toEqual(written);
      expect(await readPfmFile(path, room)).toEqual(written);
    }),
  );
  writeFileSync(path, writePfm({ width: 2, height: 2, channels: 3, data: new Float32Array(12) }).subarray(0, -1));
  await expect(readPfmFile(path)).rejects.toMatchObject({ code: 'darktable_failed' });
});

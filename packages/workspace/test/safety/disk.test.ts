import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { whyNoFolder } from '../../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'chemigram-disk-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('where a folder can be made nothing speaks against it, however much of the path is missing', async () => {
  expect(await whyNoFolder(folder)).toBeNull();
  expect(await whyNoFolder(join(folder, 'a', 'b', 'c'))).toBeNull();
});

test('a file or a device is no folder, and nothing can be below one', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(await whyNoFolder(file)).toBe('is a file or a device and no folder');
  expect(await whyNoFolder(join(file, 'a', 'b'))).toBe(`is below ${file}, which is a file or a device and no folder`);
  expect(await whyNoFolder('/dev/null/a')).toBe('is below /dev/null, which is a file or a device and no folder');
});

const KERNELS_OWN = process.platform === 'linux' ? ['/proc', '/proc/self/fd', '/sys'] : [];

test.each(KERNELS_OWN)('%s keeps no files, nor does what leads there', async (place) => {
  expect(await whyNoFolder(place)).toBe('is a view of the kernel and keeps no files');
  const below = join(place, 'chemigram', 'a');
  expect(await whyNoFolder(below)).toBe(`is below ${place}, which is a view of the kernel and keeps no files`);
  const link = join(folder, place.replaceAll('/', '_'));
  symlinkSync(place, link);
  expect(await whyNoFolder(join(link, 'a'))).toMatch(/keeps no files$/);
});

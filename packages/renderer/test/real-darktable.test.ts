/** The installed darktable on small generated photos, and on what is no photo. */
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  appendHistory,
  BLEND_CST,
  BLEND_VERSION,
  emptySidecar,
  encodeBlob,
  moduleCodec,
  serialiseSidecar,
  uniformBlend,
  writeBlend,
} from '@chemigram/darktable';
import { makeScene, writeDng } from '@chemigram/scene';
import { openRenderer, readPfm, workerCount } from '../src/index.ts';
import type { Renderer } from '../src/index.ts';
import { jpegOf, processesWith, temporaryFolder, until } from './programs.ts';

const folder = temporaryFolder();
const photos = join(folder, 'photos');
const photo = join(photos, 'IMG_1.dng');
let renderer: Renderer;
let count = 0;
const out = (ending = 'jpg'): string => join(folder, `out-${++count}.${ending}`);
const pixels = async (source: string, xmp: string | null = null): Promise<Float32Array> => {
  const { path } = await renderer.render({ source, xmp, box: 60, format: 'pfm', profile: 'linear' }, out('pfm'));
  return readPfm(readFileSync(path)).data;
};
const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

beforeAll(async () => {
  mkdirSync(photos);
  writeFileSync(photo, writeDng(makeScene({ width: 240, height: 160 })));
  renderer = await openRenderer({ folder: join(folder, 'workers'), env: { ...process.env, CHEMIGRAM_WARM: 'off' } });
});
afterAll(() => renderer.close());

/** Names and hashes of all that lies beside the photo. */
const beside = (): string[] =>
  readdirSync(photos).map(
    (name) =>
      `${name} ${createHash('sha256')
        .update(readFileSync(join(photos, name)))
        .digest('hex')}`,
  );

test('A render tells full size and modules, and changes nothing of the photo nor beside it', async () => {
  const before = beside();
  const report = await renderer.render(jpegOf(photo), out());
  expect(report.full).toEqual({ width: 240, height: 160 });
  expect(report.modules).toContain('demosaic');
  expect(report.trouble).toEqual([]);
  expect(beside()).toEqual(before);
});

test('A render tells what darktable knows of the photo when it is asked, slashes and dots included', async () => {
  const claims = { make: 'Canon', model: 'Canon EOS 6D', lens: '../../24-105mm f/4L', focalLength: 24, fNumber: 4 };
  const named = join(photos, 'IMG_2.dng');
  writeFileSync(named, writeDng(makeScene({ width: 60, height: 40 }), { claims }));
  const to = out();
  const { told, path } = await renderer.render(jpegOf(named, { asks: ['EXIF.LENS', 'EXIF.APERTURE'] }), to);
  expect(told).toEqual(['../../24-105mm f/4L', '4.0']);
  expect(path).toBe(to);
  expect(readFileSync(to).length).toBeGreaterThan(0);
});

/** Two stops more, and nothing of darktable's own defaults. */
function brighter(): string {
  const item = {
    operation: 'exposure',
    enabled: true,
    modversion: 6,
    params: encodeBlob(moduleCodec('exposure', 6).write({ exposure: 2 })),
    multiName: '',
    multiPriority: 0,
    blendopVersion: BLEND_VERSION,
    blendopParams: encodeBlob(writeBlend(uniformBlend(BLEND_CST.RGB_SCENE))),
    extra: {},
  };
  const raw = { ...emptySidecar({ derivedFrom: 'IMG_1.dng' }), iopOrderVersion: 2 };
  return serialiseSidecar(appendHistory(raw, [item]));
}

test('A sidecar beside the photo is not read when none is given, and is left as it is', async () => {
  const plain = await pixels(photo);
  expect(mean(await pixels(photo, brighter()))).toBeGreaterThan(1.5 * mean(plain));
  for (const name of ['IMG_1.dng.xmp', 'IMG_1.xmp']) writeFileSync(join(photos, name), brighter());
  const before = beside();
  expect(await pixels(photo)).toEqual(plain);
  expect(beside()).toEqual(before);
});

test.each([
  'a b  c\'d"e.dng',
  'ünï çødé 山.dng',
  '-rf.dng',
  '--help.dng',
  '$(HOME) & ; %s.dng',
  'result.dng',
  'order.dng',
  'IMG.DNG',
])('A photo may be called %j', async (name) => {
  const source = join(folder, name);
  copyFileSync(photo, source);
  await expect(renderer.render(jpegOf(source), out())).resolves.toMatchObject({ full: { width: 240, height: 160 } });
});

test('A photo that is called as the result is neither written nor handed back', async () => {
  const first = await renderer.render(jpegOf(photo), out());
  const source = join(folder, 'result.jpg');
  copyFileSync(first.path, source);
  const before = readFileSync(source);
  await renderer.render(jpegOf(source, { box: 30 }), out());
  expect(readFileSync(source)).toEqual(before);
});

test.each([
  ['a text', () => Buffer.from('not a picture'), 'dng'],
  ['an empty file', () => Buffer.alloc(0), 'dng'],
  ['a file of another kind', () => Buffer.from('not a picture'), 'txt'],
  ['a raw that is cut short', () => readFileSync(photo).subarray(0, 600), 'dng'],
  ['a JPEG of noise', () => Buffer.from('\xff\xd8\xff\xe0 noise', 'latin1'), 'jpg'],
  // A library that 4.2 opens pictures with crashes on it.
  ['a TIFF without its directory', () => Buffer.from(`II*\0\x88\x13\0\0${'\0'.repeat(1000)}`, 'latin1'), 'tif'],
])('%s cannot be opened, which is said of the file and in no words of darktable', async (name, bytes, ending) => {
  const source = join(folder, `${name.replaceAll(' ', '-')}.${ending}`);
  writeFileSync(source, bytes());
  await expect(renderer.render(jpegOf(source), out())).rejects.toMatchObject({
    code: 'darktable_failed',
    field: 'photo',
    message: `darktable ${renderer.version} cannot open ${basename(source)} as a picture.`,
    hint: expect.stringContaining('cut short'),
  });
});

test('A sidecar that is none is invalid_input', async () => {
  await expect(renderer.render(jpegOf(photo, { xmp: 'hello' }), out())).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringMatching(/XMP/),
  });
});

test('A file that is not there is not_found, a folder invalid_input', async () => {
  await expect(renderer.render(jpegOf(join(folder, 'nowhere.dng')), out())).rejects.toMatchObject({
    code: 'not_found',
    field: 'photo',
  });
  await expect(renderer.render(jpegOf(photos), out())).rejects.toMatchObject({ code: 'invalid_input', field: 'photo' });
});

// Root may read everything: there the case does not exist.
test.runIf(process.getuid?.() !== 0)('A file that may not be read is forbidden_path and says so', async () => {
  const source = join(folder, 'locked.dng');
  copyFileSync(photo, source);
  chmodSync(source, 0o000);
  await expect(renderer.render(jpegOf(source), out())).rejects.toMatchObject({
    code: 'forbidden_path',
    message: expect.stringContaining('may not be read'),
  });
});

test('A darktable killed in the middle of a render is darktable_failed, and the next render works', async () => {
  const large = join(folder, 'large.dng');
  writeFileSync(large, writeDng(makeScene({ width: 1500, height: 1000 })));
  const render = renderer.render(jpegOf(large, { box: null }), out());
  const failed = render.catch((error: unknown) => error);
  const running = (): string[] => processesWith('photo/large.dng').filter((line) => !line.includes('/bin/sh'));
  await until(() => running().length > 0);
  process.kill(Number.parseInt(running()[0]!, 10), 'SIGKILL');
  expect(await failed).toMatchObject({ code: 'darktable_failed', message: expect.stringContaining('SIGKILL') });
  await expect(renderer.render(jpegOf(photo), out())).resolves.toMatchObject({ trouble: [] });
});

test('A cancelled render leaves no darktable, and its folder serves the next', async () => {
  const giveUp = new AbortController();
  const render = renderer.render(jpegOf(photo), out(), { signal: giveUp.signal });
  const cancelled = render.catch((error: unknown) => error);
  await until(() => processesWith(folder).length > 0);
  giveUp.abort();
  expect(await cancelled).toMatchObject({ code: 'cancelled' });
  expect(processesWith(folder)).toEqual([]);
  await renderer.render(jpegOf(photo), out());
});

test('Many renders at once give equal pictures', async () => {
  const renders = await Promise.all(Array.from({ length: 2 * workerCount() + 1 }, () => pixels(photo)));
  for (const one of renders) expect(one).toEqual(renders[0]);
});

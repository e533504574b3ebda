/** Pictures for the eye that are made of light, against the sRGB files of the real darktable. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HALF_STEP } from '@chemigram/mask';
import { openRenderer, readPfmFile, writePfm } from '@chemigram/renderer';
import type { Renderer } from '@chemigram/renderer';
import { makeScene, writeDng } from '@chemigram/scene';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KeptPictures, readPicture } from '../src/photos/pictures/picture-files.ts';
import { srgbOf } from '../src/photos/pictures/srgb-picture.ts';

const folder = mkdtempSync(join(tmpdir(), 'chemigram-srgb-'));
const photo = join(folder, 'scene.dng');
const SIDECAR = readFileSync(new URL('../../../fixtures/sidecars/4.2.1-raw-default.xmp', import.meta.url), 'utf8');
/** Of 65535: the table knows light in as many steps, of which one is up to 13 of the curve's, in the darks. */
const ROUNDED = 7;
let renderer: Renderer;

beforeAll(async () => {
  writeFileSync(photo, writeDng(makeScene({ width: 384, height: 256 })));
  renderer = await openRenderer({ folder: join(folder, 'workers') });
});
afterAll(async () => {
  await renderer.close();
  rmSync(folder, { recursive: true });
});

test('made of light, a picture is darktable’s own sRGB, to the rounding', async () => {
  const order = { source: photo, xmp: SIDECAR, box: null } as const;
  const file = join(folder, 'theirs.tif');
  await renderer.render({ ...order, format: 'tiff', bits: 16, compress: false, profile: 'srgb' }, file);
  const light = join(folder, 'light.pfm');
  await renderer.render({ ...order, format: 'pfm', profile: 'linear-srgb' }, light);
  const [theirs, ours] = [await readPicture(file), await srgbOf(await readPfmFile(light), true)];
  expect([ours.width, ours.height]).toEqual([theirs.width, theirs.height]);
  // What is next to black is taken for it, here or there.
  const off = ours.rgb16!.map((sample, i) =>
    sample === 0 ? 0 : Math.abs(sample - Math.max(HALF_STEP, theirs.rgb16![i]!)),
  );
  expect(off.reduce((most, one) => Math.max(most, one), 0)).toBeLessThanOrEqual(ROUNDED);
  expect(off.reduce((sum, one) => sum + one, 0) / off.length).toBeLessThan(1);
  // In eight bits a value near the middle between two may go to either.
  expect(ours.rgb.every((byte, i) => Math.abs(byte - theirs.rgb[i]!) <= 1)).toBe(true);
});

test('light beyond black and white is cut off, and grey stays grey', async () => {
  const light = [-1, -1, -1, 0, 0, 0, 0.214, 0.214, 0.214, 1, 1, 1, 7, 7, 7, NaN, NaN, NaN];
  const { rgb, rgb16 } = await srgbOf({ width: 6, height: 1, channels: 3, data: Float32Array.from(light) }, true);
  const levels = [0, 0, 127, 255, 255, 0];
  expect([...rgb]).toEqual(levels.flatMap((level) => [level, level, level]));
  expect([...rgb16!].filter((_, i) => i % 3 === 0).map((sample) => Math.round(sample / 257))).toEqual(levels);
});

test('a picture is read in 16 bits where masks look at it, and in 8 to be shown, which is the same', async () => {
  const path = join(folder, 'looked-at.pfm');
  const data = Float32Array.from({ length: 300 }, (_, i) => i / 299);
  writeFileSync(path, writePfm({ width: 10, height: 10, channels: 3, data }));
  const pictures = new KeptPictures();
  const shown = await pictures.of(path, 'shown');
  const lookedAt = await pictures.of(path, 'masks');
  expect([shown.rgb16, lookedAt.rgb16?.length]).toEqual([undefined, 300]);
  expect(shown.rgb).toEqual(lookedAt.rgb);
  expect(await pictures.of(path, 'shown')).toBe(lookedAt);
});

test('a picture that two ask for at a time, one of them ahead, is read once', async () => {
  const path = join(folder, 'asked-by-two.pfm');
  writeFileSync(path, writePfm({ width: 4, height: 4, channels: 3, data: new Float32Array(48) }));
  const pictures = new KeptPictures();
  const [ahead, asked] = await Promise.all([pictures.of(path, 'shown'), pictures.of(path, 'shown')]);
  expect(asked).toBe(ahead);
});

/** A darktable that is started before anybody has an order for it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeScene, writePng } from '@chemigram/scene';
import { beforeAll, expect, test } from 'vitest';
import { openRenderer } from '../src/index.ts';
import type { RenderOrder } from '../src/index.ts';
import { luasBelow, skippedWhereNoneStays, temporaryFolder } from './programs.ts';

const folder = temporaryFolder();
skippedWhereNoneStays();
const workersOf = (name: string): string => join(folder, name);
const luas = (name: string): number[] => luasBelow(workersOf(name));
const PICTURE: RenderOrder = {
  source: join(folder, 'scene.png'),
  xmp: readFileSync(new URL('../../../fixtures/sidecars/4.2.1-png-masks.xmp', import.meta.url), 'utf8'),
  box: 192,
  format: 'pfm',
  profile: 'linear-srgb',
};
let count = 0;
const out = (ending: string): string => join(folder, `out-${++count}.${ending}`);

beforeAll(async () => {
  writeFileSync(PICTURE.source, await writePng(makeScene({ width: 384, height: 256 })));
});

test('one that was made ready is the one that the next picture is made by, also while it still starts', async () => {
  const picture = PICTURE;
  const early = await openRenderer({ folder: workersOf('early') });
  const ready = early.getReady();
  const rendered = early.render(picture, out('pfm'));
  await ready;
  expect(await rendered).toMatchObject({ way: 'warm' });
  expect(luas('early')).toHaveLength(1);
  await early.getReady();
  const [only] = luas('early');
  expect(await early.render(picture, out('pfm'))).toMatchObject({ way: 'warm' });
  expect(luas('early')).toEqual([only]);
  await early.close();
  expect(luas('early')).toEqual([]);
});

test('who closes while one is made ready leaves none behind, and darktable-cli alone has nothing to make ready', async () => {
  const early = await openRenderer({ folder: workersOf('closed') });
  const ready = early.getReady();
  await early.close();
  await ready;
  const cold = await openRenderer({ folder: workersOf('cold'), env: { ...process.env, CHEMIGRAM_WARM: 'off' } });
  await cold.getReady();
  expect([...luas('closed'), ...luas('cold')]).toEqual([]);
  await cold.close();
});

test('what nobody waits for yet is made warm of a base picture, and of a photo by a darktable that can be stopped', async () => {
  const renderer = await openRenderer({ folder: workersOf('ahead') });
  expect(await renderer.render(PICTURE, out('pfm'), { ahead: true })).toMatchObject({ way: 'cold' });
  expect(await renderer.render(PICTURE, out('pfm'), { ahead: true, isOurs: true })).toMatchObject({ way: 'warm' });
  await renderer.close();
});

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptySidecar, serialiseSidecar } from '@chemigram/darktable';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openRenderer, openRenderCache } from '../src/index.ts';
import type { Renderer } from '../src/index.ts';
import { jpegOf, temporaryFolder, until, wrapper } from './programs.ts';

const folder = temporaryFolder();
const photo = join(folder, 'photo.raw');
writeFileSync(photo, 'a photo');
const log = join(folder, 'runs.log');
const go = join(folder, 'go');
// Notes each run, waits until it may go on, writes a picture.
const program = wrapper(folder, 'noting', `echo run >> ${log}; while [ ! -e ${go} ]; do sleep 0.02; done; render "$@"`);
const renderer: Renderer = await openRenderer({
  folder: join(folder, 'workers'),
  env: { ...process.env, CHEMIGRAM_DARKTABLE: program },
});
afterAll(() => renderer.close());

const runs = (): number => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').filter(Boolean).length : 0);
let kept = '';
let count = 0;
beforeEach(() => {
  kept = join(folder, `kept-${++count}`);
  mkdirSync(kept);
  writeFileSync(log, '');
  writeFileSync(go, '');
});
const pause = async (): Promise<void> => (await import('node:fs/promises')).rm(go);

test('Equal orders share one render, at the same time and later, also for another process', async () => {
  const cache = openRenderCache(renderer, kept);
  const both = await Promise.all([cache.render(jpegOf(photo), 'sha'), cache.render(jpegOf(photo), 'sha')]);
  expect(both.map(({ cached }) => cached)).toEqual([false, true]);
  expect((await cache.render(jpegOf(photo), 'sha')).cached).toBe(true);
  // Another cache on the same folder knows only what is on disk, as another process does.
  const again = await openRenderCache(renderer, kept).render(jpegOf(photo), 'sha');
  expect(again).toEqual({ ...both[1], milliseconds: again.milliseconds });
  expect(runs()).toBe(1);
});

test('A picture that was made elsewhere is taken in as if it had been asked for here', async () => {
  const made = await renderer.render(jpegOf(photo), join(folder, `elsewhere-${count}.jpg`));
  await openRenderCache(renderer, join(kept, 'new')).keep(jpegOf(photo), 'sha', made);
  expect(existsSync(made.path)).toBe(false);
  const again = await openRenderCache(renderer, join(kept, 'new')).render(jpegOf(photo), 'sha');
  expect(again).toMatchObject({ cached: true, milliseconds: made.milliseconds });
  expect(existsSync(again.path)).toBe(true);
  expect(runs()).toBe(1);
});

test('Callers with signals of their own share as well', async () => {
  const cache = openRenderCache(renderer, kept);
  await Promise.all([1, 2, 3].map(() => cache.render(jpegOf(photo), 'sha', { signal: new AbortController().signal })));
  expect(runs()).toBe(1);
});

test('Whatever can change the result renders anew; where the photo lies cannot', async () => {
  const cache = openRenderCache(renderer, kept);
  const other = join(folder, 'the same elsewhere.raw');
  writeFileSync(other, 'a photo');
  await cache.render(jpegOf(photo), 'sha');
  await cache.render(jpegOf(other), 'sha');
  expect(runs()).toBe(1);
  const changes = [
    { box: 121 },
    { format: 'png' },
    { profile: 'linear' },
    { xmp: serialiseSidecar(emptySidecar()) },
    { quality: 91 },
    { highQuality: true },
  ] as const;
  for (const change of changes) await cache.render(jpegOf(photo, change), 'sha');
  await cache.render(jpegOf(photo), 'another sha');
  expect(runs()).toBe(2 + changes.length);
});

test('Who gives up does not take a shared render from another, and does not wait for it', async () => {
  const cache = openRenderCache(renderer, kept);
  await pause();
  const first = new AbortController();
  const given = cache.render(jpegOf(photo), 'sha', { signal: first.signal });
  const joined = cache.render(jpegOf(photo), 'sha', { signal: new AbortController().signal });
  await until(() => runs() === 1);
  first.abort();
  await expect(given).rejects.toMatchObject({ code: 'cancelled' });
  writeFileSync(go, '');
  await expect(joined).resolves.toMatchObject({ full: { width: 600, height: 400 } });
  expect(runs()).toBe(1);
});

test('The last who gives up ends it, and the next one begins anew', async () => {
  const cache = openRenderCache(renderer, kept);
  await pause();
  const giveUp = new AbortController();
  const both = [1, 2].map(() => cache.render(jpegOf(photo), 'sha', { signal: giveUp.signal }));
  const codes = both.map((render) => expect(render).rejects.toMatchObject({ code: 'cancelled' }));
  await until(() => runs() === 1);
  giveUp.abort();
  await Promise.all(codes);
  writeFileSync(go, '');
  await cache.render(jpegOf(photo), 'sha');
  expect(runs()).toBe(2);
});

test('A failed render is not kept', async () => {
  const cache = openRenderCache(renderer, kept);
  await expect(cache.render(jpegOf(join(folder, 'nowhere.raw')), 'sha')).rejects.toMatchObject({ code: 'not_found' });
  expect(readdirSync(kept)).toEqual([]);
  await cache.render(jpegOf(photo), 'sha');
});

test('Above its bound it drops what was unused longest, whole, and never the newest', async () => {
  const cache = openRenderCache(renderer, kept, { maxBytes: 1_000 });
  const ages = new Map<string, number>();
  for (let box = 1; box <= 6; box++) {
    const { path } = await cache.render(jpegOf(photo, { box }), 'sha');
    ages.set(path, box);
    // Each a minute younger than the one before.
    for (const file of [path, path.replace('.jpg', '.json')]) utimesSync(file, 1_000 + 60 * box, 1_000 + 60 * box);
  }
  const left = readdirSync(kept).filter((name) => name.endsWith('.jpg'));
  expect(left.length).toBeLessThan(6);
  const boxes = left.map((name) => ages.get(join(kept, name))!).sort();
  expect(boxes).toEqual([1, 2, 3, 4, 5, 6].slice(-boxes.length));
  expect(readdirSync(kept)).toHaveLength(2 * left.length);
  const tiny = openRenderCache(renderer, kept, { maxBytes: 0 });
  const { path } = await tiny.render(jpegOf(photo, { box: 7 }), 'sha');
  expect(readdirSync(kept).map((name) => join(kept, name))).toContain(path);
});

test('A picture or its facts that are gone or damaged are made again', async () => {
  const cache = openRenderCache(renderer, kept);
  const { path } = await cache.render(jpegOf(photo), 'sha');
  writeFileSync(path.replace('.jpg', '.json'), '{"half":');
  expect((await cache.render(jpegOf(photo), 'sha')).cached).toBe(false);
  rmSync(path);
  expect((await cache.render(jpegOf(photo), 'sha')).cached).toBe(false);
  expect((await cache.render(jpegOf(photo), 'sha')).cached).toBe(true);
});

test('A picture that is asked for again counts as used: another one is dropped before it', async () => {
  const cache = openRenderCache(renderer, kept);
  const [first, second] = [
    await cache.render(jpegOf(photo, { box: 1 }), 'sha'),
    await cache.render(jpegOf(photo, { box: 2 }), 'sha'),
  ];
  for (const [k, { path }] of [first, second].entries()) {
    for (const file of [path, path.replace('.jpg', '.json')]) utimesSync(file, 1_000 + k, 1_000 + k);
  }
  expect((await cache.render(jpegOf(photo, { box: 1 }), 'sha')).cached).toBe(true);
  const bytes = readdirSync(kept).reduce((sum, name) => sum + statSync(join(kept, name)).size, 0);
  await openRenderCache(renderer, kept, { maxBytes: 0.75 * bytes }).render(jpegOf(photo, { box: 3 }), 'sha');
  expect([first, second].map(({ path }) => existsSync(path))).toEqual([true, false]);
});

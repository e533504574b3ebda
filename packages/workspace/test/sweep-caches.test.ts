import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sweepCaches, sweepCachesDaily } from '../src/sweep-caches.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.now();
const BOUNDS = { bytes: 1000, unusedMs: 30 * DAY };
let home: string;

beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'chemigram-sweep-'))));
afterEach(() => rmSync(home, { recursive: true }));

function put(name: string, unusedMs: number, bytes = 100): string {
  const path = join(home, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, Buffer.alloc(bytes));
  utimesSync(path, new Date(NOW - unusedMs), new Date(NOW - unusedMs));
  return path;
}
const there = (paths: string[]): boolean[] => paths.map((path) => existsSync(path));

test('what nobody used for a month goes, and nothing else while there is room', async () => {
  const old = put('boat/cache/darktable-4.2.1/renders/a.pfm', 31 * DAY);
  const used = put('boat/cache/pictures/b.jpg', 29 * DAY);
  const draft = put('.chemigram/drafts/0123/renders/c.tif', 40 * DAY);
  expect(await sweepCaches(home, BOUNDS, NOW)).toEqual({ files: 2, bytes: 200 });
  expect(there([old, used, draft])).toEqual([false, true, false]);
});

test('beyond the bound of all photos together what was unused longest goes', async () => {
  const files = [1, 2, 3, 4].map((day) => put(`photo-${day}/cache/pictures/p.jpg`, day * DAY, 400));
  await sweepCaches(home, BOUNDS, NOW);
  expect(there(files)).toEqual([true, true, false, false]);
});

test('what was used within the hour stays, whatever the bound', async () => {
  const files = [put('a/cache/pictures/p.jpg', HOUR / 2, 900), put('b/cache/pictures/p.jpg', HOUR / 3, 900)];
  expect(await sweepCaches(home, BOUNDS, NOW)).toEqual({ files: 0, bytes: 0 });
  expect(there(files)).toEqual([true, true]);
});

test('half-made files go after a day', async () => {
  const half = put('boat/cache/pictures/p.jpg.part-4711-3', 2 * DAY);
  const whole = put('boat/cache/pictures/p.jpg', 2 * DAY);
  await sweepCaches(home, BOUNDS, NOW);
  expect(there([half, whole])).toEqual([false, true]);
});

test('what is no cache stays: history, rasters, those that exported sidecars name, and what was edited by hand', async () => {
  const files = [
    'boat/edit.json',
    'boat/rasters/r.png',
    'boat/cache/darktable-5.4.1/masks/m.pfm',
    'boat/cache/displaced/0123456789ab-edit.json',
    'taste/sea.md',
  ].map((name) => put(name, 400 * DAY, 2000));
  await sweepCaches(home, BOUNDS, NOW);
  expect(there(files)).toEqual([true, true, true, true, true]);
});

test('it is done once a day', async () => {
  const path = put('boat/cache/pictures/a.jpg', 31 * DAY);
  await sweepCachesDaily(home, NOW);
  expect(existsSync(path)).toBe(false);
  put('boat/cache/pictures/a.jpg', 31 * DAY);
  await sweepCachesDaily(home, NOW + HOUR);
  expect(existsSync(path)).toBe(true);
  await sweepCachesDaily(home, NOW + DAY + HOUR);
  expect(existsSync(path)).toBe(false);
});

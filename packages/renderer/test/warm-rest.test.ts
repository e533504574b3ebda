/** Warm darktables that fail again and again: darktable-cli serves meanwhile, and they are tried again. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeScene, writePng } from '@chemigram/scene';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { DarktableCli } from '../src/darktable-cli.ts';
import { findDarktable } from '../src/index.ts';
import type { RenderOrder } from '../src/index.ts';
import { RenderQueue } from '../src/turns/render-queue.ts';
import { findLuaDoor } from '../src/warm/lua-door.ts';
import { WarmRenderer } from '../src/warm/warm-renderer.ts';
import { script, skippedWhereNoneStays, temporaryFolder } from './programs.ts';

const folder = temporaryFolder();
const why = skippedWhereNoneStays();
const source = join(folder, 'scene.png');
/** While this file is there, no warm darktable starts. */
const broken = join(folder, 'broken');
/** While this one is there, those that start die at their first order. */
const deadly = join(folder, 'deadly');
const MINUTE = 60_000;
let warm: WarmRenderer;

beforeAll(async () => {
  if (why !== null) return;
  writeFileSync(source, await writePng(makeScene({ width: 96, height: 64 })));
  const found = await findDarktable(process.env);
  const door = await findLuaDoor(found, process.env);
  if ('missing' in door) throw new Error(`no warm darktable: ${door.missing}`);
  const lua = script(
    folder,
    'lua',
    `[ -e '${broken}' ] && { echo out of memory; exit 1; }
[ -e '${deadly}' ] && { echo 'chemigram ready ${found.version}'; read -r order; exit 1; }
exec '${door.lua}' "$@"`,
  );
  const queue = new RenderQueue(1);
  const cold = new DarktableCli(found, queue, folder, process.env, 'it serves what a warm darktable does not');
  warm = new WarmRenderer({ cold, queue, door: { ...door, lua }, folder, workers: 1, env: process.env });
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterAll(async () => {
  vi.useRealTimers();
  if (why === null) await warm.close();
});

const render = async (): Promise<string> => {
  const order: RenderOrder = {
    source,
    xmp: readFileSync(new URL('../../../fixtures/sidecars/4.2.1-png-masks.xmp', import.meta.url), 'utf8'),
    box: 96,
    format: 'pfm',
    profile: 'linear',
  };
  return (await warm.render(order, join(folder, 'out.pfm'))).way;
};

test('three failures in a row make darktable-cli serve alone for five minutes, and it is said why', async () => {
  writeFileSync(broken, '');
  for (const way of ['warm', 'warm', 'warm', 'cold']) {
    expect(warm.way.kind).toBe(way);
    expect(await render()).toBe('cold');
  }
  expect(warm.way).toMatchObject({
    why: expect.stringMatching(/failed 3 times in a row; .*5 minutes.*out of memory/s),
  });
  // Those that did not start left their folder to the next; darktable-cli keeps its own.
  const folders = readdirSync(join(folder, warm.version));
  expect(folders.map((name) => name.startsWith('free-')).toSorted()).toEqual([false, true]);
  rmSync(broken);
  vi.advanceTimersByTime(4 * MINUTE);
  expect([warm.way.kind, await render()]).toEqual(['cold', 'cold']);
});

test('one that fails after that rests again at once; a picture of the next forgets all failures', async () => {
  writeFileSync(broken, '');
  vi.advanceTimersByTime(MINUTE);
  expect([warm.way.kind, await render(), warm.way.kind]).toEqual(['warm', 'cold', 'cold']);
  rmSync(broken);
  vi.advanceTimersByTime(5 * MINUTE);
  expect(await render()).toBe('warm');

  writeFileSync(broken, '');
  // Too old after its next picture, it is replaced.
  vi.advanceTimersByTime(31 * MINUTE);
  expect([await render(), await render(), warm.way.kind]).toEqual(['warm', 'cold', 'warm']);
});

test('three that die in their orders are failures as those that do not start are', async () => {
  rmSync(broken);
  // A picture of the next, and one too old after that.
  expect(await render()).toBe('warm');
  vi.advanceTimersByTime(31 * MINUTE);
  expect(await render()).toBe('warm');

  writeFileSync(deadly, '');
  for (const way of ['warm', 'warm', 'warm', 'cold']) {
    expect(warm.way.kind).toBe(way);
    expect(await render()).toBe('cold');
  }
  expect(warm.way).toMatchObject({ why: expect.stringMatching(/failed 3 times in a row; .*it failed at an order/s) });
});

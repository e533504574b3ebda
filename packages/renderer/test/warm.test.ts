/** A darktable that stays: the same pixels as darktable-cli, and an answer to every order however it ends. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeScene, writeDng, writePng } from '@chemigram/scene';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRenderer } from '../src/index.ts';
import type { RenderOrder, Renderer } from '../src/index.ts';
import { findLuaDoor } from '../src/warm/lua-door.ts';
import { processesWith, temporaryFolder, until } from './programs.ts';

const folder = temporaryFolder();
const sidecar = (name: string): string =>
  readFileSync(new URL(`../../../fixtures/sidecars/${name}.xmp`, import.meta.url), 'utf8');
const MASKS = sidecar('4.2.1-png-masks');
const png = join(folder, 'scene.png');
const dng = join(folder, 'scene.dng');
/** How many random kills; CHEMIGRAM_KILLS asks for more. */
const KILLS = Number(process.env['CHEMIGRAM_KILLS'] ?? 3);

let warm: Renderer;
let cold: Renderer;
let count = 0;
const order = (more: Partial<RenderOrder> = {}): RenderOrder => ({
  source: png,
  xmp: MASKS,
  box: 192,
  format: 'pfm',
  profile: 'linear',
  pixelsOnly: true,
  ...more,
});
const out = (format = 'pfm'): string => join(folder, `out-${++count}.${format}`);
const hash = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
const workersOf = (name: string): string => join(folder, name);
/** The Lua processes of a renderer: its script is called with a folder below this one. */
const luas = (name: string): number[] =>
  processesWith(workersOf(name))
    .filter((line) => line.includes('orders.lua') && !line.includes('/bin/sh'))
    .map((line) => Number.parseInt(line, 10));

beforeAll(async () => {
  const scene = makeScene({ width: 384, height: 256 });
  writeFileSync(png, await writePng(scene));
  writeFileSync(dng, writeDng(scene, {}));
  warm = await openRenderer({ folder: workersOf('warm') });
  cold = await openRenderer({ folder: workersOf('cold'), env: { ...process.env, CHEMIGRAM_WARM: 'off' } });
});
afterAll(async () => {
  await Promise.all([warm.close(), cold.close()]);
});

test('a warm darktable is in use where its parts are installed, and what is missing is said', async () => {
  const found = { program: execFileSync('sh', ['-c', 'command -v darktable-cli'], { encoding: 'utf8' }).trim() };
  expect(warm.way).toEqual({ kind: 'warm' });
  expect(cold.way).toEqual({ kind: 'cold', why: 'CHEMIGRAM_WARM is off' });
  const { DISPLAY: _none, ...env } = process.env;
  expect(await findLuaDoor(found, { ...env, PATH: '/nowhere' })).toEqual({
    missing: 'Xvfb is not installed, and there is no display',
  });
  expect(await findLuaDoor(found, { ...env, DISPLAY: ':0', PATH: '/nowhere' })).toEqual({
    missing: 'lua5.4 is not installed',
  });
  expect(await findLuaDoor({ program: join(folder, 'bin/darktable-cli') }, process.env).catch(() => 'no file')).toBe(
    'no file',
  );
});

test.each([
  ['a PNG with drawn masks', { source: png, xmp: MASKS }],
  ['a raw', { source: dng, xmp: sidecar('4.2.1-raw-default') }],
])('gives the bytes of darktable-cli for %s, and tells the same of it', async (_what, what) => {
  const files = [out(), out()] as const;
  const [a, b] = [await warm.render(order(what), files[0]), await cold.render(order(what), files[1])];
  expect([a.way, b.way]).toEqual(['warm', 'cold']);
  expect(hash(files[0])).toBe(hash(files[1]));
  for (const fact of ['full', 'scale', 'modules', 'trouble'] as const) expect(a[fact]).toEqual(b[fact]);
  expect(a.proved).toBe(true);
  expect(a.repeated).toBeUndefined();
});

test('sRGB pictures and linear ones in turn come from two that stay', async () => {
  const files = [out('tif'), out(), out('tif'), out()];
  const orders = files.map((file) =>
    file.endsWith('tif') ? order({ format: 'tiff', profile: 'srgb', bits: 8, compress: false }) : order(),
  );
  for (const [k, file] of files.entries()) expect((await warm.render(orders[k]!, file)).way).toBe('warm');
  const [first, third] = await Promise.all([files[0]!, files[2]!].map((file) => sharp(file).raw().toBuffer()));
  expect(first!.equals(third!)).toBe(true);
  expect(hash(files[1]!)).toBe(hash(files[3]!));
  expect(luas('warm')).toHaveLength(2);
});

test('what must carry its history, or is asked for by name, goes to darktable-cli', async () => {
  const { pixelsOnly: _no, ...whole } = order({ format: 'jpeg', profile: 'srgb' });
  expect(await warm.render(whole, out('jpg'))).toMatchObject({ way: 'cold', proved: true });
  expect(await warm.render(order({ asks: ['EXIF.MAKER'] }), out())).toMatchObject({ way: 'cold' });
  expect(await warm.render(order({ xmp: null }), out())).toMatchObject({ way: 'cold' });
});

test('a sidecar beside the photo is neither read nor written', async () => {
  const other = join(folder, 'other.png');
  copyFileSync(png, other);
  writeFileSync(`${other}.xmp`, sidecar('4.2.1-png-effects'));
  const before = hash(`${other}.xmp`);
  const files = [out(), out()] as const;
  await warm.render(order(), files[0]);
  await warm.render(order({ source: other }), files[1]);
  expect(hash(files[1])).toBe(hash(files[0]));
  expect(hash(`${other}.xmp`)).toBe(before);
  expect(existsSync(`${png}.xmp`)).toBe(false);
});

test('an edit that darktable leaves out is told, as it is by darktable-cli', async () => {
  const xmp = MASKS.replace(',exposure,2,', ',');
  const [a, b] = [await warm.render(order({ xmp }), out()), await cold.render(order({ xmp }), out())];
  expect([a.way, b.way]).toEqual(['warm', 'cold']);
  expect(a.trouble.join()).toMatch(/exposure/);
  expect(b.trouble.join()).toMatch(/exposure/);
});

test('a photo that darktable cannot read is told as by darktable-cli, and the next render works', async () => {
  const broken = join(folder, 'broken.png');
  writeFileSync(broken, readFileSync(png).subarray(0, 300));
  await expect(warm.render(order({ source: broken }), out())).rejects.toMatchObject({ code: 'darktable_failed' });
  expect(await warm.render(order(), out())).toMatchObject({ trouble: [] });
});

test('killed at any moment, every order is answered, with at most one repeat', async () => {
  const renderer = await openRenderer({ folder: workersOf('killed') });
  const expected = out();
  await cold.render(order(), expected);
  let repeated = 0;
  for (let k = 0; k < KILLS; k++) {
    const file = out();
    const done = renderer.render(order(), file);
    let over = false;
    const end = done.finally(() => (over = true)).catch(() => undefined);
    await new Promise((settle) => setTimeout(settle, ((k * 0.618) % 1) * 900));
    if (!over) for (const pid of luas('killed')) killed(pid);
    const report = await done;
    await end;
    if (report.repeated !== undefined) repeated++;
    expect(hash(file)).toBe(hash(expected));
    // One that was killed just behind its order is noticed by the next; then another stays again.
    await renderer.render(order(), out());
    expect((await renderer.render(order(), out())).way).toBe('warm');
  }
  expect(repeated).toBeLessThanOrEqual(KILLS);
  await renderer.close();
  expect(luas('killed')).toEqual([]);
});

test('one that hangs is replaced within the time that the order has', async () => {
  const renderer = await openRenderer({ folder: workersOf('hung') });
  await renderer.render(order(), out());
  for (const pid of luas('hung')) process.kill(pid, 'SIGSTOP');
  const report = await renderer.render(order(), out(), { timeoutMs: 8_000 });
  expect(report).toMatchObject({ way: 'cold', repeated: expect.stringContaining('did not answer within 4 s') });
  expect(await renderer.render(order(), out())).toMatchObject({ way: 'warm' });
  await renderer.close();
});

test('a cancel ends the work, and the next order is done', async () => {
  const renderer = await openRenderer({ folder: workersOf('cancelled') });
  await renderer.render(order(), out());
  const stop = new AbortController();
  const done = renderer.render(order({ source: dng, xmp: sidecar('4.2.1-raw-default'), box: null }), out(), {
    signal: stop.signal,
  });
  setTimeout(() => stop.abort(), 30);
  await expect(done).rejects.toMatchObject({ code: 'cancelled' });
  expect(await renderer.render(order(), out())).toMatchObject({ trouble: [] });
  await renderer.close();
});

test('after close nothing is left: no process, no display, no file of a job', async () => {
  const before = displays();
  const renderer = await openRenderer({ folder: workersOf('closed') });
  await renderer.render(order(), out());
  await renderer.close();
  expect(processesWith(workersOf('closed'))).toEqual([]);
  await until(() => displays().length <= before.length);
  for (const version of readdirSync(workersOf('closed'))) {
    for (const worker of readdirSync(join(workersOf('closed'), version))) {
      expect(existsSync(join(workersOf('closed'), version, worker, 'job'))).toBe(false);
    }
  }
});

/** Locks of the displays that run. */
const displays = (): string[] => readdirSync('/tmp').filter((name) => /^\.X\d+-lock$/.test(name));

function killed(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended in the meantime.
  }
}

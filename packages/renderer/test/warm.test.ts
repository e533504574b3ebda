/** A darktable that stays: the same pixels as darktable-cli, and an answer to every order however it ends. */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeScene, writeDng, writePng } from '@chemigram/scene';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findDarktable, openRenderer, workerCount } from '../src/index.ts';
import type { RenderOrder, Renderer } from '../src/index.ts';
import { findLuaDoor } from '../src/warm/lua-door.ts';
import { keepsWriting, luasBelow, processesWith, skippedWhereNoneStays, temporaryFolder, until } from './programs.ts';

const folder = temporaryFolder();
skippedWhereNoneStays();
const sidecar = (name: string): string =>
  readFileSync(new URL(`../../../fixtures/sidecars/${name}.xmp`, import.meta.url), 'utf8');
const MASKS = sidecar('4.2.1-png-masks');
/** The darktables whose sidecars are developed: the oldest, and this one. */
const WRITERS = new Set(['4.2.1', (await findDarktable(process.env)).version]);
const png = join(folder, 'scene.png');
const dng = join(folder, 'scene.dng');
/** How many random kills; CHEMIGRAM_KILLS asks for more. */
const KILLS = Number(process.env['CHEMIGRAM_KILLS'] ?? 2);
/** Each costs a cold render and a start, and some come too late to count. */
const KILLS_TIMEOUT_MS = 60_000 + KILLS * 20_000;

let warm: Renderer;
let cold: Renderer;
/** For the tests that are hard on it. */
let rough: Renderer;
let count = 0;
/** The multiples of it, less their whole parts, lie evenly between 0 and 1. */
const GOLDEN = 0.618;
const order = (more: Partial<RenderOrder> = {}): RenderOrder => ({
  source: png,
  xmp: MASKS,
  box: 192,
  format: 'pfm',
  profile: 'linear',
  ...more,
});
/** A picture that carries its metadata. */
const METADATA = order({ format: 'jpeg', profile: 'srgb' });
const out = (format = 'pfm'): string => join(folder, `out-${++count}.${format}`);
const hash = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
const workersOf = (name: string): string => join(folder, name);
const luas = (name: string): number[] => luasBelow(workersOf(name));

beforeAll(async () => {
  const scene = makeScene({ width: 384, height: 256 });
  writeFileSync(png, await writePng(scene));
  writeFileSync(dng, writeDng(scene, {}));
  warm = await openRenderer({ folder: workersOf('warm') });
  cold = await openRenderer({ folder: workersOf('cold'), env: { ...process.env, CHEMIGRAM_WARM: 'off' } });
  rough = await openRenderer({ folder: workersOf('rough') });
});
afterAll(async () => {
  await Promise.all([warm.close(), cold.close(), rough.close()]);
});

test('a warm darktable is in use where its parts are installed, and what is missing is said', async () => {
  // One of PATH: those that are set up beside it bring a Lua of their own.
  const { CHEMIGRAM_DARKTABLE: _named, ...plain } = process.env;
  const found = await findDarktable(plain);
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

const PICTURE = { profile: 'linear-srgb' } as const;
const DEVELOPED: [string, () => Partial<RenderOrder>][] = [...WRITERS].flatMap((writer) => [
  [`a PNG with drawn masks, as ${writer} wrote it`, () => ({ xmp: sidecar(`${writer}-png-masks`) })],
  [`a PNG with effects, as ${writer} wrote it`, () => ({ xmp: sidecar(`${writer}-png-effects`) })],
  [`a raw, as ${writer} wrote it`, () => ({ source: dng, xmp: sidecar(`${writer}-raw-default`) })],
  [
    `a raw, in the colours of sRGB, as ${writer} wrote it`,
    () => ({ ...PICTURE, source: dng, xmp: sidecar(`${writer}-raw-default`) }),
  ],
]);

test.each(DEVELOPED)('gives the pixels of darktable-cli for %s, and tells the same of it', async (_what, more) => {
  const what = order(more());
  const files = [out(), out()] as const;
  const [a, b] = [await warm.render(what, files[0]), await cold.render(what, files[1])];
  expect([a.way, a.repeated, b.way]).toEqual(['warm', undefined, 'cold']);
  expect(hash(files[0])).toBe(hash(files[1]));
  for (const fact of ['full', 'scale', 'modules', 'trouble'] as const) expect(a[fact]).toEqual(b[fact]);
  expect([a.proved, b.proved]).toEqual([true, true]);
  expect(a.repeated).toBeUndefined();
});

test('light in the colours of sRGB and in those of Rec. 2020 comes in turn from two that stay', async () => {
  const files = [out(), out(), out(), out()];
  const orders = files.map((_, k) => order(k % 2 === 0 ? PICTURE : {}));
  for (const [k, file] of files.entries()) expect((await warm.render(orders[k]!, file)).way).toBe('warm');
  expect(files.slice(2).map(hash)).toEqual(files.slice(0, 2).map(hash));
  expect(hash(files[1]!)).not.toBe(hash(files[0]!));
  expect(luas('warm')).toHaveLength(2);
});

test('what must carry its history, or is asked for by name, goes to darktable-cli', async () => {
  const orders = [METADATA, order({ asks: ['EXIF.MAKER'] }), order({ xmp: null }), order({ profile: 'srgb' })];
  const reports = await Promise.all(orders.map((one) => warm.render(one, out(one.format))));
  expect(reports.map(({ way }) => way)).toEqual(orders.map(() => 'cold'));
  expect(reports[0]).toMatchObject({ proved: true });
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

test(
  'killed at any moment, every order is answered, with at most one repeat',
  async () => {
    const expected = out();
    await Promise.all([cold.render(order(), expected), rough.render(order(), out())]);
    const { milliseconds: usual } = await rough.render(order(), out());
    let kills = 0;
    let repeated = 0;
    for (let k = 1; kills < KILLS; k++) {
      const file = out();
      const done = rough.render(order(), file);
      let over = false;
      const end = done.finally(() => (over = true)).catch(() => undefined);
      await sleep(((k * GOLDEN) % 1) * usual);
      const victims = over ? [] : luas('rough');
      for (const pid of victims) killed(pid);
      if (victims.length > 0) kills++;
      const report = await done;
      await end;
      if (report.repeated !== undefined) repeated++;
      expect(hash(file)).toBe(hash(expected));
      // One that was killed just behind its order is noticed by the next; then another stays again.
      await rough.render(order(), out());
      const next = await rough.render(order(), out());
      expect(rough.way).toEqual({ kind: 'warm' });
      expect(next).toMatchObject({ way: 'warm' });
    }
    expect(repeated).toBeLessThanOrEqual(KILLS);
  },
  KILLS_TIMEOUT_MS,
);

test('one whose folder was removed is replaced, warm and cold, and closing says nothing of it', async () => {
  const cleared = await openRenderer({ folder: workersOf('cleared') });
  const linear = order();
  for (const one of [linear, METADATA]) await cleared.render(one, out());
  rmSync(workersOf('cleared'), { recursive: true });
  expect(await cleared.render(linear, out())).toMatchObject({
    way: 'cold',
    repeated: expect.stringContaining('its folder was removed'),
  });
  expect(await cleared.render(linear, out())).toMatchObject({ way: 'warm' });
  expect(await cleared.render(METADATA, out('jpg'))).toMatchObject({ way: 'cold' });
  rmSync(workersOf('cleared'), { recursive: true });
  await cleared.close();
});

test('one that hangs is replaced within the time that the order has', async () => {
  await rough.render(order(), out());
  expect(luas('rough')).toHaveLength(1);
  for (const pid of luas('rough')) process.kill(pid, 'SIGSTOP');
  const report = await rough.render(order(), out(), { timeoutMs: 10_000 });
  expect(report).toMatchObject({ way: 'cold', repeated: expect.stringContaining('did not answer within 5 s') });
  expect(await rough.render(order(), out())).toMatchObject({ way: 'warm' });
});

test('a cancelled order is finished when it is short, and the same darktable does the next', async () => {
  await rough.render(order(), out());
  const [before] = luas('rough');
  const stop = new AbortController();
  const unwanted = rough.render(order(), out(), { signal: stop.signal });
  const failure = unwanted.catch((error: unknown) => error);
  await until(() => readdirSync(jobOf(before!)).length > 0);
  stop.abort();
  const next = await rough.render(order(), out());
  expect(await failure).toMatchObject({ code: 'cancelled' });
  expect(next).toMatchObject({ way: 'warm' });
  expect(luas('rough')).toEqual([before]);
});

test('a cancelled order that goes on is killed', async () => {
  await rough.render(order(), out());
  const [before] = luas('rough');
  await until(() => readdirSync(jobOf(before!)).length === 0);
  process.kill(before!, 'SIGSTOP');
  const stop = new AbortController();
  const unwanted = rough.render(order(), out(), { signal: stop.signal });
  const failure = unwanted.catch((error: unknown) => error);
  await until(() => readdirSync(jobOf(before!)).length > 0);
  // Its job is being laid out by this very process; what follows that is the order itself.
  await sleep(1000);
  stop.abort();
  expect(await failure).toMatchObject({ code: 'cancelled' });
  await until(() => !luas('rough').includes(before!));
  expect(await rough.render(order(), out())).toMatchObject({ way: 'warm' });
});

test('a cancelled order whose files cannot be removed holds up no other', async () => {
  const own = await openRenderer({ folder: workersOf('own') });
  await own.render(order(), out());
  const [pid] = luas('own');
  // What the first order left may still be on its way out.
  await until(() => readdirSync(jobOf(pid!)).length === 0);
  process.kill(pid!, 'SIGSTOP');
  const stop = new AbortController();
  const unwanted = own.render(order(), out(), { signal: stop.signal });
  const failure = unwanted.catch((error: unknown) => error);
  await until(() => readdirSync(jobOf(pid!)).length > 0);
  const end = await keepsWriting(join(jobOf(pid!), readdirSync(jobOf(pid!))[0]!));
  stop.abort();
  process.kill(pid!, 'SIGCONT');
  const next = own.render(order(), out());
  expect(await failure).toMatchObject({ code: 'cancelled' });
  expect(await next).toMatchObject({ way: 'warm' });
  end();
  await own.close();
});

test('a batch of one photo lets another photo pass', async () => {
  const done: string[] = [];
  const ask = (photo: string): Promise<unknown> => rough.render(order(), out(), { photo }).then(() => done.push(photo));
  const batch = Array.from({ length: 3 * workerCount() }, () => ask('batch'));
  await Promise.all([...batch, ask('other')]);
  // Those of the batch that were at work when it came, and one more of them at most, were before it.
  expect(done.indexOf('other')).toBeLessThanOrEqual(workerCount() + 1);
});

test('after close nothing is left: no process, no display, no file of a job', async () => {
  await rough.render(order(), out());
  const running = displaysOf('rough');
  expect(running).toHaveLength(luas('rough').length);
  expect(running.length).toBeGreaterThan(0);
  await rough.close();
  expect(processesWith(workersOf('rough'))).toEqual([]);
  for (const display of running) expect(existsSync(`/tmp/.X${display}-lock`)).toBe(false);
  for (const version of readdirSync(workersOf('rough'))) {
    for (const worker of readdirSync(join(workersOf('rough'), version))) {
      expect(existsSync(join(workersOf('rough'), version, worker, 'job'))).toBe(false);
    }
  }
});

/** The folder of a warm darktable's jobs, where it runs. */
const jobOf = (pid: number): string => readlinkSync(`/proc/${pid}/cwd`);

/** Numbers of the displays that the warm darktables of a renderer draw on. */
const displaysOf = (name: string): string[] =>
  luas(name).flatMap((pid) => {
    const [, display] = /(?:^|\0)DISPLAY=:(\d+)/.exec(readFileSync(`/proc/${pid}/environ`, 'utf8')) ?? [];
    return display === undefined ? [] : [display];
  });

function killed(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended in the meantime.
  }
}

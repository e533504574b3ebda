/** What becomes of looks that are under way together: shared, overtaken, cancelled, and what is made ahead. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createEngine } from '@chemigram/engine';
import type { Arguments, Engine, OperationName, Result } from '@chemigram/engine';
import { findDarktable } from '@chemigram/renderer';
import { makeScene, writePng } from '@chemigram/scene';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { HeldDarktable, runs, until } from '../helpers/held-darktable.ts';

const folder = mkdtempSync(join(tmpdir(), 'chemigram-latest-'));
const photo = join(folder, 'boat.png');
const image_id = 'boat';
/** The colours of base pictures and probes, and of pictures to be looked at. */
const [BASE, PICTURE] = ['LIN_REC2020', 'LIN_REC709'];
/** More than a look that comes at once takes (looks.ts). */
const LATE_MS = 400;
let darktable: HeldDarktable;
let engine: Engine;
let size = 200;

/** The base picture of the looks of one test, and not the one that is made ahead. */
const base = (): string =>
  `result.tif --width ${size} --height ${size} --hq false --apply-custom-presets false --icc-type ${BASE}`;

async function run<K extends OperationName>(
  name: K,
  args: Partial<Arguments<K>> | object,
  signal = new AbortController().signal,
): Promise<Result<K>> {
  return (await engine.run(name, args, { signal, progress: () => {} })).result as Result<K>;
}
const look = (more: object = {}, signal?: AbortSignal): Promise<Result<'render_preview'>> =>
  run('render_preview', { image_id, size, ...more }, signal);
const brighten = (value: number): Promise<Result<'apply_primitive'>> =>
  run('apply_primitive', { image_id, primitive_name: 'exposure', value });

beforeAll(async () => {
  writeFileSync(photo, await writePng(makeScene({ width: 384, height: 256 })));
  darktable = new HeldDarktable(folder, (await findDarktable(process.env)).program);
  const env = { ...process.env, CHEMIGRAM_DARKTABLE: darktable.program };
  engine = await createEngine({ home: join(folder, 'home'), env, stays: true });
});
afterEach(async () => {
  darktable.release();
  // A look that comes late: the next change is not taken for one that is looked at at once, and its picture not begun.
  await brighten(size / 1000);
  await setTimeout(LATE_MS);
  await look();
  darktable.release();
  // No test finds another's pictures.
  size += 8;
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

test('what is made ahead is stopped by whatever is asked, and begun anew afterwards', async () => {
  darktable.hold(BASE);
  await run('ingest', { photo });
  const ahead = await darktable.held();
  await run('export_final', { image_id, out: join(folder, 'out.jpg') });
  expect(runs(ahead)).toBe(false);
  await until(() => darktable.calls(BASE) > 0);
});

test('a photo that is looked at is developed ahead after a change, and the next look finds that', async () => {
  await brighten(0.1);
  await look();
  darktable.release();
  const { snapshot } = await brighten(0.15);
  await until(() => darktable.calls(PICTURE) === 1);
  expect(await look()).toMatchObject({ snapshot, source: 'base' });
  expect(darktable.calls(PICTURE)).toBe(1);
});

test('equal looks share their renders, and looks at one state leave each other alone', async () => {
  await brighten(0.2);
  const together = await Promise.all([look(), look(), look(), look({ grid: true })]);
  expect(new Set(together.map(({ source }) => source))).toEqual(new Set(['base']));
  expect(darktable.calls(base())).toBe(1);
  expect(darktable.calls(PICTURE)).toBe(1);
});

test('a newer look at a changed photo overtakes the older one, whose darktable is stopped', async () => {
  await brighten(0.3);
  darktable.hold(PICTURE);
  const older = look();
  const failure = older.catch((error: unknown) => error);
  const stopped = await darktable.held();
  const before = (await run('log', { image_id, limit: 1 })).snapshots[0]!.snapshot;
  const { snapshot } = await brighten(0.4);
  const newer = await look();
  expect(newer.snapshot).toBe(snapshot);
  expect(await failure).toMatchObject({
    code: 'cancelled',
    message: expect.stringContaining('overtaken'),
    hint: expect.stringContaining(before),
  });
  expect(runs(stopped)).toBe(false);
  // The older one's was never begun.
  expect(darktable.calls(PICTURE)).toBe(1);
});

test('what an overtaken look has begun and the newer one needs as well goes on', async () => {
  darktable.hold(base());
  const older = look();
  const failure = older.catch((error: unknown) => error);
  const pid = await darktable.held();
  await brighten(0.5);
  const newer = look();
  expect(await failure).toMatchObject({ code: 'cancelled' });
  expect(runs(pid)).toBe(true);
  darktable.release();
  expect(await newer).toMatchObject({ source: 'base' });
  expect(darktable.calls(base())).toBe(1);
});

test('a look at a state that is named is not overtaken', async () => {
  const { snapshot } = await brighten(0.6);
  darktable.hold(PICTURE);
  const named = look({ ref: snapshot });
  await darktable.held();
  await brighten(0.7);
  await look();
  darktable.release();
  expect(await named).toMatchObject({ snapshot });
});

test('a cancel reaches darktable, and is the end of it', async () => {
  darktable.hold(base());
  const stop = new AbortController();
  const cancelled = look({}, stop.signal);
  const failure = cancelled.catch((error: unknown) => error);
  const pid = await darktable.held();
  stop.abort();
  expect(await failure).toMatchObject({ code: 'cancelled' });
  expect(runs(pid)).toBe(false);
  expect(darktable.calls(base())).toBe(0);
});

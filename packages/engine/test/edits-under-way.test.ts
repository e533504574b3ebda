/** What is told of an edit that is under way, and what is left of one that is cancelled. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Arguments, type Engine, type OperationName, type Result } from '@chemigram/engine';
import { makeScene, writePng } from '@chemigram/scene';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'chemigram-cancelled-'));
const photo = join(folder, 'boat.png');
const CIRCLE = { dt_form: 'circle', dt_params: { center_x: 0.5, center_y: 0.5, radius: 0.2 } };
let engine: Engine;
let image_id = '';
let photos = 0;

/** @param cancelAt what the call tells of its progress when it is cancelled */
async function run<K extends OperationName>(
  name: K,
  args: Partial<Arguments<K>> | object = {},
  cancelAt?: string,
): Promise<Result<K>> {
  const controller = new AbortController();
  const progress = (_: number, message: string): void => {
    if (message === cancelAt) controller.abort();
  };
  return (await engine.run(name, { image_id, ...args }, { signal: controller.signal, progress })).result as Result<K>;
}

beforeAll(async () => {
  writeFileSync(photo, await writePng(makeScene({ width: 384, height: 256 })));
  engine = await createEngine({ home: join(folder, 'home'), stays: true });
});
beforeEach(async () => {
  image_id = `boat-${++photos}`;
  await run('ingest', { photo });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

test('an edit that is cancelled until it is kept is not kept', async () => {
  const edit = { primitive_name: 'exposure', value: 0.5, mask_spec: CIRCLE };
  await expect(run('apply_primitive', edit, 'Keeping the step')).rejects.toMatchObject({
    code: 'cancelled',
    message: `The change of "${image_id}" was cancelled; nothing of it was kept.`,
  });
  expect((await run('get_state')).moves).toEqual([]);
});

test('an edit that is cancelled while it is measured is made, and says so: whoever reads "cancelled" makes it twice', async () => {
  const edit = { primitive_name: 'exposure', value: 0.5, mask_spec: CIRCLE, verify: true };
  const { move_id, warnings } = await run('apply_primitive', edit, 'Developing the state before');
  expect(warnings).toEqual([expect.stringMatching(/^The edit is made, but it was not measured: .*cancelled/)]);
  expect((await run('get_state')).moves.map((move) => move.move_id)).toEqual([move_id]);
});

test('a replay that is cancelled says how many steps stay, and how to go back behind them', async () => {
  const source = image_id;
  for (const value of [0.1, 0.2, 0.3]) await run('apply_primitive', { primitive_name: 'exposure', value });
  image_id = `boat-${++photos}`;
  const { snapshot } = await run('ingest', { photo });
  await expect(run('replay', { source }, 'Step 3 of 3')).rejects.toMatchObject({
    code: 'cancelled',
    message: 'replay was cancelled after 2 of 3 steps, which stay made.',
    hint: `Checkout with the ref "${snapshot}" goes back to the state before the first of them.`,
  });
  expect((await run('get_state')).moves).toHaveLength(2);
});

test('undos that are asked for at one time say each its own step', async () => {
  for (const value of [0.1, 0.2, 0.3]) await run('apply_primitive', { primitive_name: 'exposure', value });
  const undone = await Promise.all([run('undo'), run('undo'), run('undo')]);
  expect(undone.map((step) => step.undone).toSorted()).toEqual(['exposure +0.1', 'exposure +0.2', 'exposure +0.3']);
});

test.each([
  ['an edit', 'apply_primitive', { primitive_name: 'exposure', value: 0.5, mask_spec: CIRCLE }],
  ['regions', 'apply_per_region', { primitive_name: 'exposure', regions: [{ mask_spec: CIRCLE, value: 0.5 }] }],
  ['spots', 'apply_spot', { spots: [{ kind: 'blur', x: 0.5, y: 0.5, radius: 0.05 }] }],
] as const)('the progress of %s goes on upwards while it is measured', async (_, name, args) => {
  const heard: { fraction: number; message: string }[] = [];
  const progress = (fraction: number, message: string) => void heard.push({ fraction, message });
  await engine.run(name, { image_id, ...args, verify: true }, { signal: new AbortController().signal, progress });
  const at = (wanted: string): number => heard.find(({ message }) => message === wanted)!.fraction;
  expect(at('Developing the state before')).toBeGreaterThan(at('Keeping the step'));
  expect(at('Developing the state after')).toBeGreaterThan(at('Developing the state before'));
});

test('the progress of a replay goes upwards alone', async () => {
  const source = image_id;
  for (const value of [0.1, 0.2, 0.3]) await run('apply_primitive', { primitive_name: 'exposure', value });
  image_id = `boat-${++photos}`;
  await run('ingest', { photo });
  const heard: number[] = [];
  const progress = (fraction: number) => void heard.push(fraction);
  await engine.run('replay', { image_id, source }, { signal: new AbortController().signal, progress });
  expect(heard).toEqual([0, 1 / 3, 2 / 3]);
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Arguments, type Engine, type OperationName, type Result } from '@chemigram/engine';
import { makeScene, writePng } from '@chemigram/scene';
import { afterAll, beforeAll, expect, test } from 'vitest';

const CALL = { signal: new AbortController().signal, progress: () => {} };
const image_id = 'iguana';
const UPPER = { dt_form: 'rectangle', dt_params: { x0: 0, y0: 0, x1: 1, y1: 0.4, border: 0 } };
let folder: string;
let engine: Engine;

async function run<K extends OperationName>(name: K, args: Partial<Arguments<K>> | object): Promise<Result<K>> {
  return (await engine.run(name, args, CALL)).result as Result<K>;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chemigram-named-'));
  const pack = join(folder, 'home', 'packs', 'mine', 'masks');
  await mkdir(pack, { recursive: true });
  const mine = { name: 'mask_not_sky', title: 'Mine', description: 'Of my own.', words: ['ground'] };
  const spec = { kind: 'named', name: 'mask_foreground' };
  await writeFile(join(pack, 'mask_not_sky.maskdef'), JSON.stringify({ ...mine, spec }));
  await writeFile(join(folder, 'iguana.png'), await writePng(makeScene({ width: 480, height: 320 })));
  engine = await createEngine({ home: join(folder, 'home'), stays: true });
  await run('ingest', { photo: join(folder, 'iguana.png'), image_id });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

test('the list knows shipped, personal and saved masks', async () => {
  const { masks } = await run('list_masks', { query: 'ground' });
  expect(masks.find(({ name }) => name === 'mask_not_sky')).toMatchObject({ source: 'personal', by_eye: false });
  expect(masks.find(({ name }) => name === 'mask_foreground')).toMatchObject({ source: 'shipped' });
});

test('what no mask is called comes with how to point at it, whether something mentions it or not', async () => {
  expect(await run('list_masks', { query: 'window' })).toEqual({
    masks: [],
    hint: expect.stringMatching(/^No mask is called "window"\. Point at it: .*"snap".*detect.*save_mask/),
  });
  expect((await run('list_masks', { query: 'car' })).masks).toEqual([]);
  const { masks, hint } = await run('list_masks', { query: 'balloons in the sky' });
  expect(masks.map(({ name }) => name)).toContain('mask_sky');
  expect(hint).toMatch(/^No mask is called "balloons in the sky"; these only mention a part of it\./);
  expect(await run('list_masks', { query: 'sky' })).not.toHaveProperty('hint');
});

test('a named mask is shown as it is here, with how to draw it by eye', async () => {
  const shown = await run('show_mask', { image_id, name: 'mask_sky' });
  expect(shown.llm_vision_prompt).toContain('skyline');
  expect(shown.fallback).toContain('rules');
  expect(shown.confidence).toBeGreaterThan(0.5);
  expect(shown.spec).toMatchObject({ dt_form: 'path' });
  const again = await run('preview_mask', { image_id, mask_spec: shown.spec });
  expect(again.coverage).toBeCloseTo(shown.coverage, 6);
});

test('an edit through a name follows what is saved under it, and undo brings the old one back', async () => {
  const edit = await run('apply_primitive', {
    image_id,
    primitive_name: 'exposure',
    value: -0.5,
    mask_spec: { kind: 'named', name: 'mask_not_sky' },
  });
  const coverage = async () =>
    (await run('preview_mask', { image_id, mask_spec: { kind: 'named', name: 'mask_not_sky' } })).coverage;
  const found = await coverage();
  const saved = await run('save_mask', { image_id, name: 'mask_sky', mask_spec: UPPER });
  expect(saved).toMatchObject({ replaces: 'pack', used_by: [edit.move_id] });
  expect(await coverage()).toBeCloseTo(0.6, 2);
  const { lines } = await run('diff', { image_id });
  expect(lines).toEqual(['named mask_sky: a rectangle at the top']);
  // The state keeps the reference, not what it stood for.
  expect((await run('get_state', { image_id })).moves[0]?.mask?.spec).toEqual({ kind: 'named', name: 'mask_not_sky' });
  await run('undo', { image_id });
  expect(await coverage()).toBeCloseTo(found, 6);
});

test('what is refused changes nothing', async () => {
  const before = await run('get_state', { image_id });
  const refusals = [
    ['show_mask', { image_id, name: 'mask_skyy' }, { code: 'unknown_name', field: 'name' }],
    [
      'save_mask',
      { image_id, name: 'mask_sky', mask_spec: { kind: 'named', name: 'mask_not_sky' } },
      { code: 'invalid_input', field: 'mask_spec' },
    ],
    ['save_mask', { image_id, name: 'mask_none', mask_spec: null }, { code: 'not_found', field: 'name' }],
    ['save_mask', { image_id, name: 'constructor', mask_spec: null }, { code: 'not_found', field: 'name' }],
    [
      'apply_primitive',
      { image_id, primitive_name: 'exposure', value: 1, mask_spec: { kind: 'named', name: 'mask_ski' } },
      { code: 'unknown_name', field: 'mask_spec.name' },
    ],
  ] as const;
  for (const [name, args, error] of refusals) {
    await expect(run(name, args)).rejects.toMatchObject(error);
  }
  expect(await run('get_state', { image_id })).toEqual(before);
});

test('a name that a move goes through cannot be taken away', async () => {
  await run('save_mask', { image_id, name: 'mask_mine', mask_spec: UPPER });
  const mask_spec = { kind: 'named', name: 'mask_mine' };
  const { move_id } = await run('apply_primitive', { image_id, primitive_name: 'exposure', value: 0.3, mask_spec });
  await expect(run('save_mask', { image_id, name: 'mask_mine', mask_spec: null })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining(move_id),
  });
});

test('a name that another saved mask refers to cannot be taken away before that', async () => {
  await run('save_mask', { image_id, name: 'mask_inner', mask_spec: UPPER });
  const outer = { kind: 'compose', operation: 'subtract', operands: [UPPER, { kind: 'named', name: 'mask_inner' }] };
  await run('save_mask', { image_id, name: 'mask_outer', mask_spec: outer });
  const take = (name: string) => run('save_mask', { image_id, name, mask_spec: null });
  await expect(take('mask_inner')).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('mask_outer'),
    hint: expect.stringContaining('save_mask'),
  });
  await take('mask_outer');
  await take('mask_inner');
});

test('what is drawn before a crop is marked after it, for its numbers mean other places then', async () => {
  const { move_id } = await run('apply_primitive', {
    image_id,
    primitive_name: 'exposure',
    value: 0.1,
    mask_spec: UPPER,
  });
  const marks = async () => {
    const { moves } = await run('get_state', { image_id });
    return moves.find((move) => move.move_id === move_id)!.framed_otherwise;
  };
  expect(await marks()).toBeUndefined();
  const values = { left: 0.2, top: 0, right: 1, bottom: 1 };
  await run('apply_primitive', { image_id, primitive_name: 'crop', values });
  expect(await marks()).toBe(true);
  await run('adjust_move', { image_id, move_id, value: 0.2 });
  const { changes } = await run('diff', { image_id });
  expect(changes.map(({ before, after }) => [before?.framed_otherwise, after?.framed_otherwise])).toEqual([
    [true, true],
  ]);
  await run('undo', { image_id });
  await run('undo', { image_id });
  expect(await marks()).toBeUndefined();
});

test('a mask that was named before a crop stays on what it was named for', async () => {
  const left = { dt_form: 'rectangle', dt_params: { x0: 0.1, y0: 0.2, x1: 0.4, y1: 0.6, border: 0 } };
  const mask_spec = { kind: 'named', name: 'mask_left' };
  await run('save_mask', { image_id, name: 'mask_left', mask_spec: left });
  const values = { left: 0, top: 0, right: 0.5, bottom: 0.8 };
  await run('apply_primitive', { image_id, primitive_name: 'crop', values });
  const cropped = await run('preview_mask', { image_id, mask_spec });
  // 0.1..0.4 of the old width is 0.2..0.8 of the new; 0.2..0.6 of the old height 0.25..0.75.
  [0.2, 0.25, 0.8, 0.75].forEach((edge, i) => expect(cropped.bbox![i]).toBeCloseTo(edge, 2));
  expect(cropped).toMatchObject({ warnings: [] });
  expect(cropped.agreement).toBeGreaterThan(0.98);
  const edit = await run('apply_primitive', {
    image_id,
    primitive_name: 'exposure',
    value: 0.5,
    mask_spec,
    verify: true,
  });
  expect(edit.mask!.measured!.agreement).toBeGreaterThan(0.97);

  // Named in the crop and used after the crop was taken back: it has nothing beyond what was shown then.
  const all = { dt_form: 'rectangle', dt_params: { x0: 0, y0: 0, x1: 1, y1: 1, border: 0 } };
  await run('save_mask', { image_id, name: 'mask_shown', mask_spec: all });
  const crop = (await run('get_state', { image_id })).moves.find(({ primitive }) => primitive === 'crop')!;
  await run('remove_move', { image_id, move_id: crop.move_id });
  const wide = await run('preview_mask', { image_id, mask_spec: { kind: 'named', name: 'mask_shown' } });
  expect(wide.coverage).toBeCloseTo(0.4, 2);
  expect(wide.warnings).toEqual([expect.stringContaining('mask_shown is of a picture that was cropped narrower')]);
  await run('undo', { image_id });
  expect((await run('preview_mask', { image_id, mask_spec })).bbox).toEqual(cropped.bbox);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine } from '@chemigram/engine';
import { makeScene, writePng } from '@chemigram/scene';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'chemigram-faint-'));
let engine: Engine;
const run = async (name: string, args: object): Promise<Record<string, unknown>> =>
  (await engine.run(name, args, { signal: new AbortController().signal, progress: () => {} })).result;

beforeAll(async () => {
  engine = await createEngine({ home: join(folder, 'home') });
  const photo = join(folder, 'boat.png');
  writeFileSync(photo, await writePng(makeScene({ width: 96, height: 64 })));
  await run('ingest', { photo });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

test('a strength that looks like a part of 1 is carried out and asked about, wherever it is given', async () => {
  const image_id = 'boat';
  const asked = [expect.stringContaining('Was 30 meant?')];
  const edit = { primitive_name: 'saturation', value: 0.3 };
  const applied = await run('apply_primitive', { image_id, ...edit });
  expect(applied).toMatchObject({ values: { value: 0.3 }, warnings: asked });
  const { move_id } = applied;
  expect(await run('adjust_move', { image_id, move_id, value: 30 })).toMatchObject({ warnings: [] });
  expect(await run('adjust_move', { image_id, move_id, value: 0.3 })).toMatchObject({ warnings: asked });
  // What is not given anew was asked about before.
  expect(await run('adjust_move', { image_id, move_id, label: 'colours' })).toMatchObject({ warnings: [] });
  const mask_spec = { dt_form: 'circle', dt_params: { center_x: 0.5, center_y: 0.5, radius: 0.2 } };
  const regions = [{ mask_spec, ops: [edit] }];
  expect(await run('apply_per_region', { image_id, regions, verify: false })).toMatchObject({
    regions: [{ warnings: asked }],
  });
});

test('of a photo without an edit it is said that there is none to measure', async () => {
  const measured = await run('measure_edit', { image_id: 'boat', ref_b: 'original' });
  expect(measured).toMatchObject({ warnings: [expect.stringContaining('no edit between them')] });
});

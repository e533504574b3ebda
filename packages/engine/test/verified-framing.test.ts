import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine } from '@chemigram/engine';
import { makeScene, writePng } from '@chemigram/scene';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'chemigram-verified-'));
let engine: Engine;
const run = async (name: string, args: object): Promise<Record<string, unknown>> =>
  (await engine.run(name, { image_id: 'boat', ...args }, { signal: new AbortController().signal, progress: () => {} }))
    .result;

beforeAll(async () => {
  engine = await createEngine({ home: join(folder, 'home'), stays: true });
  const photo = join(folder, 'boat.png');
  writeFileSync(photo, await writePng(makeScene({ width: 192, height: 128 })));
  await engine.run('ingest', { photo }, { signal: new AbortController().signal, progress: () => {} });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

test('an edit that cannot be measured is told as made, with why it was not measured: it is not made twice', async () => {
  const cropped = await run('apply_primitive', { primitive_name: 'crop', values: { right: 0.5 }, verify: true });
  expect(cropped).not.toHaveProperty('measured');
  expect(cropped).toMatchObject({
    move_id: 'm01',
    warnings: [expect.stringMatching(/^The edit is made, but it was not measured: The picture is framed differently/)],
  });
  expect(await run('get_state', {})).toMatchObject({ width: 96, moves: [{ move_id: 'm01' }] });
});

test('the same words said anew of a picture that was cropped since are measured where they lie now', async () => {
  const mask_spec = { dt_form: 'circle', dt_params: { center_x: 0.4, center_y: 0.4, radius: 0.15 } };
  const lift = { primitive_name: 'exposure', value: 1, mask_spec };
  const clean = expect.objectContaining({ verdict: 'clean' });
  await run('checkout', { ref: 'original' });
  expect(await run('apply_primitive', { ...lift, verify: true })).toMatchObject({ measured: clean });
  await run('apply_primitive', { primitive_name: 'crop', values: { right: 0.5 } });
  expect(await run('apply_primitive', { ...lift, verify: true })).toMatchObject({ measured: clean });
  expect(await run('measure_edit', {})).toEqual(clean);
  expect(await run('measure_edit', { mask_spec })).toEqual(clean);
  // Both of them changed: each where it was said, which is not the same place.

  await run('checkout', { ref: 'original' });
  await run('apply_primitive', lift);
  await run('apply_primitive', { primitive_name: 'crop', values: { right: 0.5 } });
  const { snapshot: ref_a } = await run('get_state', {});
  await run('apply_primitive', lift);
  await run('adjust_move', { move_id: 'm01', value: -1 });
  expect(await run('measure_edit', { ref_a })).toEqual(clean);
});

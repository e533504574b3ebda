import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Arguments, type OperationName, type Result } from '@chemigram/engine';
import { makeScene, writePng } from '@chemigram/scene';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'chemigram-widened-'));
const engine = await createEngine({ home: join(folder, 'home') });
const image_id = 'boat';
beforeAll(async () => {
  const photo = join(folder, 'boat.png');
  writeFileSync(photo, await writePng(makeScene({ width: 480, height: 320 })));
  await run('ingest', { photo });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

async function run<K extends OperationName>(name: K, args: Arguments<K> | object): Promise<Result<K>> {
  const call = { signal: new AbortController().signal, progress: () => undefined };
  return (await engine.run(name, { image_id, ...args }, call)).result as Result<K>;
}

test('where a crop is widened or taken away, masks that end at its edge are named, and no others', async () => {
  const values = { left: 0.1, top: 0.1, right: 0.9, bottom: 0.9 };
  const crop = await run('apply_primitive', { primitive_name: 'crop', values });
  const through = async (mask_spec: object) =>
    (await run('apply_primitive', { primitive_name: 'exposure', value: -1, mask_spec })).move_id;
  const sky = await through({ kind: 'named', name: 'mask_sky' });
  // A shape that is turned round goes on beyond the crop, and what lies within the crop ends nowhere else.
  const ellipse = { dt_form: 'ellipse', dt_params: { center_x: 0.5, center_y: 0.5, radius_x: 0.1, radius_y: 0.1 } };
  await through({ ...ellipse, invert: true });
  await through({ range_filter: { kind: 'luminance', min: 0.5, max: 1 } });
  await through(ellipse);
  const edge = [expect.stringMatching(new RegExp(`masks of ${sky}, which`))];
  const narrower = { ...values, left: 0.2 };
  expect((await run('adjust_move', { move_id: crop.move_id, values: narrower })).warnings).toEqual([]);
  expect((await run('adjust_move', { move_id: crop.move_id, values: { ...values, top: 0 } })).warnings).toEqual(edge);
  expect((await run('remove_move', { move_id: crop.move_id })).warnings).toEqual(edge);
  expect((await run('remove_move', { move_id: sky })).warnings).toEqual([]);
}, 60_000);

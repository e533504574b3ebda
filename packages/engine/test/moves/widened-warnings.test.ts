import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Arguments, type OperationName, type Result } from '@chemigram/engine';
import { makeScene, writePng } from '@chemigram/scene';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'chemigram-widened-'));
const engine = await createEngine({ home: join(folder, 'home'), stays: true });
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

const through = async (mask_spec: object) =>
  (await run('apply_primitive', { primitive_name: 'exposure', value: -1, mask_spec })).move_id;
const values = { left: 0.1, top: 0.1, right: 0.9, bottom: 0.9 };
const sky = { kind: 'named', name: 'mask_sky' };
/** How far the picture got darker in a strip along an edge, in stops: the sky stands at the top of the left one. */
const darker = async (x0: number, x1: number) => {
  const mask_spec = { dt_form: 'rectangle', dt_params: { x0, y0: 0, x1, y1: 0.06, border: 0 } };
  return (await run('measure_edit', { ref_a: 'original', mask_spec })).inside.mean_change_ev!;
};

test('where a crop is widened or taken away, masks that end at its edge are named, and no others', async () => {
  const crop = await run('apply_primitive', { primitive_name: 'crop', values });
  // What was saved for the photo alone is known for the part alone that could be seen.
  const { candidates } = await run('suggest_masks', { mask_spec: sky, count: 2 });
  await run('save_mask', { name: 'mask_mine', mask_spec: candidates.at(-1)!.mask_spec });
  const mine = await through({ kind: 'named', name: 'mask_mine' });
  // A shape that is turned round goes on beyond the crop, and what lies within the crop ends nowhere else.
  const ellipse = { dt_form: 'ellipse', dt_params: { center_x: 0.5, center_y: 0.5, radius_x: 0.1, radius_y: 0.1 } };
  await through({ ...ellipse, invert: true });
  await through({ range_filter: { kind: 'luminance', min: 0.5, max: 1 } });
  await through(ellipse);
  const edge = [expect.stringMatching(new RegExp(`masks of ${mine}, which`))];
  const narrower = { ...values, left: 0.2 };
  expect((await run('adjust_move', { move_id: crop.move_id, values: narrower })).warnings).toEqual([]);
  expect((await run('adjust_move', { move_id: crop.move_id, values: { ...values, top: 0 } })).warnings).toEqual(edge);
  expect((await run('remove_move', { move_id: crop.move_id })).warnings).toEqual(edge);
  expect((await run('remove_move', { move_id: mine })).warnings).toEqual([]);
}, 60_000);

test('a mask by its name is found anew in a picture that shows more, so that an edit has no edge where a crop was', async () => {
  await run('checkout', { ref: 'original' });
  const crop = await run('apply_primitive', { primitive_name: 'crop', values });
  const edit = await through(sky);
  const { warnings } = await run('remove_move', { move_id: crop.move_id });
  expect(warnings).toEqual([expect.stringMatching(new RegExp(`the masks of ${edit} were found anew`))]);
  const beyond = await darker(0, 0.08);
  expect(beyond).toBeLessThan(-0.3);
  expect(beyond).toBeCloseTo(await darker(0.12, 0.2), 1);
  expect((await run('get_state', {})).moves[0]).not.toHaveProperty('framed_otherwise');
  // One step: undo brings the crop back, and the mask as it was.
  await run('undo', {});
  expect((await run('get_state', {})).moves.map(({ primitive }) => primitive)).toEqual(['crop', 'exposure']);
}, 60_000);

test('what would be another thing in more of the picture stays the same thing, and is named', async () => {
  await run('checkout', { ref: 'original' });
  const bottom = await run('apply_primitive', {
    primitive_name: 'crop',
    values: { left: 0, top: 0.5, right: 1, bottom: 1 },
  });
  const edit = await through(sky);
  const { warnings } = await run('remove_move', { move_id: bottom.move_id });
  expect(warnings).toEqual([expect.stringMatching(new RegExp(`masks of ${edit}, which reach its old edge`))]);
}, 60_000);

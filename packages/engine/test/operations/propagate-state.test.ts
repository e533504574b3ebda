import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '@chemigram/engine';
import type { Arguments, Call, Engine, OperationName, Result } from '@chemigram/engine';
import { makeScene, writePng } from '@chemigram/scene';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';

const CALL: Call = { signal: new AbortController().signal, progress: () => {} };
const ELLIPSE = { dt_form: 'ellipse', dt_params: { center_x: 0.5, center_y: 0.5, radius_x: 0.2, radius_y: 0.2 } };
let folder: string;
let engine: Engine;

async function run<K extends OperationName>(
  name: K,
  args: Partial<Arguments<K>> | object,
  call = CALL,
): Promise<Result<K>> {
  return (await engine.run(name, args, call)).result as Result<K>;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chemigram-propagate-'));
  engine = await createEngine({ home: join(folder, 'home'), stays: true });
  for (const [i, name] of ['a', 'b', 'c'].entries()) {
    const photo = join(folder, `${name}.png`);
    await writeFile(photo, await writePng(makeScene({ width: 360 + 12 * i, height: 240 })));
    await run('ingest', { photo, image_id: name });
  }
  const edits = [
    { primitive_name: 'exposure', value: 0.4 },
    { primitive_name: 'exposure', value: -0.6, mask_spec: { kind: 'named', name: 'mask_sky' } },
    { primitive_name: 'warmth', value: 30, mask_spec: ELLIPSE },
  ];
  for (const edit of edits) await run('apply_primitive', { image_id: 'a', ...edit });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

it('an edit is carried as one step each, masks found anew, and shown on one sheet', async () => {
  const progress: number[] = [];
  const call = { ...CALL, progress: (part: number) => void progress.push(part) };
  const { targets, contact_sheet, changed } = await run(
    'propagate_state',
    { source: 'a', targets: ['b', 'c'], contact_sheet: true },
    call,
  );
  expect(changed).toBe(2);
  for (const { image_id, status, move_ids, regrounded, left_out } of targets) {
    expect([status, move_ids]).toEqual(['changed', ['m01', 'm02']]);
    expect(regrounded).toMatchObject([{ move_id: 'm02', mask: 'mask_sky' }]);
    const own = await run('show_mask', { image_id, name: 'mask_sky', size: 360 });
    expect(regrounded[0]!.coverage).toBeCloseTo(own.coverage, 1);
    expect(left_out).toMatchObject([{ move_id: 'm03', why: expect.stringContaining('drawn on the source') }]);
    const measured = await run('measure_edit', { image_id, ref_a: 'original', mask_spec: { dt_form: 'rectangle', dt_params: { x0: 0, y0: 0.8, x1: 1, y1: 1 } } }); // prettier-ignore
    expect(measured.inside.mean_change_ev).toBeGreaterThan(0.2);
    expect((await run('log', { image_id })).undoable).toBe(1);
  }
  expect(contact_sheet!.width).toBeGreaterThan(400);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(progress.at(-1)).toBeCloseTo(1);
  for (const image_id of ['b', 'c']) await run('undo', { image_id });
});

it('an edit that is carried twice is there once, and told; one that was changed since takes the place of its copy', async () => {
  await run('apply_look', { image_id: 'a', look: 'look_film_faded_print' });
  const again = { source: 'a', targets: ['b'] };
  const first = await run('propagate_state', again);
  const before = await run('get_state', { image_id: 'b' });
  expect(await run('propagate_state', again)).toMatchObject({
    changed: 0,
    targets: [{ status: 'unchanged', snapshot: null, move_ids: [] }],
  });
  expect(await run('get_state', { image_id: 'b' })).toEqual(before);

  await run('adjust_move', { image_id: 'a', move_id: 'm01', value: 0.7 });
  const [told] = (await run('propagate_state', { ...again, moves: ['m01'] })).targets;
  expect(told!.left_out.map(({ why }) => why)).toEqual([
    expect.stringMatching(/carried there before, as m01, now exposure \+0\.4.*replace: true.*adjust_move/),
  ]);
  const [replaced] = (await run('propagate_state', { ...again, replace: true })).targets;
  expect(replaced!.move_ids).toHaveLength(first.targets[0]!.move_ids.length);
  const { moves, looks } = await run('get_state', { image_id: 'b' });
  expect(moves.map(({ primitive, values }) => [primitive, values])).toEqual(
    before.moves.map(({ primitive, values }, i) => [primitive, i === 0 ? { value: 0.7 } : values]),
  );
  expect(looks).toHaveLength(1);
  await run('undo', { image_id: 'b' });
  expect((await run('get_state', { image_id: 'b' })).moves).toEqual(before.moves);
  for (const image_id of ['a', 'a', 'b']) await run('undo', { image_id });
});

it('what is said of a mask that several moves go through is said once of each photo', async () => {
  const mask_spec = { kind: 'named', name: 'mask_subject' };
  await run('apply_primitive', { image_id: 'b', primitive_name: 'exposure', value: 0.3, mask_spec });
  await run('apply_primitive', { image_id: 'b', primitive_name: 'tint', value: 5, mask_spec });
  const { targets } = await run('propagate_state', { source: 'b', targets: ['c'] });
  expect(targets[0]!.regrounded).toMatchObject([
    { move_id: 'm01', warnings: [expect.stringContaining('show_mask')] },
    { move_id: 'm02', warnings: [] },
  ]);
  for (const image_id of ['b', 'b', 'c']) await run('undo', { image_id });
});

it('a move through what a photo has nothing of is left out there, and says so; the others are carried', async () => {
  const wall = join(folder, 'wall.png');
  const painted = { width: 360, height: 240, channels: 3, background: '#8a2a1c' } as const;
  const grain = { type: 'gaussian', mean: 128, sigma: 30 } as const;
  const noise = await sharp({ create: { ...painted, noise: grain } })
    .png()
    .toBuffer();
  await sharp({ create: painted })
    .composite([{ input: noise, blend: 'soft-light' }])
    .png()
    .toFile(wall);
  await run('ingest', { photo: wall, image_id: 'wall' });
  const { targets } = await run('propagate_state', { source: 'a', targets: ['wall'] });
  expect(targets[0]).toMatchObject({ status: 'changed', move_ids: ['m01'], regrounded: [] });
  expect(targets[0]!.left_out.map(({ move_id, why }) => [move_id, why])).toEqual([
    ['m03', expect.stringContaining('drawn on the source')],
    ['m02', expect.stringMatching(/not found in this photo: mask_sky: .*save_mask/)],
  ]);
  const only = await run('propagate_state', { source: 'a', targets: ['wall'], moves: ['m02'] });
  expect(only.targets[0]).toMatchObject({ status: 'unchanged', snapshot: null });
});

it('a photo that fails stays as it was, and the others go on', async () => {
  // The photo's file is gone, so that no sky can be found in it.
  await mkdir(join(folder, 'home', 'b', 'cache', 'away'), { recursive: true });
  await rm(join(folder, 'b.png'));
  await rm(join(folder, 'home', 'b', 'cache'), { recursive: true });
  const { targets, failed } = await run('propagate_state', { source: 'a', targets: ['b', 'c'] });
  expect(failed).toBe(1);
  expect(targets.map(({ status, snapshot }) => [status, snapshot === null])).toEqual([
    ['failed', true],
    ['changed', false],
  ]);
  expect(targets[0]!.error).toMatchObject({ code: 'not_found', message: expect.stringContaining('b.png') });
  expect((await run('get_state', { image_id: 'b' })).moves).toEqual([]);
  await run('undo', { image_id: 'c' });
});

it('cancelled, it stops between photos and says how far it came', async () => {
  const giveUp = new AbortController();
  const call = { signal: giveUp.signal, progress: () => giveUp.abort() };
  const before = await run('get_state', { image_id: 'c' });
  await expect(run('propagate_state', { source: 'a', targets: ['b'], moves: ['m01'] }, call)).rejects.toMatchObject({
    code: 'cancelled',
    message: expect.stringMatching(/after [01] of 1/),
  });
  expect(await run('get_state', { image_id: 'c' })).toEqual(before);
});

it('cancelled while the contact sheet is made, it tells what it changed, for that stays', async () => {
  const giveUp = new AbortController();
  const progress = (part: number): void => {
    if (part > 0.5) giveUp.abort();
  };
  const { changed, warnings, contact_sheet } = await run(
    'propagate_state',
    { source: 'a', targets: ['b', 'c'], moves: ['m01'], contact_sheet: true, replace: true },
    { signal: giveUp.signal, progress },
  );
  expect(changed).toBe(2);
  expect(contact_sheet).toBeUndefined();
  expect(warnings).toEqual([
    expect.stringMatching(
      /^The edit is made, but there is no contact sheet: It was cancelled after \d of its 2 pictures\./,
    ),
  ]);
  for (const image_id of ['b', 'c']) await run('undo', { image_id });
});

it.each<[object, object]>([
  [{ targets: ['c', 'nobody'] }, { code: 'not_found', field: 'targets[1]' }],
  [{ targets: ['c', 'c'] }, { code: 'invalid_input', field: 'targets[1]' }],
  [{ targets: ['a'] }, { code: 'invalid_input', field: 'targets[0]', hint: expect.stringContaining('another branch') }],
  [{ moves: ['m01', 'm77'] }, { code: 'not_found', field: 'moves[1]' }],
  [
    { source: 'c', targets: ['a'] },
    { code: 'conflict', field: 'source' },
  ],
  [{ targets: Array.from({ length: 501 }, (_, i) => `p${i}`) }, { code: 'invalid_input', field: 'targets' }],
])('what is refused changes no photo: %j', async (args, refusal) => {
  const before = await run('get_state', { image_id: 'c' });
  await expect(run('propagate_state', { source: 'a', targets: ['c'], ...args })).rejects.toMatchObject(refusal);
  expect(await run('get_state', { image_id: 'c' })).toEqual(before);
});

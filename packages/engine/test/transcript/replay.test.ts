import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeScene, writePng } from '@chemigram/scene';
import { newMoveId, openStore, readSession, record } from '@chemigram/workspace';
import { afterAll, expect, test } from 'vitest';
import { createEngine, type OperationName, type Result } from '../../src/index.ts';

const home = mkdtempSync(join(tmpdir(), 'chemigram-replay-'));
afterAll(() => rmSync(home, { recursive: true }));
const ELLIPSE = { dt_form: 'ellipse', dt_params: { center_x: 0.5, center_y: 0.5, radius_x: 0.2, radius_y: 0.2 } };

test('what was drawn before a crop is taken along without it, what was drawn on the cropped picture is not', async () => {
  const store = openStore(home);
  const facts = { source: '/a.nef', sha256: '0', bytes: 1, width: 3, height: 2, facts: {} };
  for (const image_id of ['a', 'b']) {
    await store.create(
      { photo: { version: 1, image_id, ...facts }, recipe: { version: 1, image_id, moves: [] } },
      'ingest',
    );
  }
  const source = await store.open('a');
  for (const primitive of ['exposure', 'crop', 'contrast']) {
    const before = (await source.head()).id;
    const { id: after } = await source.change(primitive, (recipe) => {
      const shared = { values: {}, mask: null, label: null, at: '', by: 'test' };
      return { ...recipe, moves: [...recipe.moves, { move_id: newMoveId(recipe), primitive, ...shared }] };
    });
    const mask_spec = primitive === 'crop' ? {} : { mask_spec: ELLIPSE };
    const args = { image_id: 'a', primitive_name: primitive, value: 1, ...mask_spec };
    const call = { at: '', operation: 'apply_primitive', image_id: 'a', arguments: args, before, after, ok: true };
    await record(home, 'cropped', call);
    if (primitive === 'contrast') await record(home, 'afterwards', call);
  }
  const engine = await createEngine({ home, stays: true });
  const outcomes = async (include: string[], session = 'cropped') => {
    const args = { image_id: 'b', source: 'a', session, include, dry_run: true };
    const { result } = await engine.run('replay', args, {
      signal: new AbortController().signal,
      progress: () => undefined,
    });
    return (result['steps'] as { why: string | null }[]).map(({ why }) => why?.split(': ')[1] ?? null);
  };
  expect(await outcomes(['drawn_masks'])).toEqual([
    null,
    'it frames the source (include',
    'its ellipse was drawn on the source as it is cropped, and the crop stays behind.',
  ]);
  expect(await outcomes(['drawn_masks', 'frame'])).toEqual([null, null, null]);
  // The crop was there before that session began: nothing makes it again.
  expect(await outcomes(['drawn_masks', 'frame'], 'afterwards')).toEqual([
    'its ellipse was drawn on the source as it is cropped, and the crop stays behind.',
  ]);
  await engine.close();
});

test('a look is adjusted by its name on the other photo, and nothing is measured unless it is asked', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chemigram-replay-looks-'));
  const call = { signal: new AbortController().signal, progress: () => undefined };
  const edits = await createEngine({ home: folder, session: 'edits', stays: true });
  const run = async <K extends OperationName>(name: K, args: object, engine = edits) =>
    (await engine.run(name, args, call)).result as Result<K>;
  for (const [i, image_id] of ['a', 'b'].entries()) {
    const photo = join(folder, `${image_id}.png`);
    writeFileSync(photo, await writePng(makeScene({ width: 240 + 24 * i, height: 160 })));
    await run('ingest', { photo, image_id });
  }
  const look = 'look_film_faded_print';
  // What the session below calls by this name was made before it.
  const earlier = await run('apply_look', { image_id: 'a', look, strength: 0.9 });
  const own = await run('apply_look', { image_id: 'b', look, strength: 0.2 });
  const same = await run('apply_look', { image_id: 'b', look, strength: 0.3 });
  await edits.close();

  const later = await createEngine({ home: folder, session: 'later', stays: true });
  const { group_id } = await run('apply_look', { image_id: 'a', look, strength: 0.5 }, later);
  expect(group_id).toBe(same.group_id);
  await run('adjust_look', { image_id: 'a', group_id, strength: 0.7 }, later);
  await run('adjust_look', { image_id: 'a', group_id: earlier.group_id, strength: 1 }, later);
  const regions = [{ mask_spec: { range_filter: { kind: 'luminance', min: 0.5, max: 1 } }, value: 0.2 }];
  await run('apply_per_region', { image_id: 'a', primitive_name: 'exposure', regions }, later);

  const { steps } = await run('replay', { image_id: 'b', source: 'a', session: 'later' }, later);
  expect(steps.map(({ operation, outcome, why }) => [operation, outcome, why])).toEqual([
    ['apply_look', 'done', null],
    ['adjust_look', 'done', null],
    ['adjust_look', 'left_out', `It changes ${earlier.group_id}, which was left out or made in another session.`],
    ['apply_per_region', 'done', null],
  ]);
  const { looks } = await run('get_state', { image_id: 'b' }, later);
  expect(looks.map(({ strength }) => strength)).toEqual([0.2, 0.3, 0.7]);
  expect(own.group_id).not.toBe(same.group_id);

  const { entries } = await readSession(folder, 'later');
  const [measured, replayed] = entries.filter(({ operation }) => operation === 'apply_per_region');
  expect([measured, replayed].map((entry) => 'outside' in (entry!['result'] as object))).toEqual([true, false]);
  await later.close();
  rmSync(folder, { recursive: true });
});

test('what was done to one photo while it was looked at is done to another, step by step', async () => {
  const engine = await createEngine({ home, session: 'busy', stays: true });
  const run = async (name: string, args: object) =>
    (await engine.run(name, args, { signal: new AbortController().signal, progress: () => undefined })).result;
  try {
    const png = await writePng(makeScene({ width: 96, height: 64 }));
    for (const image_id of ['boat', 'shore']) {
      writeFileSync(join(home, `.${image_id}.png`), png);
      await run('ingest', { photo: join(home, `.${image_id}.png`), image_id });
    }
    for (const [primitive_name, value] of Object.entries({ exposure: 0.5, contrast: 0.3 })) {
      await Promise.all([
        run('apply_primitive', { image_id: 'boat', primitive_name, value }),
        run('render_preview', { image_id: 'boat', size: 64, ref: 'HEAD' }),
      ]);
    }
    const { steps } = await run('replay', { image_id: 'shore', source: 'boat', session: 'busy' });
    expect(steps).toMatchObject([{ outcome: 'done' }, { outcome: 'done' }]);
    const moves = async (image_id: string): Promise<string[]> =>
      ((await run('get_state', { image_id }))['moves'] as { primitive: string }[]).map(({ primitive }) => primitive);
    expect(await moves('shore')).toEqual(await moves('boat'));
  } finally {
    await engine.close();
  }
});

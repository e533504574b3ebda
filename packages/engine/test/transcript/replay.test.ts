import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newMoveId, openStore, record } from '@chemigram/workspace';
import { afterAll, expect, test } from 'vitest';
import { createEngine } from '../../src/index.ts';

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
  }
  const engine = await createEngine({ home });
  const outcomes = async (include: string[]) => {
    const args = { image_id: 'b', source: 'a', session: 'cropped', include, dry_run: true };
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
  await engine.close();
});

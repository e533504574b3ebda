/** What becomes of a call whose arguments were read on one state and that is kept on another one. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Arguments, type Engine, type OperationName, type Result } from '@chemigram/engine';
import { findDarktable } from '@chemigram/renderer';
import { makeScene, writePng } from '@chemigram/scene';
import { openStore, type Move, type Recipe, type Workspace } from '@chemigram/workspace';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { HeldDarktable } from './helpers/held-darktable.ts';

const folder = mkdtempSync(join(tmpdir(), 'chemigram-overlapping-'));
const photo = join(folder, 'boat.png');
/** Geometry is asked of darktable by a linear picture: a mask on a framed picture is read no sooner. Its colours tell it apart. */
const PROBE = 'LIN_REC2020';
const ELLIPSE = { dt_form: 'ellipse', dt_params: { center_x: 0.5, center_y: 0.5, radius_x: 0.2, radius_y: 0.2 } };
const CROP = { primitive: 'crop', values: { left: 0, top: 0, right: 0.5, bottom: 0.5 } };
const TURN = { primitive: 'straighten', values: { value: 2 } };
let darktable: HeldDarktable;
let engine: Engine;
let workspace: Workspace;
let image_id = '';
let photos = 0;

async function run<K extends OperationName>(name: K, args: Partial<Arguments<K>> | object): Promise<Result<K>> {
  const call = { signal: new AbortController().signal, progress: () => {} };
  return (await engine.run(name, { image_id, ...args }, call)).result as Result<K>;
}

/** Somebody else's step, which needs no darktable. */
const elsewhere = (edit: (recipe: Recipe) => Recipe) => workspace.change('elsewhere', edit);

const withMove =
  (move_id: string, move: Pick<Move, 'primitive' | 'values'> & Partial<Move>) =>
  (recipe: Recipe): Recipe => ({
    ...recipe,
    moves: [...recipe.moves, { move_id, mask: null, label: null, at: '', by: 'test', ...move }],
  });

const moveCalled = async (id: string): Promise<Move | undefined> =>
  (await workspace.recipe()).moves.find(({ move_id }) => move_id === id);

/** Begins a call, lets somebody else make a step while it waits for darktable, and gives its answer. */
async function during<T>(begin: () => Promise<T>, step: () => Promise<unknown>): Promise<T> {
  darktable.hold(PROBE);
  const asked = begin();
  // Whoever awaits it hears of it.
  asked.catch(() => undefined);
  await darktable.held();
  await step();
  darktable.release();
  return asked;
}

beforeAll(async () => {
  darktable = new HeldDarktable(folder, (await findDarktable(process.env)).program);
  const env = { ...process.env, CHEMIGRAM_DARKTABLE: darktable.program };
  engine = await createEngine({ home: join(folder, 'home'), env });
});
beforeEach(async () => {
  // A photo of its own each, or its geometry would be known.
  image_id = `boat-${++photos}`;
  writeFileSync(photo, await writePng(makeScene({ width: 384 + 2 * photos, height: 256 })));
  await run('ingest', { photo });
  workspace = await openStore(join(folder, 'home')).open(image_id);
});
afterEach(() => darktable.release());
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

test.each<[string, () => Promise<{ move_id: string }>]>([
  ['an edit', () => run('apply_primitive', { primitive_name: 'exposure', value: 0.3, mask_spec: ELLIPSE })],
  [
    'regions',
    async () => {
      const regions = [{ mask_spec: ELLIPSE, value: 0.3 }];
      const { move_ids } = await run('apply_per_region', { primitive_name: 'exposure', regions, verify: false });
      return { move_id: move_ids[0]! };
    },
  ],
  [
    'a look',
    async () => {
      const { move_ids } = await run('apply_look', { look: 'look_film_faded_print', mask_spec: ELLIPSE });
      return { move_id: move_ids[0]! };
    },
  ],
  ['spots', () => run('apply_spot', { spots: [{ kind: 'heal', x: 0.7, y: 0.7, radius: 0.03 }] })],
])('a crop that is kept while the place of %s is read leaves the place on the same things', async (_what, begin) => {
  await elsewhere(withMove('m90', TURN));
  const { move_id } = await during(begin, () => elsewhere(withMove('m91', CROP)));
  expect(await moveCalled(move_id)).toMatchObject({ frame: [TURN] });
});

test('as many edits as are asked for at one time are all kept', async () => {
  const values = Array.from({ length: 40 }, (_, i) => (i + 1) / 100);
  const asked = values.map((value) => run('apply_primitive', { primitive_name: 'exposure', value }));
  expect((await Promise.allSettled(asked)).filter(({ status }) => status === 'rejected')).toEqual([]);
  const { moves } = await run('get_state', {});
  expect(moves.map((move) => move.values['value']).sort((a, b) => Number(a) - Number(b))).toEqual(values);
});

test('an edit is not planned while another program plans one: it would have to be planned anew', async () => {
  let end = (): void => undefined;
  const others = new Promise<void>((resolve) => (end = resolve));
  const theirs = workspace.afterOthers(new AbortController().signal, () => others);
  await vi.waitFor(() => expect(readdirSync(join(workspace.dir, '.git', 'chemigram-tickets'))).toHaveLength(1));
  darktable.hold(PROBE);
  const asked = run('apply_primitive', { primitive_name: 'exposure', value: 0.5, mask_spec: ELLIPSE });
  await vi.waitFor(() => expect(readdirSync(join(workspace.dir, '.git', 'chemigram-tickets'))).toHaveLength(2));
  await elsewhere(withMove('m90', TURN));
  end();
  await theirs;
  await darktable.held();
  darktable.release();
  const { move_id } = await asked;
  // The one plan that there was is of the state that the other program left.
  expect((await workspace.recipe()).moves.map((move) => move.move_id)).toEqual(['m90', move_id]);
});

test('of two adjustments of one move at once neither parameter is lost', async () => {
  await elsewhere(withMove('m90', TURN));
  await elsewhere(withMove('m91', { primitive: 'denoise', values: { luminance: 10, colour: 10 } }));
  const adjusted = await during(
    () => run('adjust_move', { move_id: 'm91', values: { luminance: 40 }, mask_spec: ELLIPSE }),
    () =>
      elsewhere((recipe) => ({
        ...recipe,
        moves: recipe.moves.map((move) =>
          move.move_id === 'm91' ? { ...move, values: { ...move.values, colour: 70 } } : move,
        ),
      })),
  );
  expect(adjusted.values).toEqual({ luminance: 40, colour: 70 });
  expect((await moveCalled('m91'))?.values).toEqual({ luminance: 40, colour: 70 });
});

test('a move that became another one while a mask for it was read is not adjusted', async () => {
  await elsewhere(withMove('m90', TURN));
  await elsewhere(withMove('m91', { primitive: 'exposure', values: { value: 0.5 } }));
  const adjusted = during(
    () => run('adjust_move', { move_id: 'm91', value: 1, mask_spec: ELLIPSE }),
    () =>
      elsewhere((recipe) => ({
        ...recipe,
        moves: recipe.moves.map((move) =>
          move.move_id === 'm91' ? { ...move, primitive: 'contrast', values: { value: 20 } } : move,
        ),
      })),
  );
  await expect(adjusted).rejects.toMatchObject({ code: 'conflict', field: 'move_id' });
  expect((await moveCalled('m91'))?.values).toEqual({ value: 20 });
});

test('a look is given another mask with the strength that it has when that is kept', async () => {
  const { group_id } = await run('apply_look', { look: 'look_film_faded_print', strength: 0.4 });
  await elsewhere(withMove('m90', TURN));
  await during(
    () => run('adjust_look', { group_id, mask_spec: ELLIPSE }),
    () =>
      elsewhere((recipe) => ({
        ...recipe,
        looks: { ...recipe.looks, [group_id]: { ...recipe.looks![group_id]!, strength: 0.8 } },
      })),
  );
  expect((await run('get_state', {})).looks).toMatchObject([{ group_id, strength: 0.8 }]);
});

test('a mask that is saved under a name tells of the move that got the name meanwhile', async () => {
  await run('save_mask', { name: 'mask_boat', mask_spec: ELLIPSE });
  await elsewhere(withMove('m90', TURN));
  const brighter = { primitive: 'exposure', values: { value: 0.5 } };
  const saved = await during(
    () => run('save_mask', { name: 'mask_boat', mask_spec: { ...ELLIPSE, invert: true } }),
    () => elsewhere(withMove('m91', { ...brighter, mask: { kind: 'named', name: 'mask_boat' } })),
  );
  expect(saved.used_by).toEqual(['m91']);
});

test('edits that are asked for at one time follow each other, each on what the others left', async () => {
  const wishes = [0.1, 0.2, 0.3, 0.4, 0.5];
  const answers = await Promise.all(
    wishes.map((value) => run('apply_primitive', { primitive_name: 'exposure', value, mask_spec: ELLIPSE })),
  );
  expect(new Set(answers.map(({ move_id }) => move_id)).size).toBe(wishes.length);
  const { moves } = await workspace.recipe();
  expect(moves.map(({ values }) => values['value']).toSorted()).toEqual(wishes);
  expect((await workspace.log()).length).toBeGreaterThan(wishes.length);
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTRACTS, createEngine, type Engine, type OperationName, type Result } from '@chemigram/engine';
import { newMoveId, openStore, type Workspace } from '@chemigram/workspace';
import { afterAll, beforeAll, expect, test } from 'vitest';

// The history alone: states are made in the workspace, so that no darktable is needed.

const CALL = { signal: new AbortController().signal, progress: () => {} };
const image_id = 'iguana';
let folder: string;
let engine: Engine;
let workspace: Workspace;

async function run<K extends OperationName>(name: K, args: object = {}): Promise<Result<K>> {
  return (await engine.run(name, { image_id, ...args }, CALL)).result as Result<K>;
}

const expose = (ev: number) =>
  workspace.change(`exposure ${ev}`, (recipe) => {
    const move = { primitive: 'exposure', values: { ev }, mask: null, label: null, at: '', by: 'test' };
    return { ...recipe, moves: [...recipe.moves, { move_id: newMoveId(recipe), ...move }] };
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chemigram-history-'));
  const photo = { version: 1, image_id, source: '/x.png', sha256: '0', bytes: 1, width: 3, height: 2 } as const;
  workspace = await openStore(folder).create(
    { photo: { ...photo, facts: {} }, recipe: { version: 1, image_id, moves: [] } },
    'ingest',
  );
  engine = await createEngine({ home: folder });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

test('a warm and a cool version side by side: branch, edit, go back, compare in words', async () => {
  const [, one] = [await expose(0.5), await expose(1)];
  await run('tag', { name: 'light' });
  const started = await run('branch', { name: 'warm', ref: 'HEAD~1' });
  expect(started).toMatchObject({ branch: 'warm', branches: [{ name: 'main', snapshot: one.id }, { name: 'warm' }] });
  const warm = await expose(-2);
  expect(await run('checkout', { ref: 'main' })).toMatchObject({ snapshot: one.id, branch: 'main', moves: 2 });
  expect((await run('diff', { ref_a: 'light', ref_b: 'warm' })).lines).toEqual(['exposure +1: now -2']);
  expect(await run('checkout', { ref: warm.short })).toMatchObject({ snapshot: warm.id, branch: null });
  await run('checkout', { ref: 'main' });
});

test('the log tells branches and tags, one line, another line or all', async () => {
  const messages = async (args: object) => (await run('log', args)).snapshots.map(({ message }) => message);
  expect(await messages({})).toEqual(['exposure 1', 'exposure 0.5', 'ingest']);
  expect(await messages({ ref: 'warm' })).toEqual(['exposure -2', 'exposure 0.5', 'ingest']);
  const all = await run('log', { all: true });
  expect(all.snapshots).toHaveLength(4);
  expect(all.branch).toBe('main');
  expect(all.snapshots.find(({ current }) => current)).toMatchObject({ branches: ['main'], tags: ['light'] });
  expect(all.snapshots.at(-1)).toMatchObject({ message: 'ingest', parent: null });
});

test('an edit after going to a snapshot by itself starts a branch, and nothing is lost', async () => {
  const { snapshots } = await run('log', {});
  const first = snapshots.at(-1)!.snapshot;
  await run('checkout', { ref: 'original' });
  await expose(3);
  const { branch, branches } = await run('branch');
  expect(branch).toBe(`from-${first.slice(0, 7)}`);
  expect(branches.map(({ name }) => name)).toEqual([branch, 'main', 'warm']);
  await run('checkout', { ref: 'main' });
});

test('names are changed and taken away', async () => {
  expect((await run('branch', { name: 'warm', rename_to: 'hot' })).branches.map(({ name }) => name)).toContain('hot');
  expect((await run('branch', { name: 'hot', delete: true })).branches.map(({ name }) => name)).not.toContain('hot');
  expect((await run('tag', { name: 'light', delete: true })).tags).toEqual([]);
  expect((await run('log', { all: true })).snapshots.map(({ message }) => message)).toContain('exposure -2');
});

test.each<[OperationName, object, object]>([
  ['branch', { name: 'main' }, { code: 'conflict', field: 'name' }],
  ['branch', { name: 'main', delete: true }, { code: 'conflict', field: 'name' }],
  ['branch', { name: 'nobody', rename_to: 'x' }, { code: 'not_found', field: 'name' }],
  ['branch', { name: 'a/b' }, { code: 'invalid_input', field: 'name' }],
  ['branch', { delete: true }, { code: 'invalid_input', field: 'delete' }],
  ['branch', { name: 'x', ref: 'HEAD', delete: true }, { code: 'invalid_input', field: 'delete' }],
  ['branch', { name: 'x', ref: 'nowhere' }, { code: 'not_found', field: 'ref' }],
  ['tag', { name: 'for web!' }, { code: 'invalid_input', field: 'name', hint: 'For example for-web.' }],
  ['tag', { delete: true }, { code: 'invalid_input', field: 'delete' }],
  ['tag', { name: 'nobody', delete: true }, { code: 'not_found', field: 'name' }],
  ['checkout', { ref: 'nowhere' }, { code: 'not_found', field: 'ref' }],
  ['checkout', { ref: 'main~99' }, { code: 'out_of_range', field: 'ref' }],
  ['log', { ref: 'main', all: true }, { code: 'invalid_input', field: 'ref' }],
])('%s of %j is refused by its field, and changes nothing', async (name, args, refusal) => {
  const before = await run('branch');
  await expect(run(name, args)).rejects.toMatchObject(refusal);
  expect(await run('branch')).toEqual(before);
});

test('packing leaves every state where it was, and answers as its contract says', async () => {
  const before = await run('log', { all: true });
  const packed = await run('gc');
  expect(CONTRACTS.gc.output.parse(packed)).toEqual(packed);
  expect(packed.bytes_after).toBeLessThan(packed.bytes_before);
  expect(await run('log', { all: true })).toEqual(before);
});

test('the doctor says what is damaged, changes nothing unless it is asked to, and then repairs', async () => {
  const file = join(workspace.dir, '.git', 'HEAD');
  const healthy = { image_id, healthy: true, found: [], left: [] };
  expect((await run('doctor')).photos).toEqual([healthy]);
  await writeFile(file, 'ref');
  await expect(run('get_state')).rejects.toMatchObject({
    code: 'workspace_damaged',
    hint: expect.stringContaining('doctor'),
  });
  const said = await run('doctor');
  expect(CONTRACTS.doctor.output.parse(said)).toEqual(said);
  expect(said.photos).toMatchObject([
    { healthy: false, found: [{ where: 'HEAD', remedy: 'Go to the branch "main".' }] },
  ]);
  expect((await run('doctor', { repair: true })).photos).toMatchObject([{ healthy: true, left: [] }]);
  expect((await run('branch')).branch).toBe('main');
});

test('one damaged photo takes no other away: list_photos names it, what is wrong, and doctor', async () => {
  const photo = {
    version: 1,
    image_id: 'broken',
    source: '/b.png',
    sha256: '1',
    bytes: 1,
    width: 3,
    height: 2,
  } as const;
  const broken = await openStore(folder).create(
    { photo: { ...photo, facts: {} }, recipe: { version: 1, image_id: 'broken', moves: [] } },
    'ingest',
  );
  await writeFile(join(broken.dir, 'photo.json'), '{');
  const { photos, warnings } = (await engine.run('list_photos', {}, CALL)).result as Result<'list_photos'>;
  expect(photos.map((known) => known.image_id)).toEqual([image_id]);
  expect(warnings).toEqual([expect.stringMatching(/"broken" .*photo\.json.*doctor/)]);
  await rm(broken.dir, { recursive: true });
});

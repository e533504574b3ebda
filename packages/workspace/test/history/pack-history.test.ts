import { cpSync, existsSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openStore } from '../../src/index.ts';
import { addMove, git, gitComplaints, newPhoto, temporaryHome, withMove } from '../helpers/photos.ts';
import { randomFrom } from '../helpers/random.ts';

const { home, remove } = temporaryHome();
afterAll(remove);

/** A long document of which one line changes, and which hardly shrinks by itself. */
function sidecar(value: number): string {
  const random = randomFrom(7);
  const line = (k: number): string => `<li params="${k === value ? value : random().toString(36).repeat(2)}"/>\n`;
  return Array.from({ length: 200 }, (_, k) => line(k)).join('');
}

test('packing keeps every object of every line in one small file that git and we read, and edits go on', async () => {
  const workspace = await newPhoto(home, 'packed');
  for (let value = 1; value <= 40; value++) {
    await workspace.change(
      `exposure ${value}`,
      (recipe) => withMove(recipe, value),
      async () => ({ 'edit.xmp': sidecar(value) }),
    );
  }
  await workspace.undo(3);
  await addMove(workspace, 41);
  await workspace.branch('side', 'HEAD~5');
  await workspace.tag('proof', 'HEAD~9');
  const all = await workspace.logOfAll();
  const ids = git(workspace.dir, 'cat-file', '--batch-all-objects', '--batch-check=%(objectname)');
  const { objects, before, after } = await workspace.gc();
  expect(git(workspace.dir, 'cat-file', '--batch-all-objects', '--batch-check=%(objectname)')).toBe(ids);
  expect(objects).toBe(ids.trim().split('\n').length);
  expect(after).toBeLessThan(before / 4);
  expect(git(workspace.dir, 'count-objects')).toBe('0 objects, 0 kilobytes\n');
  const [idx] = readdirSync(join(workspace.dir, '.git/objects/pack')).filter((name) => name.endsWith('.idx'));
  git(workspace.dir, 'verify-pack', `.git/objects/pack/${idx}`);
  expect(gitComplaints(workspace.dir)).toBe('');

  const reopened = await openStore(home).open('packed');
  expect(await reopened.logOfAll()).toEqual(all);
  for (const { id } of all.slice(0, 10)) expect((await reopened.recipe(id)).image_id).toBe('packed');
  expect(await reopened.resolve(all[7]!.id.slice(0, 12))).toEqual(all[7]);
  const next = await addMove(reopened, 42);
  expect((await reopened.gc()).objects).toBe(objects + 4);
  expect(await reopened.gc()).toMatchObject({ objects: objects + 4 });
  expect(await reopened.head()).toEqual(next);
  expect(readdirSync(join(workspace.dir, '.git/objects/pack'))).toHaveLength(2);
  expect(gitComplaints(workspace.dir)).toBe('');
});

test('a pack of real git, with deltas by id and packed names, is read, and packed again by us', async () => {
  const workspace = await newPhoto(home, 'by-git');
  for (let value = 1; value <= 20; value++) await addMove(workspace, value);
  const all = await workspace.logOfAll();
  const idDeltas = ['-c', 'repack.usedeltabaseoffset=false'];
  git(workspace.dir, ...idDeltas, 'gc', '--quiet', '--prune=now');
  expect(await workspace.logOfAll()).toEqual(all);
  for (const { id, message } of all.slice(0, -1)) {
    expect((await workspace.recipe(id)).moves.at(-1)?.values).toEqual({ ev: Number(message.split(' ')[1]) });
  }
  await addMove(workspace, 21);
  await workspace.gc();
  expect(gitComplaints(workspace.dir)).toBe('');
  expect((await workspace.recipe('HEAD~1')).moves).toHaveLength(20);
});

test('many loose objects are packed by themselves, behind those that were', async () => {
  const workspace = await newPhoto(home, 'by-itself');
  const pages = (from: number) =>
    Object.fromEntries(Array.from({ length: 600 }, (_, k) => [`pages/${from + k}`, `${from + k}`]));
  const packs = () => readdirSync(join(workspace.dir, '.git/objects/pack')).filter((file) => file.endsWith('.pack'));
  const ids = () => git(workspace.dir, 'cat-file', '--batch-all-objects', '--batch-check=%(objectname)');
  await addMove(workspace, 1);
  expect(packs()).toEqual([]);
  for (const round of [1, 2]) {
    const before = ids();
    await workspace.change(
      `pages ${round}`,
      (recipe) => withMove(recipe, round),
      async () => pages(1_000 * round),
    );
    expect(packs()).toHaveLength(1);
    expect(git(workspace.dir, 'count-objects')).toBe('0 objects, 0 kilobytes\n');
    expect(ids().split('\n')).toEqual(expect.arrayContaining(before.split('\n')));
    expect(gitComplaints(workspace.dir)).toBe('');
  }
  const reopened = await openStore(home).open('by-itself');
  expect(await reopened.file('pages/1599', 'HEAD~1')).toBe('1599');
  expect(await reopened.file('pages/2000')).toBe('2000');
  expect((await reopened.log()).map(({ message }) => message)).toEqual([
    'pages 2',
    'pages 1',
    'exposure 1',
    'ingest by-itself',
  ]);
});

test('a pack that cannot be looked into is not taken for none: gc leaves all as it is', async () => {
  const workspace = await newPhoto(home, 'unreadable');
  await addMove(workspace, 1);
  await workspace.gc();
  await addMove(workspace, 2);
  // Elsewhere: what this process has read of it already is still whole.
  cpSync(workspace.dir, join(home, 'elsewhere/unreadable'), { recursive: true });
  const folder = join(home, 'elsewhere/unreadable/.git/objects/pack');
  const before = readdirSync(folder);
  truncateSync(
    join(
      folder,
      before.find((file) => file.endsWith('.idx'))!,
    ),
    20,
  );
  const reopened = await openStore(join(home, 'elsewhere')).open('unreadable');
  await expect(reopened.gc()).rejects.toMatchObject({ code: 'workspace_damaged' });
  expect(readdirSync(folder)).toEqual(before);
});

test('packing of a history with a damaged object says which, and removes nothing', async () => {
  const workspace = await newPhoto(home, 'damaged');
  await addMove(workspace, 1);
  await addMove(workspace, 2);
  const oid = git(workspace.dir, 'rev-parse', 'HEAD~1:edit.json').trim();
  const file = join(workspace.dir, '.git/objects', oid.slice(0, 2), oid.slice(2));
  truncateSync(file, 9);
  // What one has read oneself is still whole, and would be packed as that.
  const reopened = await openStore(home).open('damaged');
  await expect(reopened.gc()).rejects.toMatchObject({
    code: 'workspace_damaged',
    message: expect.stringContaining(oid),
  });
  expect(existsSync(file)).toBe(true);
  expect(readdirSync(join(workspace.dir, '.git/objects/pack'))).toEqual([]);
  rmSync(file);
});

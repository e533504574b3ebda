import { afterAll, describe, expect, test } from 'vitest';
import { addMove, git, gitComplaints, newPhoto, temporaryHome } from '../helpers/photos.ts';

const { home, remove } = temporaryHome();
afterAll(remove);

test('a tag names a snapshot for good, and git knows it', async () => {
  const workspace = await newPhoto(home, 'tagged');
  const one = await addMove(workspace, 1);
  await workspace.tag('proof');
  await addMove(workspace, 2);
  await workspace.tag('start', 'original');
  expect(await workspace.resolve('proof')).toEqual(one);
  expect((await workspace.tags()).map(({ name }) => name)).toEqual(['proof', 'start']);
  expect(git(workspace.dir, 'tag')).toBe('proof\nstart\n');
  await expect(workspace.tag('proof')).rejects.toMatchObject({ code: 'conflict', field: 'name' });
  await expect(workspace.tag('main')).rejects.toMatchObject({ code: 'conflict' });
});

test.each(['', 'HEAD', 'original', 'deadbeef', '../x', 'a/b', '-x', 'a..b', 'x.lock', 'a b', 'a~1'])(
  'a tag or branch cannot be named %j',
  async (name) => {
    const workspace = await newPhoto(home, `names-${Buffer.from(name).toString('hex')}`);
    const refusal = { code: 'invalid_input', field: 'name' };
    await expect(workspace.tag(name)).rejects.toMatchObject(refusal);
    await expect(workspace.branch(name)).rejects.toMatchObject(refusal);
    expect(git(workspace.dir, 'for-each-ref', 'refs/tags', 'refs/heads', '--format=%(refname)')).toBe(
      'refs/heads/main\n',
    );
  },
);

describe('branches', () => {
  test('are lines of their own, each with its own redo', async () => {
    const workspace = await newPhoto(home, 'lines');
    const one = await addMove(workspace, 1);
    const two = await addMove(workspace, 2);
    await workspace.undo();
    await workspace.branch('warm');
    expect(await workspace.checkout('warm')).toEqual(one);
    const warm = await addMove(workspace, 3);
    await workspace.undo();
    expect(await workspace.checkout('main')).toEqual(one);
    expect(await workspace.redo()).toEqual(two);
    await workspace.checkout('warm');
    expect(await workspace.redo()).toEqual(warm);
    expect((await workspace.branches()).map(({ name, current }) => [name, current])).toEqual([
      ['main', false],
      ['warm', true],
    ]);
    expect(git(workspace.dir, 'branch', '--show-current')).toBe('warm\n');
    expect(gitComplaints(workspace.dir)).toBe('');
  });

  test('begin by themselves with a change to an older state: no line is lost', async () => {
    const workspace = await newPhoto(home, 'older');
    const original = await workspace.head();
    const one = await addMove(workspace, 1);
    expect(await workspace.checkout('original')).toEqual(original);
    expect((await workspace.recipe()).moves).toEqual([]);
    const other = await addMove(workspace, 2);
    expect(other.parent).toBe(original.id);
    await workspace.checkout('original');
    const another = await addMove(workspace, 3);
    expect((await workspace.branches()).map(({ name, snapshot }) => [name, snapshot.id])).toEqual([
      [`from-${original.short}`, other.id],
      [`from-${original.short}-2`, another.id],
      ['main', one.id],
    ]);
    expect(gitComplaints(workspace.dir)).toBe('');
  });

  test('undo and redo work on a state that is on no branch, and going elsewhere keeps what was undone', async () => {
    const workspace = await newPhoto(home, 'detached');
    const one = await addMove(workspace, 1);
    await addMove(workspace, 2);
    await workspace.checkout('HEAD~1');
    const { snapshot: original } = await workspace.undo();
    expect(await workspace.redo()).toEqual(one);
    await workspace.undo();
    await workspace.checkout('main');
    await workspace.checkout('original');
    await expect(workspace.redo(), 'what was left is not lost, and it says so').rejects.toMatchObject({
      code: 'out_of_range',
      hint: expect.stringContaining('checkout goes back to it too, by the branch it is on'),
    });
    expect(await workspace.head()).toEqual(original);
  });

  test('checkout of what does not exist changes nothing', async () => {
    const workspace = await newPhoto(home, 'nowhere');
    const one = await addMove(workspace, 1);
    await expect(workspace.checkout('nonsense')).rejects.toMatchObject({ code: 'not_found' });
    expect(await workspace.head()).toEqual(one);
    expect(git(workspace.dir, 'branch', '--show-current')).toBe('main\n');
  });
});

describe('a branch', () => {
  test('is renamed with its redo, current or not', async () => {
    const workspace = await newPhoto(home, 'renamed');
    const one = await addMove(workspace, 1);
    await workspace.undo();
    expect(await workspace.renameBranch('main', 'cool')).toEqual(await workspace.head());
    expect(git(workspace.dir, 'branch', '--show-current')).toBe('cool\n');
    expect(await workspace.redo()).toEqual(one);
    await workspace.branch('warm');
    await expect(workspace.renameBranch('cool', 'warm')).rejects.toMatchObject({
      code: 'conflict',
      field: 'rename_to',
    });
    await expect(workspace.renameBranch('main', 'x')).rejects.toMatchObject({ code: 'not_found', field: 'name' });
    await workspace.renameBranch('warm', 'hot');
    expect((await workspace.branches()).map(({ name, current }) => [name, current])).toEqual([
      ['cool', true],
      ['hot', false],
    ]);
    expect(gitComplaints(workspace.dir)).toBe('');
  });

  test('that is taken away leaves its snapshots where an id finds them, and git keeps them', async () => {
    const workspace = await newPhoto(home, 'taken-away');
    await workspace.branch('warm');
    await workspace.checkout('warm');
    await addMove(workspace, 1);
    const tip = await addMove(workspace, 2);
    const { snapshot: before } = await workspace.undo();
    await expect(workspace.deleteBranch('warm')).rejects.toMatchObject({ code: 'conflict' });
    await workspace.checkout('main');
    expect(await workspace.deleteBranch('warm')).toEqual(before);
    expect((await workspace.branches()).map(({ name }) => name)).toEqual(['main']);
    git(workspace.dir, 'gc', '--quiet', '--prune=now');
    expect(await workspace.checkout(tip.short)).toEqual(tip);
    await expect(workspace.deleteBranch('warm')).rejects.toMatchObject({ code: 'not_found' });
  });
});

test('a tag that is taken away frees its name, not its snapshot', async () => {
  const workspace = await newPhoto(home, 'untagged');
  await workspace.branch('side');
  await workspace.checkout('side');
  const one = await addMove(workspace, 1);
  await workspace.tag('proof');
  await workspace.checkout('main');
  await workspace.deleteBranch('side');
  expect(await workspace.deleteTag('proof')).toEqual(one);
  git(workspace.dir, 'gc', '--quiet', '--prune=now');
  expect(await workspace.resolve(one.id)).toEqual(one);
  await workspace.tag('proof');
});

test('the log of all knows every line and what was undone, each snapshot once and before its parent', async () => {
  const workspace = await newPhoto(home, 'all-lines');
  await addMove(workspace, 1);
  await workspace.branch('warm', 'HEAD~1');
  await addMove(workspace, 2);
  await workspace.undo();
  await workspace.checkout('warm');
  await addMove(workspace, 3);
  await workspace.undo();
  await addMove(workspace, 4);
  const all = await workspace.logOfAll();
  expect(all.map(({ message }) => message).sort()).toEqual(
    ['ingest all-lines', 'exposure 1', 'exposure 2', 'exposure 3', 'exposure 4'].sort(),
  );
  const place = new Map(all.map(({ id }, index) => [id, index]));
  const parents = all.flatMap(({ id, parent }) => (parent === null ? [] : [[place.get(id)!, place.get(parent)!]]));
  expect(parents.filter(([own, parent]) => own! >= parent!)).toEqual([]);
  expect(parents).toHaveLength(4);
  expect(await workspace.logOfAll({ limit: 2 })).toEqual(all.slice(0, 2));
});

test('checking out HEAD stays on the branch', async () => {
  const workspace = await newPhoto(home, 'stays');
  await workspace.checkout('HEAD');
  expect(git(workspace.dir, 'branch', '--show-current')).toBe('main\n');
});

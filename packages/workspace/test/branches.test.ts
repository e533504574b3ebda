import { afterAll, describe, expect, test } from 'vitest';
import { addMove, git, gitComplaints, newPhoto, temporaryHome } from './helpers/photos.ts';

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
    const original = await workspace.undo();
    expect(await workspace.redo()).toEqual(one);
    await workspace.undo();
    await workspace.checkout('main');
    await workspace.checkout('original');
    await expect(workspace.redo()).rejects.toMatchObject({ code: 'out_of_range' });
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

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openStore, type Recipe, type Snapshot, type Workspace } from '../../src/index.ts';
import { addMove, git, gitComplaints, newPhoto, temporaryHome, withMove } from '../helpers/photos.ts';

const { home, remove } = temporaryHome();
afterAll(remove);

async function fails(): Promise<never> {
  throw new Error('no');
}

describe('a change', () => {
  test('is a snapshot that real git shows, with the value that changed on a line of its own', async () => {
    const workspace = await newPhoto(home, 'shown');
    await addMove(workspace, 0.5);
    const patch = git(workspace.dir, 'log', '-p', '-1');
    expect(patch).toContain('exposure 0.5');
    expect(patch).toContain('Author: Chemigram <chemigram@localhost>');
    expect(patch).toMatch(/^\+ +"ev": 0\.5$/m);
    expect(gitComplaints(workspace.dir)).toBe('');
  });

  test('is dated by the moment it was made at, for real git too', async () => {
    const workspace = await newPhoto(home, 'dated');
    const from = Math.floor(Date.now() / 1000);
    const { at } = await addMove(workspace, 0.5);
    expect(Date.parse(at)).toBeGreaterThanOrEqual(from * 1000);
    expect(Date.parse(at)).toBeLessThanOrEqual(Date.now());
    expect(git(workspace.dir, 'log', '-1', '--format=%at %ct').trim()).toBe(
      [1, 1].map(() => Date.parse(at) / 1000).join(' '),
    );
  });

  test('returns the present snapshot and makes none when the recipe comes back the same', async () => {
    const workspace = await newPhoto(home, 'same');
    const before = await addMove(workspace, 1);
    expect(await workspace.change('nothing', (recipe) => ({ ...recipe }), fails)).toEqual(before);
    expect(await workspace.log()).toHaveLength(2);
  });

  test('leaves everything as it was when the edit or the writing of its files throws', async () => {
    const workspace = await newPhoto(home, 'throws');
    const before = await addMove(workspace, 1);
    await expect(workspace.change('edit', fails)).rejects.toThrow('no');
    await expect(workspace.change('files', (r) => withMove(r, 2), fails)).rejects.toThrow('no');
    expect(await workspace.head()).toEqual(before);
    expect(gitComplaints(workspace.dir)).toBe('');
  });

  test('that writes into the recipe it was given counts as a change', async () => {
    const workspace = await newPhoto(home, 'in-place');
    await addMove(workspace, 1);
    await workspace.change('louder', (recipe) => {
      recipe.moves[0]!.values['ev'] = 2;
      return recipe;
    });
    expect((await workspace.recipe()).moves[0]?.values).toEqual({ ev: 2 });
    expect((await workspace.recipe('HEAD~1')).moves[0]?.values).toEqual({ ev: 1 });
  });

  test('with a move that has no id is refused by the name of the field', async () => {
    const workspace = await newPhoto(home, 'without-id');
    const nameless = (recipe: Recipe): Recipe => ({ ...recipe, moves: [{ ...recipe.moves[0]!, move_id: '' }] });
    await addMove(workspace, 1);
    await expect(workspace.change('nameless', nameless)).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'moves[0].move_id',
    });
  });

  test.each([
    ['a value that is not a number', NaN],
    ['an infinite value', Infinity],
  ])('with %s is refused by the name of the field', async (title, value) => {
    const workspace = await newPhoto(home, title.replaceAll(' ', '-'));
    await expect(addMove(workspace, value)).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'moves[0].values.ev',
    });
    expect(await workspace.log()).toHaveLength(1);
  });

  test.each(['../escaped', '.git/config', 'photo.json', 'cache/x', '/etc/x', 'a/../../b', ''])(
    'cannot write a file named %j',
    async (name) => {
      const id = `files-${Buffer.from(name).toString('hex')}`;
      const workspace = await newPhoto(home, id);
      const change = workspace.change(
        'x',
        (r) => withMove(r, 1),
        async () => ({ [name]: 'x' }),
      );
      await expect(change).rejects.toMatchObject({ code: 'invalid_input', field: 'name' });
    },
  );

  test('keeps files in folders, and those that it does not name', async () => {
    const workspace = await newPhoto(home, 'folders');
    await workspace.change(
      'mask',
      (r) => withMove(r, 1),
      async () => ({ 'masks/sky.json': '{}\n' }),
    );
    await addMove(workspace, 2);
    expect(readFileSync(join(workspace.dir, 'masks', 'sky.json'), 'utf8')).toBe('{}\n');
    expect(await workspace.file('masks/sky.json')).toBe('{}\n');
    expect(gitComplaints(workspace.dir)).toBe('');
    await workspace.undo(2);
    await expect(workspace.file('masks/sky.json')).rejects.toMatchObject({ code: 'not_found' });
    expect(gitComplaints(workspace.dir)).toBe('');
  });
});

describe('undo and redo', () => {
  test('move the present state, the files in the folder and the line that git log shows', async () => {
    const workspace = await newPhoto(home, 'undo');
    const one = await addMove(workspace, 1);
    const two = await addMove(workspace, 2);
    const three = await addMove(workspace, 3);
    expect((await workspace.undo(2)).snapshot).toEqual(one);
    expect(readFileSync(join(workspace.dir, 'edit.xmp'), 'utf8')).toBe('<xmp moves="1"/>\n');
    expect(git(workspace.dir, 'log', '--format=%s')).toBe('exposure 1\ningest undo\n');
    expect(await workspace.redo()).toEqual(two);
    expect(await workspace.redo()).toEqual(three);
    expect(gitComplaints(workspace.dir)).toBe('');
  });

  test('say what there is, and change nothing, when asked for more steps than there are', async () => {
    const workspace = await newPhoto(home, 'too-far');
    await expect(workspace.undo()).rejects.toMatchObject({
      code: 'out_of_range',
      message: 'There is nothing to undo: this is the first snapshot.',
    });
    await expect(workspace.redo()).rejects.toMatchObject({ code: 'out_of_range' });
    const one = await addMove(workspace, 1);
    await expect(workspace.undo(2)).rejects.toMatchObject({
      code: 'out_of_range',
      message: 'Cannot undo 2 steps: there are only 1.',
    });
    expect(await workspace.head()).toEqual(one);
    await workspace.undo();
    await expect(workspace.redo(2)).rejects.toMatchObject({ code: 'out_of_range' });
    for (const steps of [0, -1, 1.5, NaN]) {
      await expect(workspace.undo(steps)).rejects.toMatchObject({ code: 'invalid_input', field: 'steps' });
    }
  });

  test('a new change after undo drops the redo, but what was undone stays reachable for git', async () => {
    const workspace = await newPhoto(home, 'dropped');
    await addMove(workspace, 1);
    const lost = await addMove(workspace, 2);
    await workspace.undo();
    await addMove(workspace, 3);
    await expect(workspace.redo()).rejects.toMatchObject({ code: 'out_of_range' });
    expect(git(workspace.dir, 'fsck', '--unreachable', '--no-reflogs')).toBe('');
    expect(await workspace.resolve(lost.short)).toEqual(lost);
    expect((await workspace.recipe(lost.id)).moves).toHaveLength(2);
  });

  test('a move_id that was removed is not given again', async () => {
    const workspace = await newPhoto(home, 'ids');
    await addMove(workspace, 1);
    await addMove(workspace, 2);
    await workspace.change('remove m02', (recipe) => ({ ...recipe, moves: recipe.moves.slice(0, 1) }));
    await addMove(workspace, 3);
    expect((await workspace.recipe()).moves.map((move) => move.move_id)).toEqual(['m01', 'm03']);
  });
});

/** What each reference resolves to, by reference. */
async function resolveAll(workspace: Workspace, refs: string[]): Promise<Record<string, Snapshot>> {
  const found: Record<string, Snapshot> = {};
  for (const ref of refs) found[ref] = await workspace.resolve(ref);
  return found;
}

describe('a reference', () => {
  test('is HEAD, original, a number of steps before, the beginning of an id, a tag or a branch', async () => {
    const workspace = await newPhoto(home, 'refs');
    const original = await workspace.head();
    const one = await addMove(workspace, 1);
    const two = await addMove(workspace, 2);
    git(workspace.dir, 'tag', 'light', one.id);
    git(workspace.dir, '-c', 'user.name=x', '-c', 'user.email=x', 'tag', '-a', '-m', 'note', 'annotated', one.id);
    git(workspace.dir, 'branch', 'try/two', one.id);
    const expected = {
      HEAD: two,
      'HEAD~1': one,
      'HEAD~': one,
      'HEAD^': one,
      'HEAD~2': original,
      original,
      main: two,
      'main~2': original,
      light: one,
      annotated: one,
      'try/two': one,
      [two.id]: two,
      [two.id.slice(0, 12)]: two,
    };
    expect(await resolveAll(workspace, Object.keys(expected))).toEqual(expected);
    git(workspace.dir, 'gc', '--quiet', '--prune=now');
    const reopened = await openStore(home).open('refs');
    expect(await resolveAll(reopened, Object.keys(expected))).toEqual(expected);
    await addMove(reopened, 3);
    await reopened.undo(2);
    expect(await reopened.head()).toEqual(one);
    expect(gitComplaints(workspace.dir)).toBe('');
  });

  test.each(['nonsense', 'HEAD~x', '', 'config', '../config', 'deadbeef', 'refs/heads/main/../../config'])(
    'to what does not exist (%j) is not_found with the nearest names',
    async (ref) => {
      const id = `unknown-${Buffer.from(ref).toString('hex').slice(0, 40)}`;
      const workspace = await newPhoto(home, id);
      await expect(workspace.resolve(ref)).rejects.toMatchObject({
        code: 'not_found',
        hint: expect.stringContaining('main'),
      });
    },
  );

  test('that reaches further back than the first snapshot is out_of_range', async () => {
    const workspace = await newPhoto(home, 'far-back');
    await expect(workspace.resolve('HEAD~1')).rejects.toMatchObject({ code: 'out_of_range', field: 'ref' });
  });

  test('to the id of a file in the history is not taken for a snapshot', async () => {
    const workspace = await newPhoto(home, 'blob-id');
    const blob = git(workspace.dir, 'rev-parse', 'HEAD:edit.json').trim();
    await expect(workspace.resolve(blob)).rejects.toMatchObject({ code: 'not_found' });
  });
});

test('log is newest first, as far as the limit, from where it is asked', async () => {
  const workspace = await newPhoto(home, 'log');
  for (const value of [1, 2, 3]) await addMove(workspace, value);
  const messages = async (options?: { limit?: number; ref?: string }) =>
    (await workspace.log(options)).map((snapshot) => snapshot.message);
  expect(await messages()).toEqual(['exposure 3', 'exposure 2', 'exposure 1', 'ingest log']);
  expect(await messages({ limit: 2 })).toEqual(['exposure 3', 'exposure 2']);
  expect(await messages({ ref: 'HEAD~2', limit: 9 })).toEqual(['exposure 1', 'ingest log']);
});

test('a hundred small changes leave a repository without a fault', async () => {
  const workspace = await newPhoto(home, 'hundred');
  for (let value = 1; value <= 100; value++) await addMove(workspace, value / 100);
  expect(git(workspace.dir, 'rev-list', '--count', 'HEAD').trim()).toBe('101');
  expect(gitComplaints(workspace.dir)).toBe('');
});

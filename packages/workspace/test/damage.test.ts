import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { reportOf } from '@chemigram/errors';
import { afterAll, describe, expect, test } from 'vitest';
import { openStore, type Workspace } from '../src/index.ts';
import { ownerTag } from '../src/safety/owner.ts';
import { addMove, emptyRecipe, git, gitComplaints, newPhoto, photoOf, temporaryHome } from './helpers/photos.ts';
import { contents, objectFile } from './helpers/files.ts';

const { home, remove } = temporaryHome();
afterAll(remove);

function overwriteObject(workspace: Workspace, name: string, bytes: number): void {
  const path = objectFile(workspace, name);
  truncateSync(path, bytes);
}

const packsOf = (gitdir: string): string[] => {
  const folder = join(gitdir, 'objects', 'pack');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.pack'))
    .map((name) => join(folder, name));
};

const damages: [string, (workspace: Workspace) => void, RegExp][] = [
  ['a recipe cut short in the history', (w) => overwriteObject(w, 'HEAD:edit.json', 20), /edit\.json of snapshot/],
  ['an empty recipe in the history', (w) => overwriteObject(w, 'HEAD:edit.json', 0), /edit\.json of snapshot/],
  ['a list of files cut short', (w) => overwriteObject(w, 'HEAD^{tree}', 10), /list of files of snapshot/],
  ['a snapshot cut short', (w) => overwriteObject(w, 'HEAD', 10), /snapshot [0-9a-f]{40}/],
  ['a missing snapshot', (w) => rmSync(objectFile(w, 'HEAD')), /snapshot [0-9a-f]{40}/],
  ['no .git', (w) => rmSync(join(w.dir, '.git'), { recursive: true }), /\.git, HEAD cannot be read/],
  ['no HEAD', (w) => rmSync(join(w.dir, '.git', 'HEAD')), /HEAD cannot be read/],
  ['a HEAD of nonsense', (w) => writeFileSync(join(w.dir, '.git', 'HEAD'), 'nonsense'), /HEAD .* "nonsense"/],
  ['an empty branch', (w) => writeFileSync(join(w.dir, '.git', 'refs', 'heads', 'main'), ''), /HEAD .* "main"/],
  ['a photo.json of nonsense', (w) => writeFileSync(join(w.dir, 'photo.json'), '\0\0'), /photo\.json is not JSON/],
  ['an empty photo.json', (w) => writeFileSync(join(w.dir, 'photo.json'), ''), /photo\.json .* empty/],
  ['a photo.json of another kind', (w) => writeFileSync(join(w.dir, 'photo.json'), '{}'), /photo\.json .* version/],
  ['no photo.json', (w) => rmSync(join(w.dir, 'photo.json')), /photo\.json is missing/],
  [
    'a recipe in the history that is none',
    (w) => {
      writeFileSync(join(w.dir, 'edit.json'), '{"version": 1, "image_id": "x", "moves": [{}]}');
      git(w.dir, '-c', 'user.name=x', '-c', 'user.email=x', 'commit', '-qam', 'by hand');
    },
    /edit\.json of snapshot .* moves\[0\]\.move_id/,
  ],
];

describe('damage is said, with what and where, and nothing is reset:', () => {
  test.each(damages)('%s', async (title, damage, message) => {
    const id = title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
    const workspace = await newPhoto(home, id);
    await addMove(workspace, 1);
    damage(workspace);
    const before = contents(workspace.dir);
    const opening = openStore(home).open(id);
    await expect(opening).rejects.toMatchObject({
      code: 'workspace_damaged',
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
    await expect(opening).rejects.toThrow(workspace.dir);
    expect(contents(workspace.dir)).toEqual(before);
    expect(await openStore(home).list()).toContain(id);
  });

  test('a folder in the place of the recipe, by its path', async () => {
    const workspace = await newPhoto(home, 'folder');
    const recipe = join(workspace.dir, 'edit.json');
    rmSync(recipe);
    mkdirSync(recipe);
    const failed = await openStore(home)
      .open('folder')
      .catch((error: unknown) => error);
    const message = `${recipe}: a folder stands where a file should (read).`;
    expect(reportOf(failed)).toMatchObject({ code: 'workspace_damaged', message });
  });

  test('a branch that leads out of the folder names nothing, and hides no other', async () => {
    const workspace = await newPhoto(home, 'outwards');
    writeFileSync(join(workspace.dir, '.git', 'refs', 'heads', 'odd'), 'ref: ../../\0');
    const opened = await openStore(home).open('outwards');
    expect((await opened.branches()).map(({ name }) => name)).toEqual(['main']);
    await expect(opened.checkout('odd')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('no objects, when they are to be packed', async () => {
    const workspace = await newPhoto(home, 'no-objects');
    rmSync(join(workspace.dir, '.git', 'objects'), { recursive: true });
    await expect(workspace.gc()).rejects.toMatchObject({ code: 'workspace_damaged' });
  });

  test.each([
    ['the objects', (git: string) => rmSync(join(git, 'objects'), { recursive: true })],
    ['the pack alone', (git: string) => packsOf(git).forEach((pack) => rmSync(pack))],
  ])('%s taken away from a process that has read them from a pack', async (what, harm) => {
    const id = what.replaceAll(' ', '-');
    const workspace = await newPhoto(home, id);
    await addMove(workspace, 1);
    await workspace.gc();
    const store = openStore(home);
    await (await store.open(id)).recipe('HEAD~1');
    harm(join(workspace.dir, '.git'));
    await expect(store.open(id)).rejects.toMatchObject({ code: 'workspace_damaged', hint: expect.any(String) });
  });

  test('an older snapshot that went after it was read, when it is asked for by its id', async () => {
    const workspace = await newPhoto(home, 'went');
    const first = await workspace.head();
    await addMove(workspace, 1);
    const store = openStore(home);
    await (await store.open('went')).log();
    rmSync(objectFile(workspace, 'HEAD~1'));
    const asked = (await store.open('went')).recipe(first.id);
    await expect(asked).rejects.toMatchObject({ code: 'workspace_damaged' });
    await expect(asked).rejects.toThrow(first.id);
  });

  test('an older snapshot that cannot be read, when it is asked for', async () => {
    const workspace = await newPhoto(home, 'old-damage');
    await addMove(workspace, 1);
    overwriteObject(workspace, 'HEAD~1:edit.json', 5);
    const opened = await openStore(home).open('old-damage');
    await expect(opened.recipe('HEAD~1')).rejects.toMatchObject({ code: 'workspace_damaged' });
    expect((await opened.recipe()).moves).toHaveLength(1);
  });
});

/** What is kept of files that were edited by hand. */
function displaced({ dir }: Workspace): string[] {
  const folder = join(dir, 'cache', 'displaced');
  return existsSync(folder) ? readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')) : [];
}

describe('what differs from the history in the folder is put right on opening:', () => {
  const harms: [string, (dir: string) => void][] = [
    ['edit.json cut short', (dir) => truncateSync(join(dir, 'edit.json'), 10)],
    ['edit.xmp missing', (dir) => rmSync(join(dir, 'edit.xmp'))],
    ['no index', (dir) => rmSync(join(dir, '.git', 'index'))],
    ['a damaged index', (dir) => truncateSync(join(dir, '.git', 'index'), 30)],
    ['an empty index', (dir) => truncateSync(join(dir, '.git', 'index'), 0)],
  ];
  test.each(harms)('%s', async (title, harm) => {
    const id = title.replaceAll(/[^a-z]+/g, '-');
    const workspace = await newPhoto(home, id);
    const present = await addMove(workspace, 1);
    harm(workspace.dir);
    const opened = await openStore(home).open(id);
    expect(gitComplaints(workspace.dir)).toBe('');
    expect(await opened.head()).toEqual(present);
  });

  test('an edit.json written by hand is kept beside, not lost', async () => {
    const workspace = await newPhoto(home, 'by-hand');
    writeFileSync(join(workspace.dir, 'edit.json'), 'my own work');
    await openStore(home).open('by-hand');
    expect(displaced(workspace)).toEqual(['my own work']);
    expect(gitComplaints(workspace.dir)).toBe('');
  });

  test("a file staged by hand is its maker's: it stays as it is, and only the index forgets it", async () => {
    const workspace = await newPhoto(home, 'staged');
    const sketch = join(workspace.dir, 'sketch.txt');
    writeFileSync(sketch, 'staged');
    git(workspace.dir, 'add', 'sketch.txt');
    writeFileSync(sketch, 'staged, and gone on with');
    const opened = await openStore(home).open('staged');
    await addMove(opened, 1);
    await opened.undo();
    expect(readFileSync(sketch, 'utf8')).toBe('staged, and gone on with');
    expect(gitComplaints(workspace.dir)).toBe('?? sketch.txt\n');
  });

  test('a file that the present state does not have goes, what was written into it by hand is kept beside', async () => {
    for (const [id, byHand] of [
      ['surplus', []],
      ['surplus-by-hand', ['my own work']],
    ] as const) {
      const start = { photo: photoOf(id), recipe: emptyRecipe(id) };
      const workspace = await openStore(home).create(start, 'ingest');
      await addMove(workspace, 1);
      const file = join(workspace.dir, 'edit.xmp');
      for (const text of byHand) writeFileSync(file, text);
      await workspace.undo();
      expect(existsSync(file)).toBe(false);
      expect(displaced(workspace)).toEqual(byHand);
      expect(gitComplaints(workspace.dir)).toBe('');
    }
  });
});

test('folders and files that a killed process left half made are swept, those of running ones are not', async () => {
  const workspace = await newPhoto(home, 'swept');
  // A process id above what any system gives out: nobody's.
  const mine = ownerTag();
  const dead = mine.replace(/^\d+/, '4194999');
  const temporary = join(workspace.dir, '.git', 'chemigram-tmp');
  for (const tag of [mine, dead]) {
    writeFileSync(join(temporary, tag), 'half');
    mkdirSync(join(home, `.new-${tag}`));
  }
  const foreign = mine.replace(/-[0-9a-f]{8}-/, '-00000000-');
  const long = new Date(Date.now() - 2 * 3_600_000);
  writeFileSync(join(temporary, foreign), 'half');
  utimesSync(join(temporary, foreign), long, long);
  await newPhoto(home, 'next');
  await openStore(home).open('swept');
  expect(readdirSync(temporary)).toEqual([mine]);
  expect(existsSync(join(home, `.new-${mine}`))).toBe(true);
  expect(existsSync(join(home, `.new-${dead}`))).toBe(false);
});

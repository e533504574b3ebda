import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openStore, type Workspace } from '../../src/index.ts';
import { addMove, git, gitComplaints, newPhoto, temporaryHome } from '../helpers/photos.ts';
import { contents, inGit, objectFile } from '../helpers/files.ts';

const { home, remove } = temporaryHome();
afterAll(remove);
const store = openStore(home);

let photos = 0;
const old = new Date(Date.now() - 3_600_000);

/** What is done to a photo with the moves exposure 1 and 2, what is said of it, and the state after the repair. */
const damages: [string, (workspace: Workspace) => void, RegExp, string][] = [
  ['a missing HEAD', (w) => rmSync(inGit(w, 'HEAD')), /HEAD.*missing.*branch "main"/, 'exposure 2'],
  ['a truncated HEAD', (w) => truncateSync(inGit(w, 'HEAD'), 3), /HEAD.*"ref".*branch "main"/, 'exposure 2'],
  [
    'a missing branch',
    (w) => rmSync(inGit(w, 'refs/heads/main')),
    /HEAD.*"main", which does not.*Make the branch again/,
    'exposure 2',
  ],
  [
    'an empty branch',
    (w) => truncateSync(inGit(w, 'refs/heads/main'), 0),
    /refs\/heads\/main.*Put it at/,
    'exposure 2',
  ],
  ['a damaged newest snapshot', (w) => truncateSync(objectFile(w, 'HEAD'), 10), /object [0-9a-f]{40}/, 'exposure 1'],
  ['a missing newest snapshot', (w) => rmSync(objectFile(w, 'HEAD')), /heads\/main.*whole/, 'exposure 1'],
  ['a damaged list of files', (w) => truncateSync(objectFile(w, 'HEAD^{tree}'), 5), /object/, 'exposure 1'],
  [
    'a damaged recipe that lies in the folder',
    (w) => truncateSync(objectFile(w, 'HEAD:edit.json'), 5),
    /object/,
    'exposure 2',
  ],
  [
    'a damaged recipe that lies nowhere else',
    (w) => {
      truncateSync(objectFile(w, 'HEAD:edit.json'), 5);
      writeFileSync(join(w.dir, 'edit.json'), '{}');
    },
    /object/,
    'exposure 1',
  ],
  ['a broken working file', (w) => truncateSync(join(w.dir, 'edit.json'), 9), /edit\.json.*Write them/, 'exposure 2'],
  ...['edit.json', 'edit.xmp', '.git/HEAD', '.git/index'].map((path): (typeof damages)[number] => [
    `a folder in the place of ${path}`,
    (w) => {
      rmSync(join(w.dir, path));
      mkdirSync(join(w.dir, path));
      writeFileSync(join(w.dir, path, 'inside'), 'mine');
    },
    new RegExp(`${path.replaceAll('.', '\\.')}: A folder stands where a file should.*Set it aside`),
    'exposure 2',
  ]),
  ...[
    '.git/refs/heads/main',
    '.git/refs/chemigram/original',
    '.git/refs/chemigram/redo/HEAD',
    '.git/refs/chemigram/redo/heads/main',
  ].map((path): (typeof damages)[number] => [
    `a folder for the name ${path.slice('.git/refs/'.length)}`,
    (w) => {
      rmSync(join(w.dir, path), { force: true });
      mkdirSync(join(w.dir, path), { recursive: true });
    },
    new RegExp(`${path}: A folder stands where a file should.*Set it aside`),
    'exposure 2',
  ]),
  [
    'a folder in the place of a packed branch',
    (w) => {
      git(w.dir, 'pack-refs', '--all');
      mkdirSync(inGit(w, 'refs/heads/main'), { recursive: true });
    },
    /heads\/main: A folder stands where a file should.*Set it aside/,
    'exposure 2',
  ],
  ...['ref: refs/heads/', 'ref: refs/heads/../../..', 'ref: refs/heads/.', 'ref: refs/heads//'].map(
    (text): (typeof damages)[number] => [
      `a HEAD that says ${text}`,
      (w) => writeFileSync(inGit(w, 'HEAD'), text),
      /^HEAD: .*is no state.*branch "main"/,
      'exposure 2',
    ],
  ),
  ['a missing record', (w) => rmSync(join(w.dir, 'photo.json')), /photo\.json: It is missing.*copy/, 'exposure 2'],
  ['a torn record', (w) => truncateSync(join(w.dir, 'photo.json'), 5), /photo\.json.*not JSON.*copy/, 'exposure 2'],
  ...['.git/refs/tags', '.git/chemigram-tmp', '.git/refs/chemigram/redo'].map((path): (typeof damages)[number] => [
    `a file in the place of ${path}`,
    (w) => {
      rmSync(join(w.dir, path), { recursive: true, force: true });
      writeFileSync(join(w.dir, path), '');
    },
    new RegExp(`${path.replaceAll('.', '\\.')}: It should be a folder.*Set it aside`),
    'exposure 2',
  ]),
  [
    'a lock that a killed git left',
    (w) => {
      writeFileSync(inGit(w, 'index.lock'), '');
      utimesSync(inGit(w, 'index.lock'), old, old);
    },
    /index\.lock.*Remove/,
    'exposure 2',
  ],
];

describe('the doctor says what is wrong and changes nothing, then repairs as far as the objects allow:', () => {
  test.each(damages)('%s', async (title, damage, words, after) => {
    const id = `${title.toLowerCase().replaceAll(/[^a-z]+/g, '-')}-${++photos}`;
    const workspace = await newPhoto(home, id);
    await addMove(workspace, 1);
    await addMove(workspace, 2);
    damage(workspace);
    const before = contents(workspace.dir);
    const { found, left } = await store.doctor(id, { repair: false });
    expect(found.map(({ where, what, remedy }) => `${where}: ${what} ${remedy}`).join(' | ')).toMatch(words);
    expect(left).toEqual(found);
    expect(contents(workspace.dir)).toEqual(before);

    expect(await store.doctor(id, { repair: true })).toEqual({ found, left: [] });
    const opened = await store.open(id);
    expect((await opened.head()).message).toBe(after);
    expect(git(workspace.dir, 'status', '--porcelain')).toBe('');
    expect((await addMove(opened, 3)).message).toBe('exposure 3');
    expect(gitComplaints(workspace.dir)).toBe('');
  });
});

test('a whole photo is healthy, with branches, tags and a packed history, and repairing it changes nothing', async () => {
  const workspace = await newPhoto(home, 'healthy');
  await addMove(workspace, 1);
  await workspace.branch('warm');
  git(workspace.dir, '-c', 'user.name=x', '-c', 'user.email=x', 'tag', '-a', '-m', 'note', 'annotated');
  await workspace.undo();
  await workspace.gc();
  const before = contents(workspace.dir);
  expect(await store.doctor('healthy', { repair: true })).toEqual({ found: [], left: [] });
  expect(contents(workspace.dir)).toEqual(before);
});

test('what was damaged is set aside, and older whole states stay where they are', async () => {
  const workspace = await newPhoto(home, 'aside');
  const one = await addMove(workspace, 1);
  await addMove(workspace, 2);
  await addMove(workspace, 3);
  const oid = git(workspace.dir, 'rev-parse', 'HEAD~1:edit.json').trim();
  truncateSync(objectFile(workspace, 'HEAD~1:edit.json'), 7);
  const lost = git(workspace.dir, 'rev-parse', 'HEAD~1').trim();
  const { left } = await store.doctor('aside', { repair: true });
  expect(left).toMatchObject([{ where: `state ${lost}`, remedy: null }]);
  expect(existsSync(inGit(workspace, 'chemigram-damaged', oid))).toBe(true);
  const opened = await store.open('aside');
  expect((await opened.head()).message).toBe('exposure 3');
  expect((await opened.recipe(one.id)).moves).toHaveLength(1);
});

test('a record that was lost or torn comes back as it was last, and what was left of it is set aside', async () => {
  const workspace = await newPhoto(home, 'record');
  await workspace.updatePhoto((photo) => ({ ...photo, source: '/elsewhere/record.nef' }));
  const file = join(workspace.dir, 'photo.json');
  const record = readFileSync(file, 'utf8');
  for (const torn of [null, '{"version": 1']) {
    rmSync(file);
    if (torn !== null) writeFileSync(file, torn);
    await expect(store.open('record')).rejects.toMatchObject({ code: 'workspace_damaged' });
    expect((await store.doctor('record', { repair: true })).left).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe(record);
    expect((await store.open('record')).photo.source).toBe('/elsewhere/record.nef');
  }
  expect(readFileSync(inGit(workspace, 'chemigram-damaged', 'photo.json'), 'utf8')).toBe('{"version": 1');
});

test('a record that has no copy yet gets one when its photo is opened', async () => {
  const workspace = await newPhoto(home, 'copied');
  rmSync(inGit(workspace, 'chemigram-photo.json'));
  await store.open('copied');
  rmSync(join(workspace.dir, 'photo.json'));
  expect((await store.doctor('copied', { repair: true })).left).toEqual([]);
});

test('a folder that was renamed is told by the name that it had', async () => {
  const workspace = await newPhoto(home, 'named');
  renameSync(workspace.dir, join(home, 'renamed'));
  const { left } = await store.doctor('renamed', { repair: true });
  expect(left).toMatchObject([{ where: 'photo.json', what: expect.stringMatching(/of "named".*"renamed"/) }]);
  renameSync(join(home, 'renamed'), workspace.dir);
  expect((await store.doctor('named', { repair: false })).found).toEqual([]);
});

test('what cannot be repaired is said and left as it is', async () => {
  const workspace = await newPhoto(home, 'beyond');
  truncateSync(join(workspace.dir, 'photo.json'), 5);
  rmSync(inGit(workspace, 'chemigram-photo.json'));
  const { found, left } = await store.doctor('beyond', { repair: true });
  expect(found).toMatchObject([
    { where: 'photo.json', what: expect.stringMatching(/no copy.*ingest.*import_style/), remedy: null },
  ]);
  expect(left).toEqual(found);
  await expect(store.doctor('nobody', { repair: false })).rejects.toMatchObject({ code: 'not_found' });
});

describe('a photo of which nothing whole is left', () => {
  const everyObject = (workspace: Workspace): string[] =>
    readdirSync(inGit(workspace, 'objects'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));

  test('is told, and its names and its recipe stay as they are', async () => {
    const workspace = await newPhoto(home, 'lost');
    await addMove(workspace, 1);
    const recipe = readFileSync(join(workspace.dir, 'edit.json'), 'utf8');
    const main = readFileSync(inGit(workspace, 'refs/heads/main'), 'utf8');
    for (const file of everyObject(workspace)) truncateSync(file, 10);
    const { found, left } = await store.doctor('lost', { repair: true });
    expect(found).toContainEqual(expect.objectContaining({ kind: 'ref', where: 'refs/heads/main', remedy: null }));
    expect(left.length).toBeGreaterThan(0);
    expect(readFileSync(inGit(workspace, 'refs/heads/main'), 'utf8')).toBe(main);
    expect(readFileSync(join(workspace.dir, 'edit.json'), 'utf8')).toBe(recipe);
  });

  test('has no history at all, and is told so', async () => {
    const workspace = await newPhoto(home, 'bare');
    rmSync(inGit(workspace), { recursive: true });
    const { found } = await store.doctor('bare', { repair: true });
    expect(found).toContainEqual(expect.objectContaining({ kind: 'head', where: '.git', remedy: null }));
  });
});

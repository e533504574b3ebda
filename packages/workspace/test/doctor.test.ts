import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openStore, type Workspace } from '../src/index.ts';
import { addMove, git, gitComplaints, newPhoto, temporaryHome } from './helpers/photos.ts';

const { home, remove } = temporaryHome();
afterAll(remove);
const store = openStore(home);

const inGit = ({ dir }: Workspace, ...path: string[]): string => join(dir, '.git', ...path);
function objectFile(workspace: Workspace, name: string): string {
  const oid = git(workspace.dir, 'rev-parse', name).trim();
  return inGit(workspace, 'objects', oid.slice(0, 2), oid.slice(2));
}
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

function contents(dir: string): Record<string, string> {
  const files = readdirSync(dir, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'hex')]),
  );
}

describe('the doctor says what is wrong and changes nothing, then repairs as far as the objects allow:', () => {
  test.each(damages)('%s', async (title, damage, words, after) => {
    const id = title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
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

test('what cannot be repaired is said and left as it is', async () => {
  const workspace = await newPhoto(home, 'beyond');
  truncateSync(join(workspace.dir, 'photo.json'), 5);
  const { found, left } = await store.doctor('beyond', { repair: true });
  expect(found).toMatchObject([{ where: 'photo.json', remedy: null }]);
  expect(left).toEqual(found);
  await expect(store.doctor('nobody', { repair: false })).rejects.toMatchObject({ code: 'not_found' });
});

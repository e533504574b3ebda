import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { idFromFileName, openStore } from '../src/index.ts';
import { isImageId } from '../src/photo/image-id.ts';
import { addMove, emptyRecipe, git, newPhoto, photoOf, temporaryHome } from './helpers/photos.ts';

const { home, remove } = temporaryHome();
afterAll(remove);

const BAD_IDS = ['../x', '..', '.', '', 'a/b', 'a\\b', '/etc', '.git', 'A', 'a b', 'a\0', 'ä', '-a', 'a'.repeat(65)];

describe('an id that is none', () => {
  test.each(BAD_IDS)('(%j) is refused before it reaches the disk', async (id) => {
    const store = openStore(join(home, 'inner'));
    const refusal = { code: 'invalid_input', field: 'image_id' };
    await expect(store.open(id)).rejects.toMatchObject(refusal);
    await expect(store.has(id)).rejects.toMatchObject(refusal);
    const start = { photo: photoOf(id), recipe: emptyRecipe(id) };
    await expect(store.create(start, 'x')).rejects.toMatchObject(refusal);
    expect(existsSync(join(home, 'inner'))).toBe(false);
    expect(existsSync(join(home, 'x'))).toBe(false);
  });
});

test('every file name gives an id', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(idFromFileName(name)).toSatisfy(isImageId);
    }),
  );
});

test.each([
  ['/photos/DSC_0042.NEF', 'dsc_0042'],
  ['C:\\photos\\Été à Paris (2).cr2', 'ete-a-paris-2'],
  ['.NEF', 'nef'],
  ['../../etc/passwd', 'passwd'],
  ['写真.raf', 'photo'],
  ['a.b.c', 'a.b'],
])('the id of %s is %s', (name, id) => {
  expect(idFromFileName(name)).toBe(id);
});

test('a photo that is not there is not_found with the nearest ids', async () => {
  await newPhoto(home, 'dsc_0042');
  await expect(openStore(home).open('dsc_0043')).rejects.toMatchObject({
    code: 'not_found',
    field: 'image_id',
    hint: expect.stringContaining('dsc_0042'),
  });
  await expect(openStore(join(home, 'nowhere')).open('a')).rejects.toMatchObject({ code: 'not_found' });
  expect(await openStore(join(home, 'nowhere')).list()).toEqual([]);
});

test('the list names photos only, sorted', async () => {
  const root = join(home, 'listed');
  for (const id of ['b', 'a']) await newPhoto(root, id);
  mkdirSync(join(root, 'renders'));
  mkdirSync(join(root, 'Upper'));
  writeFileSync(join(root, 'note'), '');
  expect(await openStore(root).list()).toEqual(['a', 'b']);
});

test('the sources are told of photos whose folders are damaged, as far as their records name them', async () => {
  const root = join(home, 'sources');
  for (const id of ['whole', 'no-history', 'no-size', 'no-record', 'no-source']) await newPhoto(root, id);
  rmSync(join(root, 'no-history', '.git'), { recursive: true });
  const { width: _, ...noSize } = photoOf('no-size');
  writeFileSync(join(root, 'no-size', 'photo.json'), JSON.stringify(noSize));
  writeFileSync(join(root, 'no-record', 'photo.json'), '{');
  writeFileSync(join(root, 'no-source', 'photo.json'), JSON.stringify({ ...noSize, source: null }));
  const { sha256, bytes } = photoOf('whole');
  expect(await openStore(root).sources()).toEqual(
    ['no-history', 'no-size', 'whole'].map((id) => ({ image_id: id, source: photoOf(id).source, bytes, sha256 })),
  );
});

describe('create', () => {
  test('of a photo that is there is a conflict and changes nothing', async () => {
    const first = await newPhoto(home, 'twice');
    const present = await addMove(first, 1);
    await expect(newPhoto(home, 'twice')).rejects.toMatchObject({ code: 'conflict', field: 'image_id' });
    expect(await (await openStore(home).open('twice')).head()).toEqual(present);
  });

  test('by several at once makes one photo, and leaves nothing half made', async () => {
    const root = join(home, 'race');
    const made = await Promise.allSettled(Array.from({ length: 5 }, () => newPhoto(root, 'same')));
    const reasons: unknown[] = made.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(reasons).toEqual(Array.from({ length: 4 }, () => expect.objectContaining({ code: 'conflict' })));
    expect(readdirSync(root)).toEqual(['same']);
  });

  test('with a recipe of another photo, or a record that is none, makes nothing', async () => {
    const store = openStore(home);
    const other = { photo: photoOf('mine'), recipe: emptyRecipe('yours') };
    await expect(store.create(other, 'x')).rejects.toMatchObject({ code: 'invalid_input', field: 'image_id' });
    const noSize = { photo: { ...photoOf('mine'), width: NaN }, recipe: emptyRecipe('mine') };
    await expect(store.create(noSize, 'x')).rejects.toMatchObject({ code: 'invalid_input', field: 'width' });
    expect(await store.has('mine')).toBe(false);
    expect(readdirSync(home).filter((name) => name.startsWith('.new-'))).toEqual([]);
  });
});

test('facts about the photo are kept beside the history: undo does not move the raw back', async () => {
  const workspace = await newPhoto(home, 'moved');
  await addMove(workspace, 1);
  await workspace.updatePhoto((photo) => ({ ...photo, source: '/elsewhere/moved.nef', facts: { baseline: 'auto' } }));
  await workspace.undo();
  const { photo } = await openStore(home).open('moved');
  expect(photo).toMatchObject({ source: '/elsewhere/moved.nef', facts: { baseline: 'auto' }, image_id: 'moved' });
  expect(git(workspace.dir, 'status', '--porcelain')).toBe('');
});

test('a cache folder is inside the photo and invisible to git', async () => {
  const workspace = await newPhoto(home, 'cached');
  const folder = await workspace.cacheDir('previews');
  expect(dirname(dirname(folder))).toBe(workspace.dir);
  writeFileSync(join(folder, 'a.png'), '');
  expect(git(workspace.dir, 'status', '--porcelain')).toBe('');
  await expect(workspace.cacheDir('../..')).rejects.toMatchObject({ code: 'invalid_input' });
});

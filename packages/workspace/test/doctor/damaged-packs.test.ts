import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openStore, type Workspace } from '../../src/index.ts';
import { PackIndex } from '../../src/git/pack-index.ts';
import { git, gitComplaints, newPhoto, temporaryHome, withMove } from '../helpers/photos.ts';
import { inGit } from '../helpers/files.ts';

const { home, remove } = temporaryHome();
afterAll(remove);
const store = openStore(home);

/** A photo with eight sidecars that differ little, packed, and where in its pack an object lies. */
async function packedPhoto(id: string) {
  const workspace = await newPhoto(home, id);
  const line = (k: number, value: number): string => `<li params="${k === value ? value : 'a'.repeat(k)}"/>`;
  for (let value = 1; value <= 8; value++) {
    const xmp = Array.from({ length: 40 }, (_, k) => line(k, value)).join('\n');
    await workspace.change(
      `exposure ${value}`,
      (recipe) => withMove(recipe, value),
      async () => ({ 'edit.xmp': xmp }),
    );
  }
  await workspace.gc();
  const [name] = readdirSync(inGit(workspace, 'objects/pack')).filter((file) => file.endsWith('.idx'));
  const index = new PackIndex(readFileSync(inGit(workspace, 'objects/pack', name!)));
  const pack = inGit(workspace, 'objects/pack', name!.replace('idx', 'pack'));
  return {
    workspace,
    ids: [...index.ids()],
    pack,
    index: inGit(workspace, 'objects/pack', name!),
    /** Changes a byte in the middle of an object. */
    damage(object: string): string {
      const oid = git(workspace.dir, 'rev-parse', object).trim();
      const starts = [...index.byOffset().keys(), readFileSync(pack).length - 20].sort((a, b) => a - b);
      const start = index.offset(oid)!;
      flip(pack, (start + starts[starts.indexOf(start) + 1]!) >> 1);
      return oid;
    },
  };
}

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at]! ^= 0xff;
  chmodSync(file, 0o644);
  writeFileSync(file, bytes);
}

const objectsOf = (workspace: Workspace): string[] =>
  git(workspace.dir, 'cat-file', '--batch-all-objects', '--batch-check=%(objectname)').trim().split('\n');

test('a damaged object in a pack is set aside with it, and all others of the pack are saved', async () => {
  const { workspace, ids, pack, damage } = await packedPhoto('pack');
  const lost = damage('HEAD~7:edit.xmp');
  const { found, left } = await store.doctor('pack', { repair: true });
  expect(found.map(({ where }) => where)).toEqual(
    expect.arrayContaining([expect.stringContaining('objects/pack/pack-'), `object ${lost}`]),
  );
  expect(left).toMatchObject([{ where: expect.stringMatching(/^state /), remedy: null }]);
  expect(existsSync(pack)).toBe(false);
  expect(existsSync(inGit(workspace, 'chemigram-damaged', basename(pack)))).toBe(true);
  expect(objectsOf(workspace)).toEqual(ids.filter((oid) => oid !== lost));
  const opened = await store.open('pack');
  expect((await opened.log()).map(({ message }) => message)).toHaveLength(9);
  expect((await opened.recipe('HEAD~6')).moves).toHaveLength(2);
});

test.each<[string, (photo: Awaited<ReturnType<typeof packedPhoto>>) => void]>([
  // The older versions are kept as their difference from it; it lies in the folder too.
  ['the newest sidecar', ({ damage }) => void damage('HEAD:edit.xmp')],
  ['the index', ({ index }) => flip(index, 8 + 4 * 256 + 30)],
  ['the first bytes of the index', ({ index }) => flip(index, 0)],
  ['no index', ({ index }) => rmSync(index)],
  ['the checksum of the pack', ({ pack }) => flip(pack, readFileSync(pack).length - 3)],
  ['the head of the pack', ({ pack }) => flip(pack, 2)],
])('of a pack with damage to %s nothing is lost', async (title, harm) => {
  const id = title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  const photo = await packedPhoto(id);
  harm(photo);
  expect((await store.doctor(id, { repair: true })).left).toEqual([]);
  expect(objectsOf(photo.workspace)).toEqual(photo.ids);
  expect(gitComplaints(photo.workspace.dir)).toBe('');
  const opened = await store.open(id);
  expect((await opened.head()).message).toBe('exposure 8');
  expect((await opened.gc()).objects).toBe(photo.ids.length);
});

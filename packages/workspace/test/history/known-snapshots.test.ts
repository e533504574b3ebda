import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openStore } from '../../src/index.ts';
import { git, newPhoto, temporaryHome, withMove } from '../helpers/photos.ts';

const { home, remove } = temporaryHome();
afterAll(remove);
const FILE = 'a/.git/chemigram-snapshots';

test('a long log is read from one file by whoever has not read it yet, and from the objects when that is damaged', async () => {
  const workspace = await newPhoto(join(home, 'first'), 'a');
  // Three objects each, so that there are too few to be packed: each is a file, to be taken away below.
  const add = (value: number) =>
    workspace.change(
      `exposure ${value}`,
      (recipe) => withMove(recipe, value),
      async () => ({}),
    );
  for (let value = 0; value < 62; value++) await add(value);
  await workspace.log();
  expect(existsSync(join(home, 'first', FILE))).toBe(false);
  await add(62);
  const all = await workspace.log();
  const kept = readFileSync(join(home, 'first', FILE));
  expect(Number(git(join(home, 'first', 'a'), 'count-objects').split(' ')[0])).toBeLessThan(256);
  const elsewhere = (name: string, file: Buffer) => {
    cpSync(join(home, 'first'), join(home, name), { recursive: true });
    const oid = git(join(home, name, 'a'), 'rev-parse', 'HEAD~30').trim();
    rmSync(join(home, name, 'a/.git/objects', oid.slice(0, 2), oid.slice(2)));
    writeFileSync(join(home, name, FILE), file);
    return openStore(join(home, name)).open('a');
  };
  expect(await (await elsewhere('second', kept)).log()).toEqual(all);
  const flipped = Buffer.from(kept);
  flipped[flipped.length >> 1]! ^= 1;
  await expect((await elsewhere('third', flipped)).log()).rejects.toMatchObject({ code: 'workspace_damaged' });
});

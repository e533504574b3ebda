import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore, parseRecipe, type Workspace } from '../src/index.ts';
import { ACTIONS } from './helpers/actions.ts';
import { addMove, git, gitComplaints, newPhoto, temporaryHome } from './helpers/photos.ts';
import { allSaid, lastSaid, startWriter } from './helpers/processes.ts';
import { randomFrom } from './helpers/random.ts';

const { home, remove } = temporaryHome();
afterAll(remove);

const SEED = 20_260_102;
/** How often a process is killed; CHEMIGRAM_KILLS=200 for the long run. */
const RANDOM_KILLS = Number(process.env['CHEMIGRAM_KILLS'] ?? 5);
/** Each process works on so many photos at once: every kill meets each of them at another moment. */
const PHOTOS = ['a', 'b', 'c', 'd'];
const LONGEST_LIFE_MS = 250;
/** A killed process costs some two seconds, with the looking at its photos. */
const PATIENCE_MS = 60_000 + 20_000 * RANDOM_KILLS;

/** Opens a photo whose writer was killed and checks all that must hold of it. */
async function openAfterKill(folder: string, id: string): Promise<Workspace> {
  const workspace = await openStore(folder, { lockTimeoutMs: 5_000 }).open(id);
  expect(gitComplaints(workspace.dir)).toBe('');
  const recipe = await workspace.recipe();
  expect(parseRecipe(readFileSync(join(workspace.dir, 'edit.json'), 'utf8'))).toEqual(recipe);
  expect(readFileSync(join(workspace.dir, 'edit.xmp'), 'utf8')).toBe(`<xmp moves="${recipe.moves.length}"/>\n`);
  expect(readdirSync(join(workspace.dir, '.git', 'chemigram-tmp'))).toEqual([]);
  return workspace;
}

test(
  'photos open at the last or the next state however often their writer is killed, and lose no snapshot',
  { timeout: PATIENCE_MS },
  async () => {
    const present = new Map<string, string>();
    for (const id of PHOTOS) present.set(id, (await addMove(await newPhoto(home, id), 0)).id);
    const random = randomFrom(SEED);
    for (let round = 0; round < RANDOM_KILLS; round++) {
      const writer = startWriter(home, PHOTOS.join(','), 'wander', String(SEED + PHOTOS.length * round));
      await writer.said('ready');
      await sleep(random() * LONGEST_LIFE_MS);
      await writer.kill();
      await writer.ended();
      for (const id of PHOTOS) {
        const workspace = await openAfterKill(home, id);
        const head = await workspace.head();
        const last = lastSaid(writer, 'done', id) ?? present.get(id)!;
        const next = lastSaid(writer, 'next', id);
        // The last state that was reported, or the one that the interrupted step leads to.
        const reached = head.id === last || (next === 'new' ? head.parent : head.id) === (next === 'new' ? last : next);
        expect(reached, `${id} is at ${head.id}, was at ${last}, on its way to ${next}`).toBe(true);
        const kept = new Set(git(workspace.dir, 'rev-list', '--all', 'HEAD').split('\n'));
        expect(allSaid(writer, 'done', id).filter((snapshot) => !kept.has(snapshot))).toEqual([]);
        present.set(id, head.id);
      }
    }
    const [first] = PHOTOS as [string];
    expect((await (await openStore(home).open(first)).log()).at(-1)?.message).toBe(`ingest ${first}`);
  },
);

describe('a kill before each single write to the disk, seen in copies that its process makes', () => {
  const copies = join(home, 'copies');
  const before = new Map<string, { message: string; ids: string[]; branches: string[] }>();
  const names = async (photo: Workspace) => (await photo.branches()).map(({ name }) => name);

  beforeAll(async () => {
    mkdirSync(copies);
    for (const [action, { prepare }] of Object.entries(ACTIONS)) {
      const photo = await newPhoto(home, action);
      await addMove(photo, 1);
      await addMove(photo, 2);
      await prepare(photo);
      const ids = (await photo.logOfAll()).map(({ id }) => id);
      before.set(action, { message: (await photo.head()).message, ids, branches: await names(photo) });
    }
    const writer = startWriter(home, Object.keys(ACTIONS).join(','), 'copies', copies);
    await writer.ended();
  });

  test.each(Object.keys(ACTIONS))('of %s leaves the state before it or the one after it', async (action) => {
    const { after, branches } = ACTIONS[action]!;
    const start = before.get(action)!;
    const messages: string[] = [];
    const steps = readdirSync(copies).filter((name) => name.replace(/-\d+$/, '') === action).length;
    let workspace: Workspace | undefined;
    for (let step = 0; step < steps; step++) {
      workspace = await openAfterKill(join(copies, `${action}-${step}`), action);
      const head = await workspace.head();
      expect([start.message, after]).toContain(head.message);
      messages.push(head.message);
      // Whatever there was is still there, what could be redone and what has no branch any more too.
      const kept = new Set(git(workspace.dir, 'rev-list', '--all', 'HEAD').split('\n'));
      expect(start.ids.filter((id) => !kept.has(id))).toEqual([]);
    }
    // Once done, it stays done: no later kill shows the state before.
    expect(messages.at(-1)).toBe(after);
    const firstAfter = messages.indexOf(after);
    expect(new Set(messages.slice(firstAfter))).toEqual(new Set([after]));
    // The lock taken, a name written, the lock given back in two steps, and the end.
    expect(steps).toBeGreaterThan(4);
    const left = await names(workspace!);
    const lost = (branches ?? start.branches).filter((name) => !left.includes(name));
    expect(lost).toEqual([]);
    const head = await workspace!.head();
    expect((await addMove(workspace!, 3)).parent).toBe(head.id);
  });
});

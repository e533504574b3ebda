import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { openStore, parseRecipe, type Workspace } from '../src/index.ts';
import { addMove, git, gitComplaints, newPhoto, temporaryHome } from './helpers/photos.ts';
import { lastDone, startWriter } from './helpers/processes.ts';

const { home, remove } = temporaryHome();
afterAll(remove);

const SEED = 20_260_102;
const RANDOM_KILLS = 14;
const LONGEST_LIFE_MS = 150;
/** Some forty processes are started, each about a second of work for one core. */
const PATIENCE_MS = 400_000;

/** Opens a photo whose writer was killed and checks all that must hold of it. */
async function openAfterKill(id: string): Promise<Workspace> {
  const workspace = await openStore(home, { lockTimeoutMs: 5_000 }).open(id);
  expect(git(workspace.dir, 'status', '--porcelain')).toBe('');
  const recipe = await workspace.recipe();
  expect(parseRecipe(readFileSync(join(workspace.dir, 'edit.json'), 'utf8'))).toEqual(recipe);
  expect(readFileSync(join(workspace.dir, 'edit.xmp'), 'utf8')).toBe(`<xmp moves="${recipe.moves.length}"/>\n`);
  expect(readdirSync(join(workspace.dir, '.git', 'chemigram-tmp'))).toEqual([]);
  return workspace;
}

test(
  'a photo opens at the last or the next state however often its writer is killed',
  { timeout: PATIENCE_MS },
  async () => {
    const id = 'killed';
    let workspace = await newPhoto(home, id);
    const base = await addMove(workspace, 0);
    let present = base.id;
    let state = SEED;
    let next = startWriter(home, id, 'wander', String(SEED));
    for (let round = 0; round < RANDOM_KILLS; round++) {
      const writer = next;
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      await writer.said('ready');
      await sleep((state / 2 ** 32) * LONGEST_LIFE_MS);
      await writer.kill();
      await writer.ended();
      present = lastDone(writer) ?? present;
      workspace = await openAfterKill(id);
      const head = await workspace.head();
      const before = await workspace.resolve(present);
      // The last state that was reported; or the one after a change or redo; or the one after an undo.
      expect([head.id, head.parent, before.parent === head.id ? present : null]).toContain(present);
      expect(gitComplaints(workspace.dir)).toBe('');
      present = head.id;
      next = startWriter(home, id, 'wander', String(SEED + round + 1));
    }
    await next.kill();
    await openAfterKill(id);
    expect((await workspace.log()).at(-1)?.message).toBe(`ingest ${id}`);
  },
);

describe('a kill before each single write to the disk', { timeout: PATIENCE_MS }, () => {
  const actions: Record<string, { prepare: (id: string) => Promise<void>; after: string }> = {
    change: { prepare: async (id) => void (await (await openStore(home).open(id)).undo()), after: 'exposure 9' },
    undo: { prepare: async () => {}, after: 'exposure 1' },
    redo: { prepare: async (id) => void (await (await openStore(home).open(id)).undo(2)), after: 'exposure 1' },
  };

  test.each(Object.keys(actions))('of %s leaves the state before it or the one after it', async (action) => {
    const { prepare, after } = actions[action]!;
    const messages: string[] = [];
    let alive = false;
    for (let step = 0; !alive; step++) {
      const id = `${action}-${step}`;
      const fresh = await newPhoto(home, id);
      await addMove(fresh, 1);
      const newest = await addMove(fresh, 2);
      await prepare(id);
      const before = await fresh.head();
      const writer = startWriter(home, id, 'die', action, String(step));
      await writer.ended();
      alive = writer.lines.includes('end');
      const workspace = await openAfterKill(id);
      const head = await workspace.head();
      expect([before.message, after]).toContain(head.message);
      messages.push(head.message);
      // Whatever was undone or could be redone is still there.
      expect(git(workspace.dir, 'for-each-ref', '--contains', newest.id)).not.toBe('');
      expect((await addMove(workspace, 3)).parent).toBe(head.id);
    }
    // Once done, it stays done: no later kill shows the state before.
    const firstAfter = messages.indexOf(after);
    expect(firstAfter).toBeGreaterThan(0);
    expect(new Set(messages.slice(firstAfter))).toEqual(new Set([after]));
  });
});

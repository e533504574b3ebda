import { writeSync } from 'node:fs';
import fsPromises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Workspace } from '../../src/index.ts';

// A process that works on photos, to be killed. It writes one line for each thing that is done:
// `ready`, `next <photo> <id that it goes to, or new>`, `done <photo> <id of the present snapshot> <label>`, `held`, `end`.
//
//   writer.ts HOME ID changes NAME COUNT        so many changes, labelled NAME-0, NAME-1, ...
//   writer.ts HOME IDS wander SEED              changes, undos, redos and branch switches on several photos, for ever
//   writer.ts HOME ID hold                      takes the lock and keeps it
//   writer.ts HOME ACTIONS copies FOLDER        does each action on the photo of its name; before each change to the disk
//                                               it copies the photo to FOLDER/<action>-<step>: what a kill would leave

const [home = '', ids = '', task = '', first = '', second = ''] = process.argv.slice(2);
const id = ids.split(',')[0]!;
const say = (line: string): void => void writeSync(1, `${line}\n`);

/** Called before what puts a name on the disk or takes it away. */
let beforeEachStep = (): void => {};
const patched = fsPromises as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
for (const name of ['rename', 'unlink', 'rmdir']) {
  const real = patched[name]!;
  patched[name] = async (...args) => {
    beforeEachStep();
    return real(...args);
  };
}
syncBuiltinESMExports();

const { openStore } = await import('../../src/index.ts');
const { addMove } = await import('./photos.ts');
const { ACTIONS } = await import('./actions.ts');
const { copyFolder } = await import('./copy-folder.ts');
const { randomFrom } = await import('./random.ts');
const store = openStore(home);
const workspace = await store.open(id);
say('ready');

if (task === 'changes') {
  for (let index = 0; index < Number(second); index++) {
    const label = `${first}-${index}`;
    const snapshot = await addMove(workspace, index, label);
    say(`done ${id} ${snapshot.id} ${label}`);
  }
}

/** One step of a session that nobody planned; says where it will lead before it goes there. */
async function wanderOn(photo: Workspace, random: () => number, index: number): Promise<void> {
  const going = (to: string): void => say(`next ${photo.imageId} ${to}`);
  const head = await photo.head();
  const choice = random();
  if (choice < 0.45) {
    going('new');
    await addMove(photo, index);
  } else if (choice < 0.65 && head.parent !== null) {
    going(head.parent);
    await photo.undo();
  } else if (choice < 0.75) {
    const [next] = await photo.undone();
    if (next === undefined) return;
    going(next.id);
    await photo.redo();
  } else if (choice < 0.8) {
    going(head.id);
    await photo.branch(`try-${index}-${Math.floor(random() * 1e6)}`);
  } else {
    const lines = (await photo.branches()).map(({ name }) => name);
    const ref = choice < 0.85 && head.parent !== null ? 'HEAD~1' : lines[Math.floor(random() * lines.length)]!;
    going((await photo.resolve(ref)).id);
    await photo.checkout(ref);
  }
}

if (task === 'wander') {
  const wander = async (name: string, seed: number): Promise<void> => {
    const photo = await store.open(name);
    const random = randomFrom(seed);
    for (let index = 0; ; index++) {
      await wanderOn(photo, random, index);
      say(`done ${name} ${(await photo.head()).id}`);
    }
  };
  await Promise.all(ids.split(',').map((name, k) => wander(name, Number(first) + k)));
}

if (task === 'hold') {
  await workspace.change('hold', async (recipe) => {
    say('held');
    await sleep(3_600_000);
    return recipe;
  });
}

if (task === 'copies') {
  for (const action of ids.split(',')) {
    const photo = await store.open(action);
    let step = 0;
    beforeEachStep = () => copyFolder(photo.dir, join(first, `${action}-${step++}`, action));
    await ACTIONS[action]!.act(photo);
    beforeEachStep = () => {};
    copyFolder(photo.dir, join(first, `${action}-${step}`, action));
  }
}
say('end');

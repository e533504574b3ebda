import { writeSync } from 'node:fs';
import fsPromises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';

// A process that works on one photo, to be killed. It writes one line for each thing that is done:
// `ready`, `done <id of the present snapshot> <label>`, `held`, `end`.
//
//   writer.ts HOME ID changes NAME COUNT        so many changes, labelled NAME-0, NAME-1, ...
//   writer.ts HOME ID wander SEED               changes, undos and redos for ever
//   writer.ts HOME ID hold                      takes the lock and keeps it
//   writer.ts HOME ID die ACTION STEP           kills itself before the STEP-th change to the disk that ACTION makes

const [home = '', id = '', task = '', first = '', second = ''] = process.argv.slice(2);
const say = (line: string): void => void writeSync(1, `${line}\n`);

/**
 * Counts what puts a name on the disk or takes it away, and kills this process before the STEP-th. Objects do not
 * count: until a ref leads to them nothing has happened, and a kill among them is one before the ref.
 */
let stepsLeft = Infinity;
const patched = fsPromises as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
for (const name of ['rename', 'unlink', 'rmdir']) {
  const real = patched[name]!;
  patched[name] = async (...args) => {
    const counts = !args.some((path) => String(path).includes('/objects/'));
    if (counts && --stepsLeft < 0) process.kill(process.pid, 'SIGKILL');
    return real(...args);
  };
}
syncBuiltinESMExports();

const { openStore } = await import('../../src/index.ts');
const { addMove } = await import('./photos.ts');
const workspace = await openStore(home).open(id);
say('ready');

if (task === 'changes') {
  for (let index = 0; index < Number(second); index++) {
    const label = `${first}-${index}`;
    const snapshot = await addMove(workspace, index, label);
    say(`done ${snapshot.id} ${label}`);
  }
}

if (task === 'wander') {
  let state = Number(first);
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  for (let index = 0; ; index++) {
    const choice = random();
    const act = choice < 0.5 ? addMove(workspace, index) : choice < 0.8 ? workspace.undo() : workspace.redo();
    // Nothing to undo or redo is a fair answer here.
    await act.catch((error: { code?: string }) => {
      if (error.code !== 'out_of_range') throw error;
    });
    say(`done ${(await workspace.head()).id}`);
  }
}

if (task === 'hold') {
  await workspace.change('hold', async (recipe) => {
    say('held');
    await sleep(3_600_000);
    return recipe;
  });
}

if (task === 'die') {
  const actions: Record<string, () => Promise<unknown>> = {
    change: () => addMove(workspace, 9),
    undo: () => workspace.undo(),
    redo: () => workspace.redo(),
    open: () => openStore(home).open(id),
  };
  stepsLeft = Number(second);
  await actions[first]!();
  stepsLeft = Infinity;
}
say('end');

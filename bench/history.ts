import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newMoveId, openStore, type NewPhoto, type Recipe, type Workspace } from '../packages/workspace/src/index.ts';
import { randomFrom } from '../packages/workspace/test/helpers/random.ts';
import { median } from './median.ts';

// What a change, a look at the log, an older recipe, undo and redo cost as the history grows.
//
//   npm run bench:history [-- SNAPSHOTS]
//
// Prints, for every tenth of the history, the median of each in milliseconds. The columns should not grow downwards. Then
// what a new process pays for its first whole log, with and without what others have read before, and its first
// diff, and the room on the disk, before and after gc; and what a change costs beside one of a short history, in turn.

const COLD = '--cold';
const SNAPSHOTS = Number(process.argv[2] ?? 1_000);
/** The recipe stays this long, as it does in life: it is the history that grows. */
const MOVES = 20;
const LOG_LIMIT = 20;
const ALTERNATIONS = 50;

const column = (times: readonly number[]): string => median(times).toFixed(1).padStart(7);

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function nextRecipe(recipe: Recipe, value: number): Recipe {
  const move = {
    move_id: newMoveId(recipe),
    primitive: 'exposure',
    values: { ev: value },
    mask: { kind: 'drawn', dt_form: 'ellipse', dt_params: { center_x: 0.5, center_y: value % 1 } },
    label: null,
    at: new Date(0).toISOString(),
    by: 'bench',
  };
  return { ...recipe, moves: [...recipe.moves, move].slice(-MOVES) };
}

/** A sidecar as long as one with twenty masked moves; of its numbers some change with each step. */
function sidecar(index: number): string {
  const next = randomFrom(1);
  const random = (): string => (next() * 2 ** 32).toString(16).padStart(8, '0');
  const entry = (k: number): string =>
    `<rdf:li darktable:num="${k}" darktable:params="${k % MOVES === index % MOVES ? index : ''}${Array.from({ length: 40 }, random).join('')}"/>\n`;
  return Array.from({ length: 3 * MOVES }, (_, k) => entry(k)).join('');
}

const addStep = (workspace: Workspace, index: number): Promise<unknown> =>
  workspace.change(
    `exposure ${index}`,
    (recipe) => nextRecipe(recipe, index / 1_000),
    async () => ({ 'edit.xmp': sidecar(index) }),
  );

/** A photo without moves. */
function started(image_id: string): NewPhoto {
  const size = { width: 3, height: 2 };
  return {
    photo: { version: 1, image_id, source: '/bench.nef', sha256: '0', bytes: 1, ...size, facts: {} },
    recipe: { version: 1, image_id, moves: [] },
  };
}

async function room(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const bytes = await Promise.all(
    files
      .filter((file) => file.isFile())
      .map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).blocks * 512),
  );
  return `${(bytes.reduce((sum, size) => sum + size, 0) / 1e6).toFixed(1)} MB`;
}

/** A change of a long history and one of a short history in turn, so that whatever else the machine does falls on both. */
async function besideShortHistory(home: string, long: Workspace): Promise<void> {
  const short = await openStore(home).create(started('short'), 'ingest short');
  const times = new Map<Workspace, { wall: number[]; cpu: number[] }>();
  for (let index = 0; index < ALTERNATIONS; index++) {
    for (const workspace of [short, long]) {
      const all = times.get(workspace) ?? { wall: [], cpu: [] };
      const before = process.cpuUsage();
      all.wall.push(await timed(() => addStep(workspace, index)));
      const { user, system } = process.cpuUsage(before);
      all.cpu.push((user + system) / 1000);
      times.set(workspace, all);
    }
  }
  console.log('\nchanges in turn, of a new photo and of this one, median ms and ms of cpu');
  for (const [{ imageId }, { wall, cpu }] of times) console.log(imageId.padStart(9), column(wall), column(cpu));
}

/** What nothing is in memory for yet. */
async function cold(folder: string): Promise<void> {
  const fresh = await openStore(folder).open('bench');
  const spent = process.cpuUsage();
  const open = performance.now();
  const { length } = await fresh.log();
  const log = performance.now();
  const { user, system } = process.cpuUsage(spent);
  await Promise.all([fresh.recipe('HEAD~1'), fresh.recipe('original')]);
  const diff = performance.now() - log;
  const cpu = ((user + system) / 1000).toFixed(0);
  console.log(`log of ${length}: ${(log - open).toFixed(0)} ms, ${cpu} ms of cpu, diff: ${diff.toFixed(0)} ms`);
}

function inNewProcess(folder: string): void {
  spawnSync(process.execPath, [...process.execArgv, process.argv[1]!, COLD, folder], { stdio: 'inherit' });
}

if (process.argv[2] === COLD) {
  await cold(process.argv[3]!);
  process.exit();
}

const home = await mkdtemp(join(tmpdir(), 'chemigram-bench-'));
try {
  const workspace = await openStore(home).create(started('bench'), 'ingest bench');
  console.log('snapshots  change     log  recipe    diff  resolve    undo    redo    open');
  const step = Math.max(1, Math.floor(SNAPSHOTS / 10));
  for (let count = 0; count < SNAPSHOTS; count += step) {
    const times = { change: [], log: [], recipe: [], diff: [], resolve: [], undo: [], redo: [], open: [] } as Record<
      string,
      number[]
    >;
    for (let index = count; index < count + step; index++) {
      times['change']!.push(await timed(() => addStep(workspace, index)));
    }
    const { short } = await workspace.resolve('HEAD~1');
    for (let round = 0; round < 9; round++) {
      times['log']!.push(await timed(() => workspace.log({ limit: LOG_LIMIT })));
      times['recipe']!.push(await timed(() => workspace.recipe()));
      times['diff']!.push(await timed(() => Promise.all([workspace.recipe('HEAD~1'), workspace.recipe('original')])));
      times['resolve']!.push(await timed(() => workspace.resolve(short)));
      times['undo']!.push(await timed(() => workspace.undo()));
      times['redo']!.push(await timed(() => workspace.redo()));
      times['open']!.push(await timed(() => openStore(home).open('bench')));
    }
    console.log(String(count + step).padStart(9), ...Object.values(times).map(column));
  }
  await besideShortHistory(home, workspace);
  const git = join(home, 'bench', '.git');
  for (const state of ['as it is', 'after gc']) {
    const spent = state === 'after gc' ? await timed(() => workspace.gc()) : 0;
    console.log(
      `\n${state}: ${await room(git)}${spent === 0 ? '' : `, packed in ${spent.toFixed(0)} ms`}; in a new process:`,
    );
    for (const name of ['from the objects', 'from the file of snapshots']) {
      console.log(`  ${name}`);
      for (let round = 0; round < 3; round++) {
        if (name === 'from the objects') await rm(join(git, 'chemigram-snapshots'), { force: true });
        inNewProcess(home);
      }
    }
  }
  const { user, system } = process.cpuUsage();
  console.log(`cpu ${((user + system) / 1e6).toFixed(1)} s in all`);
} finally {
  await rm(home, { recursive: true, force: true });
}

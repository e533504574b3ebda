import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newMoveId, openStore, type Recipe } from '../packages/workspace/src/index.ts';

// What a change, a look at the log, an older recipe, undo and redo cost as the history grows.
//
//   npm run bench:history [-- SNAPSHOTS]
//
// Prints, for every tenth of the history, the median of each in milliseconds. The columns should not grow downwards. Then
// what a new process pays for its first whole log, with and without what others have read before, and its first diff, and the room on the disk, before and after gc.

const COLD = '--cold';
const SNAPSHOTS = Number(process.argv[2] ?? 1_000);
/** The recipe stays this long, as it does in life: it is the history that grows. */
const MOVES = 20;
const LOG_LIMIT = 20;

function median(times: number[]): string {
  const sorted = times.sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!.toFixed(1).padStart(7);
}

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
  let state = 1;
  const random = (): string => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state.toString(16).padStart(8, '0');
  };
  const entry = (k: number): string =>
    `<rdf:li darktable:num="${k}" darktable:params="${k % MOVES === index % MOVES ? index : ''}${Array.from({ length: 40 }, random).join('')}"/>\n`;
  return Array.from({ length: 3 * MOVES }, (_, k) => entry(k)).join('');
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
  const photo = {
    version: 1,
    image_id: 'bench',
    source: '/bench.nef',
    sha256: '0',
    bytes: 1,
    width: 3,
    height: 2,
  } as const;
  const workspace = await openStore(home).create(
    { photo: { ...photo, facts: {} }, recipe: { version: 1, image_id: 'bench', moves: [] } },
    'ingest bench',
  );
  console.log('snapshots  change     log  recipe    diff  resolve    undo    redo    open');
  const step = Math.max(1, Math.floor(SNAPSHOTS / 10));
  for (let count = 0; count < SNAPSHOTS; count += step) {
    const times = { change: [], log: [], recipe: [], diff: [], resolve: [], undo: [], redo: [], open: [] } as Record<
      string,
      number[]
    >;
    for (let index = count; index < count + step; index++) {
      const change = () =>
        workspace.change(
          `exposure ${index}`,
          (recipe) => nextRecipe(recipe, index / 1_000),
          async () => ({ 'edit.xmp': sidecar(index) }),
        );
      times['change']!.push(await timed(change));
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
    console.log(String(count + step).padStart(9), ...Object.values(times).map(median));
  }
  const git = join(home, 'bench', '.git');
  for (const state of ['loose', 'packed']) {
    const spent = state === 'packed' ? await timed(() => workspace.gc()) : 0;
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

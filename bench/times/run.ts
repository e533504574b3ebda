/** `npm run bench`: one table of what a photographer waits for, in one run, beside the bare darktable-cli. See bench/README.md. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { atRest } from './at-rest.ts';
import { BATCH } from './batch.ts';
import { GROUPS } from './cases.ts';
import type { Case } from './case.ts';
import { describeMachine } from './machine.ts';
import { plotOf } from './plot.ts';
import { EDITS } from './renders.ts';
import { markdownOf, textOf } from './table.ts';
import { makeWorld } from './world.ts';

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: 'all' },
    only: { type: 'string', default: '' },
    'no-batch': { type: 'boolean', default: false },
  },
});
const most = flags.rounds === 'all' ? Infinity : Number(flags.rounds);
const groups = GROUPS.filter((group) => !(flags['no-batch'] && group === BATCH)).map(({ title, cases }) => ({
  title,
  cases: cases.filter(({ name }) => `${title}: ${name}`.includes(flags.only)),
}));
const cases = groups.flatMap((group) => group.cases);
// Masks are looked at on the smallest photo.
const edits = new Map(
  [...EDITS].filter(([size], i) => i === 0 || cases.some(({ name }) => name.startsWith(`${size} MP`))),
);
const say = (what: string): void => void process.stderr.write(`${what.padEnd(70)}\r`);

const folder = await mkdtemp(join(tmpdir(), 'chemigram-bench-'));
const started = performance.now();
const [load] = loadavg() as [number, number, number];
const world = await makeWorld(folder, edits, say);
const machine = await describeMachine(world.darktable.version, load);
try {
  const samples = new Map(cases.map((bench) => [bench, [] as number[]]));
  const rounds = Math.min(most, Math.max(...cases.map((bench) => bench.rounds)));
  // Interleaved: what else the machine does meanwhile falls on all cases alike.
  for (let round = 0; round < rounds; round++) {
    for (const bench of cases.filter((one) => round < one.rounds)) {
      say(`round ${round + 1} of ${rounds}: ${bench.name}`);
      await atRest();
      samples.get(bench)!.push(...(await measured(bench, round)));
    }
  }
  const minutes = ((performance.now() - started) / 60_000).toFixed(1);
  console.log([...machine, `${minutes} minutes`, '', textOf(groups, samples)].join('\n'));
  const whole = process.exitCode === undefined && most === Infinity;
  if (whole && cases.length === GROUPS.flatMap((group) => group.cases).length) {
    const bench = dirname(import.meta.dirname);
    await writeFile(join(bench, 'results.svg'), plotOf(groups, samples));
    await writeFile(join(bench, 'RESULTS.md'), page(markdownOf(groups, samples), minutes));
  }
} finally {
  await world.close();
  await rm(folder, { recursive: true, force: true });
}

/** A case that fails is said and left out: the others have been waited for. */
async function measured(bench: Case, round: number): Promise<number[]> {
  return bench.measure(world, round).catch((error: unknown) => {
    process.exitCode = 1;
    console.error(`${bench.name} failed: ${(error as Error).message}`);
    return [];
  });
}

function page(tables: string, minutes: string): string {
  return `# What a photographer waits for

Written by \`npm run bench\`; what the cases are says [README.md](README.md). Times are medians, taken in turn in one run of
${minutes} minutes; a ratio is a median divided by that of the bare darktable-cli on the same raw with the same sidecar.

${machine.map((line) => `- ${line}`).join('\n')}

![the medians as bars](results.svg)

${tables}
`;
}

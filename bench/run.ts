/** `npm run bench`: one table of what a photographer waits for, in one run, beside the bare darktable-cli. See README.md. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CASES } from './cases.ts';
import { median } from './median.ts';
import { printTable } from './table.ts';
import { makeWorld } from './world.ts';

const folder = await mkdtemp(join(tmpdir(), 'chemigram-bench-'));
const world = await makeWorld(folder);
try {
  const samples = new Map(CASES.map((bench) => [bench, [] as number[]]));
  const rounds = Math.min(Number(process.argv[2] ?? Infinity), Math.max(...CASES.map(({ rounds }) => rounds)));
  // Interleaved: what else the machine does meanwhile falls on all cases alike.
  for (let round = 0; round < rounds; round++) {
    process.stderr.write(`round ${round + 1} of ${rounds}\r`);
    for (const bench of CASES) {
      if (round < bench.rounds) samples.get(bench)!.push(...(await bench.measure(world, round)));
    }
  }
  const medians = new Map([...samples].map(([bench, values]) => [bench.name, median(values)]));
  printTable(CASES, samples, medians);
} finally {
  await world.close();
  await rm(folder, { recursive: true, force: true });
}

/** Previews in a row through the real server: what they leave in memory, and what is left when it has gone. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeScene, writeDng } from '@chemigram/scene';
import { afterAll, expect, test } from 'vitest';
import { connect } from './connect.ts';

const SERVER = fileURLToPath(new URL('./counted-server.ts', import.meta.url));
/** How many previews; `CHEMIGRAM_PREVIEWS=1000` for the long run. */
const PREVIEWS = Number(process.env['CHEMIGRAM_PREVIEWS'] ?? 50);
const image_id = 'boat';
const MB = 1e6;
/** What one warm darktable may hold; there is one for each core at most. */
const WORKER_BYTES = 700 * MB;
/** What the server may have grown by after the first fifth, in which it fills its caches in memory. */
const GROWTH_BYTES = 60 * MB;

const folder = mkdtempSync(join(tmpdir(), 'chemigram-endurance-'));
const home = join(folder, 'home');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Process {
  readonly pid: number;
  readonly args: string;
}

/** The processes, no zombies, whose command line holds this text. */
function processesWith(text: string): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ pid: Number(pid), args: told(pid, 'cmdline').replaceAll('\0', ' ') }))
    .filter(({ args }) => args.includes(text));
}
function told(pid: number | string, what: string): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8');
  } catch {
    return '';
  }
}
const memoryOf = (pid: number): number => Number(/^VmRSS:\s+(\d+) kB/m.exec(told(pid, 'status'))?.[1] ?? 0) * 1024;
const warmOnes = (): Process[] =>
  processesWith(home).filter(({ args }) => args.includes('orders.lua') && !args.startsWith('/bin/sh'));
const displayOf = ({ pid }: Process): string | undefined => /(?:^|\0)DISPLAY=:(\d+)/.exec(told(pid, 'environ'))?.[1];

/**
 * How many more there may be after so many previews, of the least that was counted each time, for some comes and goes with
 * what is made ahead. One that stays of every fourth is too many; of what is alive in memory it is two of each, for the
 * least of that still varies by some forty, once.
 */
const MORE = {
  held: (previews: number): number => previews / 4,
  alive: (previews: number): number => 2 * previews,
};

/** Everything of a running server that is counted and has to stay as many. */
const heldBy = (server: number): Record<string, number> => ({
  files: readdirSync(`/proc/${server}/fd`).length,
  threads: readdirSync(`/proc/${server}/task`).length,
  processes: processesWith(folder).length,
  'files in the making': filesIn(join(home, '.chemigram')).length,
  'places for temporary files': readdirSync(folder).length,
});
/** How often what is alive is counted each time: that collects all garbage first, a second each. */
const COUNTS = 4;
const leastOf = (samples: readonly Record<string, number>[]): Record<string, number> =>
  Object.fromEntries(Object.keys(samples[0]!).map((kind) => [kind, Math.min(...samples.map((one) => one[kind]!))]));

/** Files below a folder. */
const filesIn = (top: string): string[] =>
  readdirSync(top, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

test(
  `${PREVIEWS} previews in a row: no growth, and nothing is left behind`,
  { timeout: PREVIEWS * 60_000 },
  async () => {
    const photo = join(folder, 'boat.dng');
    writeFileSync(photo, writeDng(makeScene({ width: 384, height: 256 }), {}));
    const { client, transport, stderr } = await connect(SERVER, [], 'legacy', { CHEMIGRAM_HOME: home, TMPDIR: folder });
    const server = transport.pid!;
    const call = async (name: string, args: object): Promise<Record<string, unknown>> => {
      const { structuredContent, isError } = await client.callTool({ name, arguments: { image_id, ...args } });
      expect(isError, JSON.stringify(structuredContent)).not.toBe(true);
      return structuredContent as Record<string, unknown>;
    };

    await call('ingest', { photo });
    const { move_id } = await call('apply_primitive', { primitive_name: 'exposure', value: 0.1 });
    const fifth = Math.floor(PREVIEWS / 5);
    const displays = new Set<string>();
    const workers = new Set<number>();
    const [serverBytes, workerBytes]: number[][] = [[], []];
    const held: Record<string, number>[] = [];
    const alive: Record<string, number>[] = [];
    const ask = async (): Promise<void> => {
      const told = (): string[] =>
        stderr()
          .split('\n')
          .filter((line) => line.startsWith('alive {') && line.endsWith('}'));
      process.kill(server, 'SIGUSR2');
      while (told().length === alive.length) await new Promise((settle) => setTimeout(settle, 20));
      alive.push(JSON.parse(told().at(-1)!.slice('alive '.length)) as Record<string, number>);
    };
    for (let k = 0; k < PREVIEWS; k++) {
      // Each is of a state that was not seen before.
      await call('adjust_move', { move_id, value: 0.2 + ((k * 0.618) % 1) });
      expect(await call('render_preview', { size: 256 })).toMatchObject({ source: 'base' });
      for (const one of warmOnes()) {
        workers.add(one.pid);
        const display = displayOf(one);
        if (display !== undefined) displays.add(display);
      }
      if (Math.floor(k / fifth) === 1 || k >= PREVIEWS - fifth) held.push(heldBy(server));
      if ([2 * fifth, PREVIEWS].some((end) => k < end && k >= end - COUNTS)) await ask();
      serverBytes!.push(memoryOf(server));
      workerBytes!.push(Math.max(0, ...warmOnes().map(({ pid }) => memoryOf(pid))));
    }
    expect(workers.size).toBeGreaterThan(0);
    expect(Math.max(...workerBytes!)).toBeLessThan(WORKER_BYTES);
    const [early, late] = [Math.max(...serverBytes!.slice(0, fifth)), Math.max(...serverBytes!.slice(-fifth))];
    expect(late - early).toBeLessThan(GROWTH_BYTES);

    // The second fifth, for in the first one workers are started and caches filled.
    for (const [samples, each, more] of [
      [held, fifth, MORE.held],
      [alive, COUNTS, MORE.alive],
    ] as const) {
      const before = leastOf(samples.slice(0, each));
      for (const [kind, count] of Object.entries(leastOf(samples.slice(-each))))
        expect.soft(count - before[kind]!, kind).toBeLessThan(more(3 * fifth));
    }

    await client.close();
    expect(existsSync(`/proc/${server}`)).toBe(false);
    expect(processesWith(folder)).toEqual([]);
    expect([...displays].filter((display) => existsSync(`/tmp/.X${display}-lock`))).toEqual([]);
    expect(filesIn(home).filter((file) => /\/job\/|\.part-/.test(file))).toEqual([]);
    // The photo, its home, and what tsx keeps of this repository.
    expect(readdirSync(folder).filter((name) => !/^(tsx-|node-compile-cache)/.test(name))).toEqual([
      'boat.dng',
      'home',
    ]);
    const at = (bytes: number[]): string => [0, fifth, -1].map((k) => Math.round(bytes.at(k)! / MB)).join(', ');
    process.stderr.write(
      `${PREVIEWS} previews: server ${at(serverBytes!)} MB, largest worker ${at(workerBytes!)} MB (at the first, after a fifth, at the last; most ${Math.round(Math.max(...workerBytes!) / MB)}), ${workers.size} workers\n`,
    );
  },
);

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { processIdentity } from '../src/processes/process-identity.ts';
import { claimWorkerFolder } from '../src/worker-folders.ts';
import { temporaryFolder } from './programs.ts';

const folder = temporaryFolder();
let count = 0;
const newRoot = (): string => join(folder, `root-${++count}`);
const NODE = [
  '--conditions=source',
  '--import',
  import.meta.resolve('tsx'),
  join(import.meta.dirname, 'claim-folders.ts'),
];

test('No two hold one folder, and a released one is used again with its config', async () => {
  const root = newRoot();
  const all = await Promise.all(Array.from({ length: 8 }, () => claimWorkerFolder(root)));
  expect(new Set(all.map(({ config }) => config)).size).toBe(8);
  writeFileSync(join(all[0]!.config, 'darktablerc'), 'kept');
  writeFileSync(join(all[0]!.config, 'data.db.lock'), 'left by a kill');
  writeFileSync(join(all[0]!.job, 'rest'), 'of a job');
  await all[0]!.release();
  const again = await claimWorkerFolder(root);
  expect(readdirSync(again.config)).toEqual(['darktablerc']);
  expect(readdirSync(again.job)).toEqual([]);
  expect(readdirSync(root)).toHaveLength(8);
});

test('Several processes that claim at the same time hold different folders', async () => {
  const root = newRoot();
  for (let i = 0; i < 6; i++) await (await claimWorkerFolder(root)).release();
  const children = [1, 2, 3].map(() =>
    spawn(process.execPath, [...NODE, root, '4'], { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  const claims = await Promise.all(
    children.map(async (child) =>
      String((await once(child.stdout, 'data'))[0])
        .trim()
        .split('\n'),
    ),
  );
  expect(new Set(claims.flat()).size).toBe(12);
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(children.map((child) => once(child, 'exit')));
});

test('Folders of a process that is gone are taken over, each by one', async () => {
  const root = newRoot();
  const dead = spawnSync(process.execPath, [...NODE, root, '3'], { input: '', encoding: 'utf8' });
  expect(dead.stdout.trim().split('\n')).toHaveLength(3);
  const mine = await Promise.all([1, 2, 3, 4].map(() => claimWorkerFolder(root)));
  expect(new Set(mine.map(({ config }) => config)).size).toBe(4);
  // Of those that claim at once some may make a new folder rather than fight for an old one.
  expect(readdirSync(root).length).toBeLessThanOrEqual(7);
  const next = await claimWorkerFolder(root);
  expect(existsSync(next.job)).toBe(true);
});

test('A process of the same number as a dead one is not taken for it', async () => {
  const root = newRoot();
  const [pid, start, host] = (await processIdentity(process.pid))!.split('-');
  const old = join(root, `${pid}-${Number.parseInt(start!, 16) + 1}-${host}-0123456789ab`);
  mkdirSync(old, { recursive: true });
  await claimWorkerFolder(root);
  expect(existsSync(old)).toBe(false);
  expect(readdirSync(root)).toHaveLength(1);
});

test('Folders of other machines are left alone, and swept when nobody used them for long', async () => {
  const root = newRoot();
  const foreign = join(root, '1-2-00000000-0123456789ab');
  mkdirSync(foreign, { recursive: true });
  const { job } = await claimWorkerFolder(root);
  expect(existsSync(foreign)).toBe(true);
  utimesSync(foreign, 1_000, 1_000);
  await claimWorkerFolder(root);
  expect(existsSync(foreign)).toBe(false);
  expect(existsSync(dirname(job))).toBe(true);
});

/** Programs that stand where darktable-cli stands, and a look at the processes of this machine. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach } from 'vitest';
import { findDarktable } from '../src/index.ts';

export { jpegOf } from './order.ts';

/** A folder that is gone after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chemigram-renderer-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function script(folder: string, name: string, body: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** What darktable-cli prints when it has written a picture, here a JPEG of its two outer markers; `out` is the last argument before the first option. */
const RENDERS = `
out=; for a; do case "$a" in --*) break;; *) out=$a;; esac; done
echo "[dt_imageio_export_with_flags]  modules: rawprepare gamma"
echo "[dt_imageio_export] export imgid 1, 600x400 --> 300x200 (scale=0.5000, maxscale=1.0000). upscale=no, hq=no"
printf '\\377\\330\\377\\331' > "$out"
echo "[export_job] exported to '$out'"
`;

/** A program that says it is darktable 4.2.1 and, asked for a picture, does `body`; in it "$render" writes one. */
export const wrapper = (folder: string, name: string, body: string): string =>
  script(
    folder,
    name,
    `case " $* " in *" --version "*) echo "this is darktable-cli 4.2.1"; exit 0;; esac\nrender() { ${RENDERS} }\n${body}`,
  );

/** The installed darktable, for wrappers around it. */
export const realDarktable = async (): Promise<string> => (await findDarktable(process.env)).program;

/** Why no darktable can stay on this machine, by what is asked for and what is installed; null where one can. */
function whyNoneStays(): string | null {
  if (process.env['CHEMIGRAM_WARM'] === 'off') return 'CHEMIGRAM_WARM is off';
  const isThere = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
  const absent = ['lua5.4', 'Xvfb'].filter((program) => !isThere(program));
  return absent.length === 0 ? null : `${absent.join(' and ')} not on the PATH`;
}

/** Why the tests of a darktable that stays cannot be done here; each of the file is then skipped, and says it. */
export function skippedWhereNoneStays(): string | null {
  const why = whyNoneStays();
  beforeEach(({ skip }) => {
    if (why !== null) skip(why);
  });
  return why;
}

/** Command lines of running processes (no zombies) that hold this text. */
export function processesWith(text: string): string[] {
  return execFileSync('ps', ['-eo', 'pid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(text) && !/^\s*\d+ Z/.test(line) && !line.includes('ps -eo'));
}

/** The Lua processes of a renderer whose workers are in this folder: its script is called with one below it. */
export const luasBelow = (folder: string): number[] =>
  processesWith(folder)
    .filter((line) => line.includes('orders.lua') && !line.includes('/bin/sh'))
    .map((line) => Number.parseInt(line, 10));

/** Somebody who goes on writing into a folder, so that it is not empty however often it is emptied; returns how to end it. */
export async function keepsWriting(folder: string): Promise<() => void> {
  const loop = 'while :; do for i in 1 2 3 4 5 6 7 8 9; do : > "$0/$1-$i"; done; done';
  const writers = ['a', 'b'].map((name) => spawn('sh', ['-c', loop, folder, name], { stdio: 'ignore' }));
  await until(() => ['a', 'b'].every((name) => existsSync(join(folder, `${name}-9`))));
  return () => writers.forEach((writer) => writer.kill('SIGKILL'));
}

/** Waits until something is so; the test's own time limit ends it otherwise. */
export async function until(is: () => boolean): Promise<void> {
  while (!is()) await new Promise((settle) => setTimeout(settle, 20));
}

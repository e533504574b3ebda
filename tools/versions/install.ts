import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MIRROR, type Release } from './releases.ts';
import { ARCHITECTURES, cliScript, luaScript, wrapperPaths } from './wrapper.ts';

const say = (text: string): void => void process.stderr.write(`versions: ${text}\n`);

function run(program: string, ...args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  return spawnSync(program, args, { stdio: ['ignore', 2, 2], env }).status === 0;
}

/** Grace between asking a program to end and ending it, in seconds. */
const GRACE = 10;

/** Runs programs, each until `deadline` (milliseconds since 1970) at most, with all that they started. */
function runner(deadline: number): (program: string, ...args: string[]) => void {
  return (program, ...args) => {
    const seconds = Math.floor((deadline - Date.now()) / 1000);
    if (seconds < 1) throw new Error('the time for setting up was over');
    const limit = Number.isFinite(seconds) ? ['timeout', `--kill-after=${GRACE}`, String(seconds)] : [];
    const [first, ...rest] = [...limit, program, ...args] as [string, ...string[]];
    if (run(first, ...rest)) return;
    if (Date.now() >= deadline) throw new Error(`the time for setting up was over during ${program}`);
    throw new Error(`${program} ${args.join(' ')} failed; its messages are above (is the network there?)`);
  };
}

/**
 * Makes sure that a release's tree and its wrappers are there.
 * @param deadline until when setting up may take, in milliseconds since 1970; Infinity for as long as it takes
 * @returns the version that the tree's darktable names, and the path of its darktable-cli's wrapper
 * @throws Error when it is not there and cannot be made: no Linux, no root, no network, no Debian tools, no time
 */
export function provide(folder: string, release: Release, deadline = Infinity): { version: string; wrapper: string } {
  const names = ARCHITECTURES[process.arch];
  if (names === undefined || process.platform !== 'linux')
    throw new Error(`set up on Linux only, x64 and arm64; this is ${process.platform} ${process.arch}`);
  const tree = join(folder, release.folder);
  if (!existsSync(join(tree, 'usr/bin/darktable-cli'))) build(tree, release, deadline);
  const parts = { folder: tree, ...names };
  const trial = wrapperPaths(folder, release.folder).cli;
  writeFileSync(trial, cliScript(parts), PROGRAM);
  const answer = spawnSync(trial, ['--version'], { encoding: 'utf8' });
  rmSync(trial);
  const version = /darktable(?:-cli)? v?(\d[\d.]*)/.exec(answer.stdout)?.[1];
  if (version === undefined) throw new Error(`the darktable of ${tree} does not run: ${answer.stderr}`);
  if (version !== release.expected)
    say(`${release.folder} now has ${version}; the proofs were written on ${release.expected}`);
  const wrappers = wrapperPaths(folder, version);
  writeFileSync(wrappers.cli, cliScript(parts), PROGRAM);
  writeFileSync(wrappers.lua, luaScript(parts), PROGRAM);
  return { version, wrapper: wrappers.cli };
}

const PROGRAM = { mode: 0o755 };

/**
 * A minimal Debian with darktable, about 900 MB and two minutes. Made beside its place and moved there when it is whole,
 * so that what was interrupted is made anew.
 */
function build(tree: string, release: Release, deadline: number): void {
  if (process.getuid?.() !== 0)
    throw new Error('not there yet, and making it needs root: run npm run test:versions once with sudo');
  const must = runner(deadline);
  if (!run('debootstrap', '--version')) {
    must('apt-get', 'update');
    must('apt-get', 'install', '-y', '--no-install-recommends', 'debootstrap');
  }
  const half = `${tree}.half`;
  if (existsSync(half)) {
    // Left by a run that was killed; a mounted /proc must not be removed with it.
    if (existsSync(join(half, 'proc/self')) && !run('umount', join(half, 'proc')))
      throw new Error(`${half} was left half made and its /proc cannot be unmounted`);
    rmSync(half, { recursive: true });
  }
  mkdirSync(half, { recursive: true });
  say(`making a Debian ${release.suite} in ${tree}`);
  must('debootstrap', '--variant=minbase', release.suite, half, MIRROR);
  const suites = [release.suite, ...(release.from === undefined ? [] : [release.from])];
  writeFileSync(join(half, 'etc/apt/sources.list'), suites.map((s) => `deb ${MIRROR} ${s} main\n`).join(''));
  // Packages must not start services in there.
  writeFileSync(join(half, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  if (existsSync('/etc/resolv.conf')) copyFileSync('/etc/resolv.conf', join(half, 'etc/resolv.conf'));
  say(`installing darktable from ${release.from ?? release.suite}`);
  must('mount', '-t', 'proc', 'proc', join(half, 'proc'));
  try {
    // A mirror's cached Release file may be past its date.
    must('chroot', half, 'apt-get', '-o', 'Acquire::Check-Valid-Until=false', 'update');
    const from = release.from === undefined ? [] : ['-t', release.from];
    must('chroot', half, 'apt-get', 'install', '-y', '--no-install-recommends', ...from, 'darktable');
    must('chroot', half, 'apt-get', 'clean');
  } finally {
    run('umount', join(half, 'proc'));
  }
  rmSync(tree, { recursive: true, force: true });
  renameSync(half, tree);
}

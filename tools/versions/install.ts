import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MIRROR, type Release } from './releases.ts';
import { ARCHITECTURES, wrapperPath, wrapperScript } from './wrapper.ts';

const say = (text: string): void => void process.stderr.write(`versions: ${text}\n`);

function run(program: string, ...args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  return spawnSync(program, args, { stdio: ['ignore', 2, 2], env }).status === 0;
}

function must(program: string, ...args: string[]): void {
  if (!run(program, ...args)) throw new Error(`${program} ${args.join(' ')} failed; its messages are above`);
}

/**
 * Makes sure that a release's tree and its wrapper are there.
 * @returns the version that the tree's darktable names, and the wrapper's path
 * @throws Error when it is not there and cannot be made (no root, no network, no Debian tools)
 */
export function provide(folder: string, release: Release): { version: string; wrapper: string } {
  const tree = join(folder, release.folder);
  if (!existsSync(join(tree, 'usr/bin/darktable-cli'))) build(tree, release);
  const names = ARCHITECTURES[process.arch];
  if (names === undefined) throw new Error(`no wrapper for ${process.arch}: x64 and arm64 are known`);
  const trial = wrapperPath(folder, release.folder);
  const script = wrapperScript(tree, names.triplet, names.loader);
  writeFileSync(trial, script, { mode: 0o755 });
  const answer = spawnSync(trial, ['--version'], { encoding: 'utf8' });
  rmSync(trial);
  const version = /darktable(?:-cli)? v?(\d[\d.]*)/.exec(answer.stdout)?.[1];
  if (version === undefined) throw new Error(`the darktable of ${tree} does not run: ${answer.stderr}`);
  if (version !== release.expected)
    say(`${release.folder} now has ${version}; the proofs were written on ${release.expected}`);
  const wrapper = wrapperPath(folder, version);
  writeFileSync(wrapper, script, { mode: 0o755 });
  return { version, wrapper };
}

/** A minimal Debian with darktable, about 900 MB and two minutes. */
function build(tree: string, release: Release): void {
  if (process.getuid?.() !== 0)
    throw new Error(`${tree} is not there yet; making it needs root: run this once with sudo`);
  if (!run('debootstrap', '--version')) {
    must('apt-get', 'update');
    must('apt-get', 'install', '-y', '--no-install-recommends', 'debootstrap');
  }
  mkdirSync(tree, { recursive: true });
  if (!existsSync(join(tree, 'var/lib/dpkg/status'))) {
    say(`making a Debian ${release.suite} in ${tree}`);
    must('debootstrap', '--variant=minbase', release.suite, tree, MIRROR);
  }
  const suites = [release.suite, ...(release.from === undefined ? [] : [release.from])];
  writeFileSync(join(tree, 'etc/apt/sources.list'), suites.map((s) => `deb ${MIRROR} ${s} main\n`).join(''));
  // Packages must not start services in there.
  writeFileSync(join(tree, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  if (existsSync('/etc/resolv.conf')) copyFileSync('/etc/resolv.conf', join(tree, 'etc/resolv.conf'));
  say(`installing darktable from ${release.from ?? release.suite}`);
  must('mount', '-t', 'proc', 'proc', join(tree, 'proc'));
  try {
    // A mirror's cached Release file may be past its date.
    must('chroot', tree, 'apt-get', '-o', 'Acquire::Check-Valid-Until=false', 'update');
    const from = release.from === undefined ? [] : ['-t', release.from];
    must('chroot', tree, 'apt-get', 'install', '-y', '--no-install-recommends', ...from, 'darktable');
    must('chroot', tree, 'apt-get', 'clean');
  } finally {
    run('umount', join(tree, 'proc'));
  }
}

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cliScript, luaScript } from './wrapper.ts';

let tree: string;
const lib = (): string => join(tree, 'usr/lib/some-triplet');

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'chemigram wrapper '));
  mkdirSync(lib(), { recursive: true });
  // A loader that prints its arguments, one per line, instead of loading.
  writeFileSync(join(lib(), 'ld.so'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 });
  const parts = { folder: tree, triplet: 'some-triplet', loader: 'ld.so' };
  writeFileSync(join(tree, 'cli'), cliScript(parts), { mode: 0o755 });
  writeFileSync(join(tree, 'lua'), luaScript(parts), { mode: 0o755 });
  mkdirSync(join(tree, 'bin'));
  writeFileSync(join(tree, 'bin/lua5.4'), '', { mode: 0o755 });
});
afterEach(() => rmSync(tree, { recursive: true }));

/** What darktable-cli itself is given. */
function given(...args: string[]): string[] {
  const { stdout } = spawnSync(join(tree, 'cli'), args, { encoding: 'utf8' });
  const lines = stdout.trimEnd().split('\n');
  return lines.slice(lines.indexOf(join(tree, 'usr/bin/darktable-cli')) + 1);
}

const own = (): string[] => ['--datadir', join(tree, 'usr/share/darktable'), '--moduledir', join(lib(), 'darktable')];

describe('cliScript', () => {
  it('adds where its data and modules are behind the core options', () => {
    expect(given('in.dng', 'a b.jpg', '--core', '--library', ':memory:')).toEqual(
      ['in.dng', 'a b.jpg', '--core', '--library', ':memory:'].concat(own()),
    );
  });

  it('begins the core options when the caller has none', () => {
    expect(given('in.dng', 'out.jpg')).toEqual(['in.dng', 'out.jpg', '--core', ...own()]);
  });

  it('passes a question for the version on as it is', () => {
    expect(given('--version')).toEqual(['--version']);
  });
});

describe('luaScript', () => {
  it('calls the lua of this machine with the library of the tree, and says where its data and modules are', () => {
    const path = `${join(tree, 'bin')}:${process.env['PATH']}`;
    const args = ['a b.lua', '', '--library', ':memory:'];
    const { stdout } = spawnSync(join(tree, 'lua'), args, { encoding: 'utf8', env: { ...process.env, PATH: path } });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.slice(lines.indexOf(join(tree, 'bin/lua5.4')) + 1)).toEqual(
      ['a b.lua', join(lib(), 'darktable'), '--library', ':memory:'].concat(own()),
    );
  });
});

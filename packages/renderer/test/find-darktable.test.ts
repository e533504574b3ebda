import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findDarktable } from '../src/index.ts';
import { processesWith, realDarktable, script, temporaryFolder, wrapper } from './programs.ts';

const folder = temporaryFolder();
const PATH = process.env['PATH'] ?? '';
const missing = (env: NodeJS.ProcessEnv, options = {}) =>
  findDarktable(env, options).then(
    () => expect.unreachable('it was found'),
    (error: unknown) => error as { code: string; message: string; hint?: string; field?: string },
  );

test('The darktable-cli of the PATH is found, with its version', async () => {
  const found = await findDarktable({ PATH });
  expect(found.program).toMatch(/darktable-cli$/);
  expect(found.version).toMatch(/^\d+\.\d+\.\d+$/);
});

test('CHEMIGRAM_DARKTABLE comes before the PATH, a wrapper script and a link will do', async () => {
  const real = await realDarktable();
  const wrapped = script(folder, 'wrapped', `exec ${real} "$@"`);
  expect((await findDarktable({ PATH, CHEMIGRAM_DARKTABLE: wrapped })).program).toBe(wrapped);
  const link = join(folder, 'a link with spaces');
  symlinkSync(wrapped, link);
  expect((await findDarktable({ PATH, CHEMIGRAM_DARKTABLE: link })).program).toBe(link);
});

test('An empty CHEMIGRAM_DARKTABLE is none', async () => {
  await expect(findDarktable({ PATH, CHEMIGRAM_DARKTABLE: '' })).resolves.toBeDefined();
});

test.each([
  ['is not there', () => join(folder, 'nowhere')],
  ['may not be run', () => (writeFileSync(join(folder, 'text'), 'hello', { mode: 0o644 }), join(folder, 'text'))],
  ['is a folder', () => (mkdirSync(join(folder, 'folder')), join(folder, 'folder'))],
])('A CHEMIGRAM_DARKTABLE that %s is darktable_missing and named', async (_why, path) => {
  const error = await missing({ PATH, CHEMIGRAM_DARKTABLE: path() });
  expect(error).toMatchObject({ code: 'darktable_missing', field: 'CHEMIGRAM_DARKTABLE' });
  expect(error.hint).toMatch(/apt-get install darktable/);
});

test.each([
  ['another program', 'echo "cli 4.2.1"'],
  ['one that says nothing', 'exit 0'],
  ['one that fails', 'exit 3'],
])('%s instead of darktable is darktable_missing', async (name, body) => {
  const error = await missing({ PATH, CHEMIGRAM_DARKTABLE: script(folder, name, body) });
  expect(error.code).toBe('darktable_missing');
  expect(error.message).toContain('version');
  expect(error.hint).toMatch(/CHEMIGRAM_DARKTABLE/);
});

test('A file with the right to run that is no program is darktable_missing', async () => {
  const path = join(folder, 'garbage');
  writeFileSync(path, Buffer.from([0x7f, 0x45, 0x4c, 0x46, 1, 2, 3, 0]), { mode: 0o755 });
  expect((await missing({ PATH, CHEMIGRAM_DARKTABLE: path })).code).toBe('darktable_missing');
});

test('A program that never says its version is given up and ended, with what it started', async () => {
  const hangs = script(folder, 'hangs', 'sleep 4711.1 & sleep 4711.2');
  const error = await missing({ PATH, CHEMIGRAM_DARKTABLE: hangs }, { timeoutMs: 300 });
  expect(error).toMatchObject({ code: 'darktable_missing', message: expect.stringContaining('no end within 0.3 s') });
  expect(processesWith('sleep 4711')).toEqual([]);
});

test('No PATH, an empty one and one of relative folders are darktable_missing with how to install it', async () => {
  wrapper(folder, 'darktable-cli', 'exit 0');
  for (const env of [{}, { PATH: '' }, { PATH: '.:packages' }]) {
    const error = await missing(env);
    expect(error.code).toBe('darktable_missing');
    expect(error.hint).toMatch(/apt-get install darktable/);
  }
});

test('A program that has answered is asked again only when its file is another', async () => {
  const asked = join(folder, 'asked.log');
  const says = (version: string): string => `echo asked >> ${asked}; echo "darktable ${version}"`;
  const env = { PATH, CHEMIGRAM_DARKTABLE: script(folder, 'counted', says('4.2.1')) };
  await Promise.all([findDarktable(env), findDarktable(env)]);
  expect((await findDarktable(env)).version).toBe('4.2.1');
  expect(readFileSync(asked, 'utf8')).toBe('asked\n');
  script(folder, 'counted', says('5.4.1'));
  expect((await findDarktable(env)).version).toBe('5.4.1');
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEngine, type Engine } from '@chemigram/engine';
import { findDarktable } from '@chemigram/renderer';
import { makeScene, writePng } from '@chemigram/scene';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HeldDarktable } from './helpers/held-darktable.ts';

const ENGINE = fileURLToPath(new URL('../src/index.ts', import.meta.url));
const CALL = { signal: new AbortController().signal, progress: () => {} };
const folder = mkdtempSync(join(tmpdir(), 'chemigram-exports-'));
const [home, photos, out] = ['home', 'photos', 'out'].map((name) => join(folder, name)) as [string, string, string];
let darktable: HeldDarktable;
let engine: Engine;

const exported = (name: string, more: object = {}) =>
  engine.run('export_final', { image_id: 'boat', out: name, format: 'png', size: 64, ...more }, CALL);
const refused = (code: string) => expect.objectContaining({ code, field: 'out', hint: expect.any(String) });

beforeAll(async () => {
  for (const path of [photos, out]) mkdirSync(path);
  for (const [name, width] of [
    ['boat', 96],
    ['other', 120],
  ] as const) {
    writeFileSync(join(photos, `${name}.png`), await writePng(makeScene({ width, height: 64 })));
  }
  darktable = new HeldDarktable(folder, (await findDarktable(process.env)).program);
  engine = await createEngine({ home, env: { ...process.env, CHEMIGRAM_DARKTABLE: darktable.program } });
  for (const name of ['boat', 'other']) await engine.run('ingest', { photo: join(photos, `${name}.png`) }, CALL);
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

test('no photo of the home nor its sidecar is written over, by its own name or through links', async () => {
  const other = join(photos, 'other.png');
  const before = readFileSync(other);
  writeFileSync(join(photos, 'other.xmp'), 'of another program');
  symlinkSync(other, join(out, 'soft.png'));
  linkSync(other, join(out, 'hard.png'));
  symlinkSync(photos, join(folder, 'linked'));
  const names = [other, `${other}.xmp`, join(photos, 'other.xmp'), join(out, 'soft.png'), join(out, 'hard.png')];
  for (const name of [...names, join(folder, 'linked', 'other.png')]) {
    await expect(exported(name, { overwrite: true }), name).rejects.toEqual(refused('forbidden_path'));
  }
  for (const name of [`${other}.xmp`, join(photos, 'other.xmp')]) {
    const args = { image_id: 'boat', out: name, overwrite: true };
    await expect(engine.run('export_xmp', args, CALL), name).rejects.toEqual(refused('forbidden_path'));
  }
  expect(readFileSync(other)).toEqual(before);
});

test.runIf(process.platform === 'linux')('nothing is rendered for a folder in which no file can be kept', async () => {
  darktable.release();
  for (const name of ['/proc/self/boat.png', '/sys/boat.png']) {
    await expect(exported(name), name).rejects.toEqual(refused('forbidden_path'));
  }
  expect(darktable.calls()).toBe(0);
});

test('what is no regular file is not written over', async () => {
  const socket = join(out, 'socket.png');
  const server = createServer().listen(socket);
  await once(server, 'listening');
  await expect(exported(socket, { overwrite: true })).rejects.toEqual(refused('forbidden_path'));
  expect(statSync(socket).isSocket()).toBe(true);
  server.close();
});

test('what no file can be called is refused before anything is rendered', async () => {
  darktable.release();
  writeFileSync(join(out, 'file.txt'), '');
  const names = ['a\0b.png', `${'n'.repeat(300)}.png`, '.', 'sub/', 'file.txt/in.png'];
  mkdirSync(join(out, 'sub'));
  for (const name of [...names.map((each) => `${out}/${each}`), out]) {
    await expect(exported(name, { overwrite: true }), name.slice(-20)).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'out',
    });
  }
  expect(darktable.calls()).toBe(0);
});

test('of two exports to one new name at once, one is refused as it would be by a file that is there', async () => {
  const name = join(out, 'twice.png');
  const answers = await Promise.allSettled([exported(name), exported(name, { size: 72 })]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: refused('conflict') });
});

test('an export that is killed leaves nothing beside the pictures, and the next one clears up after it', async () => {
  const clean = join(folder, 'clean');
  mkdirSync(clean);
  darktable.hold('width 80');
  const script = `const { createEngine } = await import(${JSON.stringify(ENGINE)});
    const engine = await createEngine({ home: ${JSON.stringify(home)} });
    await engine.run('export_final', { image_id: 'boat', out: ${JSON.stringify(join(clean, 'a.png'))}, size: 80 },
      { signal: new AbortController().signal, progress: () => {} });`;
  const env = { ...process.env, CHEMIGRAM_DARKTABLE: darktable.program };
  const words = ['--conditions=@chemigram/source', '--import', 'tsx', '--input-type=module', '-e', script];
  const child = spawn(process.execPath, words, { env, stdio: 'inherit' });
  await darktable.held();
  child.kill('SIGKILL');
  await once(child, 'exit');
  darktable.release();
  expect(readdirSync(clean)).toEqual([]);
  const [left, ...more] = readdirSync(join(home, '.chemigram', 'exports'));
  expect([left, more]).toEqual([expect.stringContaining(String(child.pid)), []]);
  // As a copy is left on another file system.
  writeFileSync(join(clean, left!), 'half');
  await exported(join(clean, 'b.png'));
  expect(readdirSync(clean)).toEqual(['b.png']);
  expect(existsSync(join(home, '.chemigram', 'exports', left!))).toBe(false);
});

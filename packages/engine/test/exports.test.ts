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
import { createEngine, type Engine, type Result } from '@chemigram/engine';
import { findDarktable } from '@chemigram/renderer';
import { makeScene, writePng } from '@chemigram/scene';
import sharp from 'sharp';
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
const SPOT = { dt_form: 'circle', dt_params: { center_x: 0.5, center_y: 0.5, radius: 0.2, border: 0.05 } };
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

/** A folder on another disk than the home: on Linux shared memory is one. */
const otherDisk = (): string | null => {
  const place = '/dev/shm';
  if (!existsSync(place) || statSync(place).dev === statSync(folder).dev) return null;
  return mkdtempSync(join(place, 'chemigram-exports-'));
};

test('on another disk every export arrives whole, replaces only what it may, and leaves nothing beside it', async (context) => {
  const away = otherDisk();
  if (away === null) return context.skip('there is no other disk than that of the home');
  try {
    writeFileSync(join(away, 'of-somebody.txt'), 'else');
    for (const more of [{}, { mask_spec: SPOT }]) {
      await engine.run('apply_primitive', { image_id: 'boat', primitive_name: 'exposure', value: 0.5, ...more }, CALL);
    }
    const at = (name: string, where: string): string => join(where, name);
    const files = ['boat.png', 'boat.xmp', 'boat.dtstyle'];
    const write = async (where: string, overwrite = false): Promise<void> => {
      await exported(at('boat.png', where), { overwrite });
      for (const [operation, name] of [
        ['export_xmp', 'boat.xmp'],
        ['export_style', 'boat.dtstyle'],
      ] as const) {
        await engine.run(operation, { image_id: 'boat', out: at(name, where), overwrite }, CALL);
      }
    };
    const near = join(out, 'near');
    mkdirSync(near);
    await write(near);
    await write(away);
    const all = [...files, 'of-somebody.txt'].toSorted();
    expect(readdirSync(away).toSorted()).toEqual(all);
    const pixels = (where: string) => sharp(at('boat.png', where)).raw().toBuffer();
    expect((await pixels(away)).equals(await pixels(near))).toBe(true);
    for (const name of files.slice(1)) expect(readFileSync(at(name, away))).toEqual(readFileSync(at(name, near)));
    const mode = statSync(at('boat.xmp', near)).mode;
    for (const name of files) expect(statSync(at(name, away)).mode, name).toBe(mode);

    for (const name of files) writeFileSync(at(name, away), 'of before');
    await expect(write(away)).rejects.toEqual(refused('conflict'));
    for (const name of files) expect(readFileSync(at(name, away), 'utf8')).toBe('of before');
    await write(away, true);
    for (const name of files.slice(1)) expect(readFileSync(at(name, away))).toEqual(readFileSync(at(name, near)));
    expect(readdirSync(away).toSorted()).toEqual(all);
    expect(readFileSync(at('of-somebody.txt', away), 'utf8')).toBe('else');
    expect(readdirSync(join(home, '.chemigram', 'exports'))).toEqual([]);
  } finally {
    rmSync(away, { recursive: true });
  }
});

test('on another disk an export that fails leaves what was there, and no half of its own', async (context) => {
  const away = otherDisk();
  if (away === null) return context.skip('there is no other disk than that of the home');
  try {
    const name = join(away, 'boat.png');
    writeFileSync(name, 'of before');
    // A folder comes to be where the file is to go, while darktable is at it.
    const [later, other] = [join(away, 'later.png'), join(away, 'other.png')];
    darktable.hold('width 68');
    const answer = exported(later, { size: 68, overwrite: true });
    answer.catch(() => undefined);
    await darktable.held();
    mkdirSync(later);
    writeFileSync(join(later, 'in it'), 'stays');
    darktable.release();
    await expect(answer).rejects.toEqual(refused('conflict'));
    expect(readdirSync(later)).toEqual(['in it']);

    // Its folder is put away.
    const gone = join(away, 'gone');
    mkdirSync(gone);
    darktable.hold('width 69');
    const third = exported(join(gone, 'boat.png'), { size: 69 });
    third.catch(() => undefined);
    await darktable.held();
    rmSync(gone, { recursive: true });
    darktable.release();
    await expect(third).rejects.toEqual(refused('not_found'));

    // A file comes to be there that may not be replaced.
    darktable.hold('width 70');
    const second = exported(other, { size: 70 });
    second.catch(() => undefined);
    await darktable.held();
    writeFileSync(other, 'of somebody else');
    darktable.release();
    await expect(second).rejects.toEqual(refused('conflict'));
    expect(readFileSync(other, 'utf8')).toBe('of somebody else');
    expect(readFileSync(name, 'utf8')).toBe('of before');
    expect(readdirSync(away).toSorted()).toEqual(['boat.png', 'later.png', 'other.png']);
    expect(readdirSync(join(home, '.chemigram', 'exports'))).toEqual([]);
  } finally {
    rmSync(away, { recursive: true });
  }
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

test('a file that is smaller than was asked for says so, for a photo is never enlarged', async () => {
  const { warnings, ...asked } = (await exported(join(out, 'larger.png'), { size: 2048 }))
    .result as Result<'export_final'>;
  expect(asked).toMatchObject({ width: 96, height: 64 });
  expect(warnings).toContainEqual(expect.stringMatching(/96 x 64, less than 2048.*never enlarged/));
  const small = (await exported(join(out, 'small.png'))).result as Result<'export_final'>;
  expect(small.warnings).toEqual([]);
});

import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import type { ErrorCode } from '@chemigram/errors';
import { makeScene, writeDng, writePng } from '@chemigram/scene';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../src/create-engine.ts';
import type { Call, Engine } from '../src/contract.ts';

const CALL: Call = { signal: new AbortController().signal, progress: () => undefined };
const ELLIPSE = { dt_form: 'ellipse', dt_params: { center_x: 0.5, center_y: 0.5, radius_x: 0.2, radius_y: 0.2 } };

let folder: string;
let photos: string;
let raw: Uint8Array;
let engine: Engine;

async function refusal(run: Promise<unknown>): Promise<ChemigramError> {
  const error = await run.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ChemigramError);
  return error as ChemigramError;
}

/** A user without rights of their own, on Linux and macOS alike. */
const NOBODY = 'nobody';

/** Does something without the rights of root, who may read everything. */
async function asSomebody<T>(work: () => Promise<T>): Promise<T> {
  const { geteuid, seteuid } = process;
  if (geteuid?.() !== 0) return work();
  seteuid!(NOBODY);
  try {
    return await work();
  } finally {
    seteuid!(0);
  }
}

/** Every file under a folder with its hash. */
async function fingerprint(of: string): Promise<string[]> {
  const names = await readdir(of, { recursive: true, withFileTypes: true });
  return Promise.all(
    names
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        return `${path} ${createHash('sha256')
          .update(await readFile(path))
          .digest('hex')}`;
      }),
  ).then((lines) => lines.sort());
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chemigram-refusals-'));
  photos = join(folder, 'photos');
  await mkdir(photos);
  raw = writeDng(makeScene({ width: 600, height: 400 }));
  await writeFile(join(photos, 'iguana.dng'), raw);
  engine = await createEngine({ home: join(folder, 'home') });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

it('a JPEG that is cut short is taken in, for half a picture may be all there is, and named', async () => {
  const jpeg = await sharp(await writePng(makeScene({ width: 300, height: 200 })))
    .jpeg()
    .toBuffer();
  const halved = await createEngine({ home: join(folder, 'halved') });
  const taken = async (name: string, bytes: Buffer): Promise<unknown> =>
    (await halved.run('ingest', { photo: await written(name, bytes) }, CALL)).result['warnings'];
  expect(await taken('whole.jpg', jpeg)).toEqual([]);
  expect(await taken('half.jpg', jpeg.subarray(0, jpeg.length >> 1))).toEqual([
    expect.stringMatching(/^half\.jpg ends before its picture does; .* Copy it again/),
  ]);
  await halved.close();
});

it('a photo whose name leaves no room for that of a sidecar has none', async () => {
  const long = await createEngine({ home: join(folder, 'long') });
  const bytes = Buffer.from(await writePng(makeScene({ width: 300, height: 200 })));
  const photo = await written(`${'a'.repeat(251)}.png`, bytes);
  expect((await long.run('ingest', { photo }, CALL)).result).toMatchObject({ baseline: 'auto', warnings: [] });
  await long.close();
});

describe('a photo that cannot be taken in leaves no workspace', () => {
  it.each<[string, () => Promise<string>, ErrorCode]>([
    ['a missing file', async () => join(photos, 'nowhere.dng'), 'not_found'],
    ['a folder', async () => photos, 'invalid_input'],
    ['an empty file', () => written('empty.dng', new Uint8Array()), 'invalid_input'],
    ['a text file', () => written('text.dng', Buffer.from('this is no photo\n')), 'darktable_failed'],
    ['a raw cut off in its header', () => written('cut.dng', raw.subarray(0, 60)), 'darktable_failed'],
  ])('%s', async (_name, make, code) => {
    const error = await refusal(engine.run('ingest', { photo: await make() }, CALL));
    expect(error.code).toBe(code);
    expect(error.hint).toBeTruthy();
    expect((await engine.run('list_photos', {}, CALL)).result).toEqual({ photos: [], total: 0, warnings: [] });
  });

  it('what darktable cannot open is said to be so, of the argument that names it', async () => {
    const photo = await written('notes.jpg', Buffer.from('a text'));
    const error = await refusal(engine.run('ingest', { photo }, CALL));
    expect([error.code, error.field]).toEqual(['darktable_failed', 'photo']);
    expect(error.message).toMatch(/cannot open notes\.jpg as a picture\.$/);
  });

  it('an image_id that would leave the folder', async () => {
    const error = await refusal(engine.run('ingest', { photo: join(photos, 'iguana.dng'), image_id: '../x' }, CALL));
    expect([error.code, error.field]).toEqual(['invalid_input', 'image_id']);
  });

  it('an unreadable folder', async () => {
    const closed = join(folder, 'closed');
    await mkdir(closed);
    await chmod(closed, 0);
    const error = await asSomebody(() => refusal(engine.run('ingest', { photo: join(closed, 'a.dng') }, CALL)));
    expect([error.code, error.field]).toEqual(['forbidden_path', 'photo']);
    expect(error.message).toContain('may not be read');
    await chmod(closed, 0o700);
  });

  it('an unreadable file', async () => {
    const locked = await written('locked.dng', raw);
    await chmod(locked, 0);
    const error = await asSomebody(() => refusal(engine.run('ingest', { photo: locked }, CALL)));
    expect([error.code, error.field]).toEqual(['forbidden_path', 'photo']);
    expect(error.hint).not.toContain('home');
    await rm(locked);
  });

  it('without darktable, which is named with how to get it', async () => {
    const lost = await createEngine({ home: join(folder, 'lost'), darktable: join(folder, 'no-such-darktable') });
    const error = await refusal(lost.run('ingest', { photo: join(photos, 'iguana.dng') }, CALL));
    expect(error.code).toBe('darktable_missing');
    expect(error.hint).toMatch(/Install darktable/);
    const { result } = await lost.run('status', {}, CALL);
    expect((result['darktable'] as { path: unknown }).path).toBeNull();
    await lost.close();
  });
});

async function written(name: string, bytes: Uint8Array): Promise<string> {
  await writeFile(join(photos, name), bytes);
  return join(photos, name);
}

describe('a photo that was taken in', () => {
  beforeAll(async () => {
    await engine.run('ingest', { photo: join(photos, 'iguana.dng') }, CALL);
  });

  it.each<[string, Record<string, unknown>, ErrorCode, string]>([
    ['a value out of range', { value: 9 }, 'out_of_range', 'value'],
    ['a value that is no number', { value: Number.NaN }, 'invalid_input', 'value'],
    ['an unknown primitive', { primitive_name: 'exposre', value: 1 }, 'unknown_name', 'primitive_name'],
    [
      'an unknown form',
      { value: 1, mask_spec: { dt_form: 'star', dt_params: {} } },
      'invalid_input',
      'mask_spec.dt_form',
    ],
    [
      'a radius of zero',
      { value: 1, mask_spec: { ...ELLIPSE, dt_params: { ...ELLIPSE.dt_params, radius_x: 0 } } },
      'out_of_range',
      'mask_spec.dt_params.radius_x',
    ],
    ['an unknown key', { value: 1, mask_spec: { ...ELLIPSE, softness: 1 } }, 'invalid_input', 'mask_spec.softness'],
    ['what was never detected', { value: 1, mask_spec: { kind: 'detected', id: 'd1' } }, 'not_found', 'mask_spec.id'],
    [
      'a name that is not there',
      { value: 1, mask_spec: { kind: 'named', name: 'mask_sea' } },
      'unknown_name',
      'mask_spec.name',
    ],
    [
      'a mask on the frame',
      { primitive_name: 'straighten', value: 2, mask_spec: ELLIPSE },
      'invalid_input',
      'mask_spec',
    ],
  ])('refuses %s by its field and stays as it was', async (_name, given, code, field) => {
    const before = (await engine.run('get_state', { image_id: 'iguana' }, CALL)).result;
    const args = { image_id: 'iguana', primitive_name: 'exposure', ...given };
    const error = await refusal(engine.run('apply_primitive', args, CALL));
    expect([error.code, error.field]).toEqual([code, field]);
    expect((await engine.run('get_state', { image_id: 'iguana' }, CALL)).result).toEqual(before);
  });

  it('is only read: its bytes and its folder stay as they were through edit, look, undo and export', async () => {
    const before = await fingerprint(photos);
    const run = (name: string, args: Record<string, unknown>) =>
      engine.run(name, { image_id: 'iguana', ...args }, CALL);
    await run('apply_primitive', { primitive_name: 'exposure', value: 0.5, mask_spec: ELLIPSE });
    await run('render_preview', { size: 256 });
    await run('preview_mask', { mask_spec: ELLIPSE, size: 256 });
    await run('undo', {});
    await run('redo', {});
    await run('export_final', { out: join(folder, 'out.jpg') });
    await run('export_xmp', { out: join(folder, 'out.xmp') });
    for (const out of ['iguana.dng', 'iguana.dng.xmp']) {
      const where = out.endsWith('.xmp') ? 'export_xmp' : 'export_final';
      const error = await refusal(run(where, { out: join(photos, out), format: undefined, overwrite: true }));
      expect(['forbidden_path', 'invalid_input']).toContain(error.code);
    }
    expect(await fingerprint(photos)).toEqual(before);
  });
});

import { execFileSync } from 'node:child_process';
import { mkdtemp, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine } from '@chemigram/engine';
import { makeScene, writePng } from '@chemigram/scene';
import { afterAll, beforeAll, expect, test } from 'vitest';

const CALL = { signal: new AbortController().signal, progress: () => {} };
const image_id = 'scene';
let folder: string;
let engine: Engine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chemigram-moved-'));
  engine = await createEngine({ home: join(folder, 'home'), stays: true });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

test('a photo that was moved and is taken in again is edited and looked at by the same server', async () => {
  const [before, after] = [join(folder, 'scene.png'), join(folder, 'sorted', 'scene.png')];
  await writeFile(before, await writePng(makeScene({ width: 384, height: 256 })));
  await engine.run('ingest', { photo: before, image_id }, CALL);
  await engine.run('apply_primitive', { image_id, primitive_name: 'exposure', value: 0.5 }, CALL);

  await mkdir(join(folder, 'sorted'));
  await rename(before, after);
  await expect(engine.run('render_preview', { image_id, size: 200 }, CALL)).rejects.toMatchObject({
    code: 'not_found',
  });
  const { result } = await engine.run('ingest', { photo: after, image_id }, CALL);
  expect(result['photo']).toBe(after);

  await engine.run('apply_primitive', { image_id, primitive_name: 'contrast', value: 20 }, CALL);
  expect((await engine.run('render_preview', { image_id, size: 200 }, CALL)).result).toMatchObject({ width: 200 });
});

test.each([
  ['a folder', (path: string) => mkdir(path)],
  [
    'a pipe, which would be read without end,',
    async (path: string) => void execFileSync('sh', ['-c', 'mkfifo "$0"', path]),
  ],
  ['a link to a device', (path: string) => symlink('/dev/zero', path)],
])('%s in the place of a photo is told by the name of the photo', async (_what, put) => {
  const photo = join(folder, 'replaced.png');
  await rm(photo, { recursive: true, force: true });
  await writeFile(photo, await writePng(makeScene({ width: 396, height: 256 })));
  await engine.run('ingest', { photo, image_id: 'replaced' }, CALL);
  await rm(photo);
  await put(photo);
  const gone = { code: 'not_found', field: 'image_id', message: expect.stringContaining(photo) };
  const [look, out] = [{ image_id: 'replaced', size: 128 }, join(folder, 'out.jpg')];
  await expect(engine.run('render_preview', look, CALL)).rejects.toMatchObject(gone);
  await expect(engine.run('export_final', { image_id: 'replaced', out }, CALL)).rejects.toMatchObject(gone);
});

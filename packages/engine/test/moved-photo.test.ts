import { mkdtemp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
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

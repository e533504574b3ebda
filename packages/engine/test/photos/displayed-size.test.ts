import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '@chemigram/engine';
import type { Engine } from '@chemigram/engine';
import { makeScene, writePng } from '@chemigram/scene';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'chemigram-displayed-'));
const photo = join(folder, 'boat.png');
let engine: Engine;
const run = async (name: string, args: object): Promise<Record<string, unknown>> =>
  (await engine.run(name, args, { signal: new AbortController().signal, progress: () => {} })).result;

beforeAll(async () => {
  writeFileSync(photo, await writePng(makeScene({ width: 384, height: 256 })));
  engine = await createEngine({ home: join(folder, 'home') });
  await run('ingest', { photo });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

test('what is told of a photo that was cropped is the size of the picture that is displayed', async () => {
  const values = { left: 0.25, right: 0.75, top: 0, bottom: 0.5 };
  await run('apply_primitive', { image_id: 'boat', primitive_name: 'crop', values });
  const { width, height } = await run('render_preview', { image_id: 'boat', size: 1024 });
  expect(width).toBeLessThan(200);
  for (const [name, args] of [
    ['get_state', { image_id: 'boat' }],
    ['read_context', { image_id: 'boat' }],
    ['ingest', { photo }],
  ] as const) {
    const told = await run(name, args);
    expect(told, name).toMatchObject({ width, height });
    // How it is framed, which places are read by, is not told along.
    const { output } = engine.contracts.find((contract) => contract.name === name)!;
    expect(Object.keys(output.shape), name).toEqual(expect.arrayContaining(Object.keys(told)));
  }
});

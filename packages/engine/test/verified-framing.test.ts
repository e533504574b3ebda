import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine } from '@chemigram/engine';
import { makeScene, writePng } from '@chemigram/scene';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'chemigram-verified-'));
let engine: Engine;
const run = async (name: string, args: object): Promise<Record<string, unknown>> =>
  (await engine.run(name, { image_id: 'boat', ...args }, { signal: new AbortController().signal, progress: () => {} }))
    .result;

beforeAll(async () => {
  engine = await createEngine({ home: join(folder, 'home') });
  const photo = join(folder, 'boat.png');
  writeFileSync(photo, await writePng(makeScene({ width: 192, height: 128 })));
  await engine.run('ingest', { photo }, { signal: new AbortController().signal, progress: () => {} });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

test('an edit that cannot be measured is told as made, with why it was not measured: it is not made twice', async () => {
  const cropped = await run('apply_primitive', { primitive_name: 'crop', values: { right: 0.5 }, verify: true });
  expect(cropped).not.toHaveProperty('measured');
  expect(cropped).toMatchObject({
    move_id: 'm01',
    warnings: [expect.stringMatching(/^The edit is made, but it was not measured: The picture is framed differently/)],
  });
  expect(await run('get_state', {})).toMatchObject({ width: 96, moves: [{ move_id: 'm01' }] });
});

import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine } from '@chemigram/engine';
import { makeScene, writePng } from '@chemigram/scene';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'chemigram-same-'));
const photo = join(folder, 'kodak.png');
let engines: Engine[];
const ingest = async (args: object, engine = engines[0]!): Promise<Record<string, unknown>> =>
  (await engine.run('ingest', args, { signal: new AbortController().signal, progress: () => {} })).result;

beforeAll(async () => {
  writeFileSync(photo, await writePng(makeScene({ width: 96, height: 64 })));
  const open = () => createEngine({ home: join(folder, 'home') });
  engines = [await open(), await open()];
});
afterAll(async () => {
  for (const engine of engines) await engine.close();
  rmSync(folder, { recursive: true });
});

test('the same photo again has the image_id that it was given, and another one is made only when it is asked for', async () => {
  await ingest({ photo, image_id: 'mine' });
  const again = await ingest({ photo });
  expect(again).toMatchObject({ image_id: 'mine', warnings: [expect.stringContaining('taken in before')] });
  const other = await ingest({ photo, image_id: 'other' });
  expect(other).toMatchObject({ image_id: 'other', warnings: [expect.stringContaining('already as "mine"')] });
  expect(await ingest({ photo, image_id: 'mine' })).toMatchObject({ image_id: 'mine' });
});

test('a photo that two engines take in at once is one photo, and both are answered with its id', async () => {
  const twice = join(folder, 'twice.png');
  writeFileSync(twice, await writePng(makeScene({ width: 112, height: 64 })));
  const answers = await Promise.all(engines.map((engine) => ingest({ photo: twice }, engine)));
  expect(answers.map(({ image_id }) => image_id)).toEqual(['twice', 'twice']);
});

test('a copy is the same photo, which stays read from where it lay; once that is gone, from the copy', async () => {
  const [first, copy] = [join(folder, 'first.png'), join(folder, 'copy.png')];
  writeFileSync(first, await writePng(makeScene({ width: 128, height: 64 })));
  await ingest({ photo: first });
  copyFileSync(first, copy);
  expect(await ingest({ photo: copy })).toMatchObject({ image_id: 'first', photo: first });
  rmSync(first);
  expect(await ingest({ photo: copy })).toMatchObject({ image_id: 'first', photo: copy });
});

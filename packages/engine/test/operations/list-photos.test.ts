import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Result } from '@chemigram/engine';
import { openStore } from '@chemigram/workspace';
import { afterAll, beforeAll, expect, test } from 'vitest';

const CALL = { signal: new AbortController().signal, progress: () => {} };
const home = mkdtempSync(join(tmpdir(), 'chemigram-photos-'));
const engine = await createEngine({ home });
afterAll(async () => {
  await engine.close();
  rmSync(home, { recursive: true });
});
const list = async (args: object): Promise<Result<'list_photos'>> =>
  (await engine.run('list_photos', args, CALL)).result as Result<'list_photos'>;
const ids = ({ photos }: Result<'list_photos'>): string[] => photos.map(({ image_id }) => image_id);

beforeAll(async () => {
  const store = openStore(home);
  const sources = { boat: '/sea/DSC_1.NEF', iguana: '/Galapagos/DSC_2.NEF', 'iguana-2': '/galapagos/DSC_3.NEF' };
  for (const [image_id, source] of Object.entries(sources)) {
    const photo = { version: 1, image_id, source, sha256: '1', bytes: 1, width: 3, height: 2, facts: {} } as const;
    await store.create({ photo, recipe: { version: 1, image_id, moves: [] } }, 'ingest');
  }
});

test('without a question it lists all photos', async () => {
  const all = await list({});
  expect([ids(all), all.total]).toEqual([['boat', 'iguana', 'iguana-2'], 3]);
});

test('it finds photos by a part of their id or their path, in capitals or not', async () => {
  expect(ids(await list({ query: 'GUAN' }))).toEqual(['iguana', 'iguana-2']);
  expect(ids(await list({ query: 'galapagos/' }))).toEqual(['iguana', 'iguana-2']);
  expect(ids(await list({ query: 'dsc_1' }))).toEqual(['boat']);
  expect(await list({ query: 'lizard' })).toEqual({ photos: [], total: 0, warnings: [] });
});

test('of more than the limit it says how many there are', async () => {
  const some = await list({ query: 'iguana', limit: 1 });
  expect([ids(some), some.total]).toEqual([['iguana'], 2]);
});

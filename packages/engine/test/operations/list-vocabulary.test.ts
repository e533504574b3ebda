import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Result } from '@chemigram/engine';
import { afterAll, expect, test } from 'vitest';

const CALL = { signal: new AbortController().signal, progress: () => {} };
const home = mkdtempSync(join(tmpdir(), 'chemigram-vocabulary-'));
const engine = await createEngine({ home });
afterAll(async () => {
  await engine.close();
  rmSync(home, { recursive: true });
});
const list = async (args: object): Promise<Result<'list_vocabulary'>> =>
  (await engine.run('list_vocabulary', args, CALL)).result as Result<'list_vocabulary'>;
const names = (entries: readonly { name: string }[]): string[] => entries.map(({ name }) => name);

test('without a question it tells every primitive with ranges, words and example, and every look by its words', async () => {
  const { entries, looks } = await list({});
  expect(names(entries)).toEqual(expect.arrayContaining(['exposure', 'crop', 'spots', 'mix_reds']));
  expect(looks.length).toBeGreaterThan(40);
  for (const entry of entries) {
    expect(Object.keys(entry)).toEqual(['name', 'kind', 'title', 'group', 'parameters', 'words', 'example']);
  }
  expect(Object.keys(looks[0]!)).toEqual(['name', 'title', 'group', 'words']);
});

test('it tells names alone, or everything, when asked', async () => {
  const short = await list({ detail: 'names' });
  expect(Object.keys(short.entries[0]!)).toEqual(['name', 'kind', 'title', 'group']);
  const { entries, looks } = await list({ detail: 'all' });
  expect(names(entries)).toEqual(names(short.entries));
  for (const { description, masks, where, darktable, cost } of entries) {
    for (const told of [description, masks, where, darktable, cost]) expect(told).toMatch(/./);
  }
  expect(looks.every(({ does }) => does!.length > 0)).toBe(true);
});

test('of a group it tells everything', async () => {
  const { entries, looks, also } = await list({ group: 'optics' });
  expect(names(entries)).toEqual(['crop', 'lens', 'mirror', 'perspective', 'quarter_turn', 'straighten']);
  expect(entries[0]!.description).toMatch(/./);
  expect(looks).toEqual([]);
  expect(also).toBeUndefined();
});

test('what is called exactly so is told in full, with the best of the other kind; what has it in its name or text is only named', async () => {
  const { entries, looks, also, hint } = await list({ query: 'shadows' });
  expect(names(entries)).toEqual(['shadows']);
  expect(entries[0]).toMatchObject({ masks: 'any', where: expect.any(String) });
  expect(looks).toEqual([]);
  expect(also).toEqual(expect.arrayContaining(['grade_shadows', 'split_tone']));
  expect(also!.indexOf('grade_shadows')).toBeLessThan(also!.indexOf('tone_mapper_agx'));
  expect(hint).toBeUndefined();
  const teal = await list({ query: 'teal' });
  expect([names(teal.entries), names(teal.looks)]).toEqual([['mix_aquas'], ['look_cinematic_teal_orange']]);
});

test('where nothing is called so, a few guesses come with a hint; where nothing is near, the hint alone', async () => {
  const guessed = await list({ query: 'silky water' });
  expect(names(guessed.looks)).toContain('look_landscape_turquoise_water');
  expect(guessed.entries.length + guessed.looks.length).toBeLessThanOrEqual(6);
  expect(guessed.hint).toContain('"silky water"');
  const none = await list({ query: 'zebra' });
  expect(none).toEqual({ entries: [], looks: [], hint: expect.stringContaining('log_vocabulary_gap') });
});

test('what nothing does is said, with what comes nearest in the place of what shares a word with it', async () => {
  const { entries, looks, hint } = await list({ query: 'replace the sky' });
  expect(hint).toMatch(/^No other sky .* can be put into the photo/);
  expect([names(entries), names(looks)]).toEqual([['highlights', 'mix_blues'], ['look_landscape_dramatic_sky']]);
});

test('a group narrows what a question finds', async () => {
  expect(names((await list({ query: 'moody', group: 'food_and_product' })).looks)).toEqual([
    'look_food_dark_and_moody',
  ]);
});

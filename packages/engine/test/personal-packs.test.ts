import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultPackDirs } from '@chemigram/vocabulary';
import { afterAll, expect, test } from 'vitest';
import { createEngine, type Result } from '../src/index.ts';

const home = mkdtempSync(join(tmpdir(), 'chemigram-packs-'));
const mine = join(home, 'packs', 'mine', 'primitives');
const call = { signal: new AbortController().signal, progress: () => undefined };
afterAll(() => rmSync(home, { recursive: true }));

test("a personal pack's primitive is in the vocabulary, and once a broken one is mended the same server takes it", async () => {
  const hue = readFileSync(join(defaultPackDirs()[0]!, 'primitives', 'hue.json'), 'utf8');
  mkdirSync(mine, { recursive: true });
  writeFileSync(join(mine, 'my_hue.json'), hue.replace('"name": "hue"', '"name": "my_hue"'));
  writeFileSync(join(mine, 'hue.json'), '{');
  const engine = await createEngine({ home });
  const named = async (query: string): Promise<string[]> => {
    const { result } = await engine.run('list_vocabulary', { query }, call);
    return (result as Result<'list_vocabulary'>).entries.map(({ name, title }) => `${name}: ${title}`);
  };
  await expect(named('hue')).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining(join(mine, 'hue.json')),
    hint: expect.stringContaining('Mend the file'),
  });
  writeFileSync(join(mine, 'hue.json'), hue);
  await expect(named('hue')).rejects.toMatchObject({ code: 'conflict', hint: expect.stringContaining('another name') });
  rmSync(join(mine, 'hue.json'));
  expect(await named('hue')).toEqual(expect.arrayContaining(['hue: Hue', 'my_hue: Hue']));
  await engine.close();
});

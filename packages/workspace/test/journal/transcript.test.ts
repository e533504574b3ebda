import { appendFileSync, existsSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  addGap,
  countGaps,
  listSessions,
  readGaps,
  readSession,
  record,
  sessionName,
  transcriptPath,
  type TranscriptEntry,
} from '../../src/index.ts';
import { temporaryHome } from '../helpers/photos.ts';

const { home: root, remove } = temporaryHome();
afterAll(remove);
const newHome = (): string => mkdtempSync(join(root, 'home-'));

const entry = (n: number): TranscriptEntry => ({
  at: '2026-03-01T12:00:00Z',
  operation: `op${n}`,
  image_id: 'a',
  arguments: { n },
  before: null,
  after: null,
  ok: true,
});
const operations = async (home: string, session: string): Promise<string[]> =>
  (await readSession(home, session)).entries.map(({ operation }) => operation);

test('calls written at once are all there, each on a line of its own', async () => {
  const home = newHome();
  const all = Array.from({ length: 40 }, (_, n) => entry(n));
  await Promise.all(all.map((each) => record(home, 'a', each)));
  expect((await operations(home, 'a')).sort()).toEqual(all.map(({ operation }) => operation).sort());
});

test('a session goes on in another file when one is full, and is read as one', async () => {
  const home = newHome();
  for (let n = 0; n < 9; n++) await record(home, 'a', entry(n), { partBytes: 300 });
  expect(readdirSync(join(home, 'sessions')).length).toBeGreaterThan(2);
  expect(await operations(home, 'a')).toEqual(Array.from({ length: 9 }, (_, n) => `op${n}`));
  expect(await listSessions(home)).toEqual(['a']);
});

test('when all are too large the oldest go, and never the one that is written', async () => {
  const home = newHome();
  for (const [i, session] of ['old', 'newer', 'mine'].entries()) {
    await record(home, session, entry(i));
    utimesSync(transcriptPath(home, session), i + 1, session === 'mine' ? 0 : i + 1);
  }
  await record(home, 'mine', entry(9), { partBytes: 1, allBytes: 350 });
  expect((await listSessions(home)).sort()).toEqual(['mine', 'newer']);
  expect(await operations(home, 'mine')).toEqual(['op2', 'op9']);
});

test('a line that was torn costs itself, not the one after it', async () => {
  const home = newHome();
  await record(home, 'a', entry(1));
  appendFileSync(transcriptPath(home, 'a'), '{"operation": "ha');
  await record(home, 'a', entry(2));
  expect(await readSession(home, 'a')).toMatchObject({
    entries: [{ operation: 'op1' }, { operation: 'op2' }],
    unreadable: 1,
  });
});

test('without a home nothing is written', async () => {
  const home = join(newHome(), 'not-yet');
  await record(home, 'a', entry(1));
  expect(existsSync(home)).toBe(false);
  await expect(readSession(home, 'a')).rejects.toMatchObject({ code: 'not_found', field: 'session' });
});

test.each([
  ['../../etc/x', 'etc-x'],
  ['a.part2', 'a-part2'],
  ['', 'session'],
])('a session asked for as %j is called %j', (said, name) => {
  expect(sessionName(said)).toBe(name);
});

test('the same wish in other letters is counted together, the most frequent first', async () => {
  const home = newHome();
  const wish = (wanted: string, at: string, image_id = 'a') =>
    addGap(home, { at, image_id, kind: 'primitive', wanted, why: at, workaround: null });
  await wish('grain', '1');
  await wish('Split-Toning', '2');
  await wish('split toning', '3', 'b');
  appendFileSync(join(home, 'vocabulary-gaps.jsonl'), 'no json\n');
  const { gaps, unreadable } = await readGaps(home);
  expect(unreadable).toBe(1);
  expect(countGaps(gaps)).toMatchObject([
    { wanted: 'split toning', count: 2, first_at: '2', last_at: '3', image_ids: ['b', 'a'], whys: ['3', '2'] },
    { wanted: 'grain', count: 1 },
  ]);
  writeFileSync(join(home, 'vocabulary-gaps.jsonl'), '{"wanted": 3}\n');
  expect(await readGaps(home)).toEqual({ gaps: [], unreadable: 1 });
});

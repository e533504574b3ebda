import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { withLock } from '../../src/safety/lock.ts';
import { ownerIsGone, ownerTag } from '../../src/safety/owner.ts';

const gitdir = mkdtempSync(join(tmpdir(), 'chemigram-owner-'));
afterAll(() => rmSync(gitdir, { recursive: true }));

/** What a run of this program with the same process id left, as before the restart of a container. */
const ofAnEarlierRun = (): string => ownerTag().replace(/[0-9a-f]+$/, '0123456789ab000000');

test('this process runs, one that had its id before does not', () => {
  expect(ownerIsGone(ownerTag())).toBe(false);
  expect(ownerIsGone(ofAnEarlierRun())).toBe(true);
});

test('a lock that a killed run with this process id left is taken over at once, not when it has grown old', async () => {
  const lock = join(gitdir, 'chemigram.lock');
  mkdirSync(lock);
  writeFileSync(join(lock, ofAnEarlierRun()), '');
  // Less than the age at which any lock is taken over.
  const options = { name: 'iguana', timeoutMs: 3_000 };
  await expect(withLock(gitdir, options, async () => 'mine')).resolves.toBe('mine');
});

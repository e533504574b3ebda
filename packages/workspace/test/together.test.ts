import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { withLock } from '../src/safety/lock.ts';
import { openStore } from '../src/index.ts';
import { addMove, gitComplaints, newPhoto, temporaryHome, withMove } from './helpers/photos.ts';
import { startWriter } from './helpers/processes.ts';

const { home, remove } = temporaryHome();
afterAll(remove);

test('two processes and this one that change a photo at once lose nothing', async () => {
  const workspace = await newPhoto(home, 'shared');
  const writers = ['a', 'b'].map((name) => startWriter(home, 'shared', 'changes', name, '15'));
  await Promise.all(writers.map((writer) => writer.said('ready')));
  const own = await Promise.all(Array.from({ length: 15 }, (_, index) => addMove(workspace, index, `c-${index}`)));
  await Promise.all(writers.map((writer) => writer.ended()));
  const { moves } = await workspace.recipe();
  const expected = ['a', 'b', 'c'].flatMap((name) => Array.from({ length: 15 }, (_, index) => `${name}-${index}`));
  expect(moves.map((move) => move.label).sort()).toEqual(expected.sort());
  expect(new Set(moves.map((move) => move.move_id)).size).toBe(45);
  expect(new Set(own.map((snapshot) => snapshot.id)).size).toBe(15);
  expect(await workspace.log()).toHaveLength(46);
  expect(gitComplaints(workspace.dir)).toBe('');
});

test('what was reported done stays, and others go on, when writers among many are killed', async () => {
  const workspace = await newPhoto(home, 'crowd');
  const names = ['a', 'b', 'c', 'd'];
  const writers = names.map((name) => startWriter(home, 'crowd', 'changes', name, name < 'c' ? '1000' : '12'));
  for (const writer of writers.slice(0, 2)) {
    await writer.said('done');
    await writer.kill();
  }
  await Promise.all(writers.map((writer) => writer.ended()));
  const labels = (await workspace.recipe()).moves.map((move) => move.label);
  const reported = writers.flatMap((writer) =>
    writer.lines.filter((line) => line.startsWith('done')).map((line) => line.split(' ')[3]),
  );
  expect(labels).toEqual(expect.arrayContaining(reported));
  expect(new Set(labels).size).toBe(labels.length);
  expect(await workspace.log()).toHaveLength(labels.length + 1);
  expect(gitComplaints((await openStore(home).open('crowd')).dir)).toBe('');
});

test('the lock of a killed process is taken over, long before it would grow stale', async () => {
  await newPhoto(home, 'orphan');
  const holder = startWriter(home, 'orphan', 'hold');
  await holder.said('held');
  const impatient = await openStore(home, { lockTimeoutMs: 100 }).open('orphan');
  await expect(addMove(impatient, 1)).rejects.toMatchObject({ code: 'conflict', hint: expect.any(String) });
  await holder.kill();
  // A stale lock would be ten seconds old: three would not be enough.
  const patient = await openStore(home, { lockTimeoutMs: 3_000 }).open('orphan');
  await addMove(patient, 1);
  expect((await patient.recipe()).moves).toHaveLength(1);
});

test('a lock that is held is not taken because its time says that it is old', async () => {
  const { dir } = await newPhoto(home, 'clocks');
  const holder = startWriter(home, 'clocks', 'hold');
  await holder.said('held');
  utimesSync(join(dir, '.git', 'chemigram.lock'), 1, 1);
  const other = await openStore(home, { lockTimeoutMs: 500 }).open('clocks');
  await expect(addMove(other, 1)).rejects.toMatchObject({ code: 'conflict' });
  await holder.kill();
});

test('the lock of a process that hangs is taken over when it was watched for long', async () => {
  await newPhoto(home, 'hung');
  const holder = startWriter(home, 'hung', 'hold');
  await holder.said('held');
  holder.stop();
  const other = await openStore(home).open('hung');
  await addMove(other, 1);
  expect((await other.recipe()).moves).toHaveLength(1);
  await holder.kill();
}, 60_000);

test('who lost its lock while it hung does not write any more', async () => {
  const { dir } = await newPhoto(home, 'taken');
  const lockFolder = join(dir, '.git', 'chemigram.lock');
  const late = withLock(join(dir, '.git'), { name: 'taken', timeoutMs: 1_000 }, async (lock) => {
    lock.assertHeld();
    rmSync(lockFolder, { recursive: true });
    mkdirSync(lockFolder);
    writeFileSync(join(lockFolder, 'somebody-else'), '');
    lock.assertHeld();
  });
  await expect(late).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('was lost') });
});

test('reading does not wait for a change, and who waits too long for one in this process gets conflict', async () => {
  const workspace = await newPhoto(home, 'queue');
  const impatient = await openStore(home, { lockTimeoutMs: 50 }).open('queue');
  let finish: (() => void) | undefined;
  const slow = workspace.change('slow', async (recipe) => {
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    return withMove(recipe, 1);
  });
  await expect(addMove(impatient, 2)).rejects.toMatchObject({ code: 'conflict' });
  expect((await impatient.recipe()).moves).toEqual([]);
  const later = addMove(workspace, 3);
  finish?.();
  expect((await later).parent).toBe((await slow).id);
  expect((await impatient.recipe()).moves).toHaveLength(2);
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ownerTag } from '../../src/safety/owner.ts';
import { withTicket } from '../../src/safety/tickets.ts';

const { signal: never } = new AbortController();
let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'chemigram-tickets-'));
  folder = join(home, 'tickets');
});
afterEach(() => rmSync(home, { recursive: true }));

/** Work that holds its ticket until it is told to end. */
function held() {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { end, work: () => ended };
}
const tickets = (): string[] => readdirSync(folder).sort();
const drawn = (count: number) => vi.waitFor(() => expect(tickets()).toHaveLength(count));

test('who asked first works first, one at a time, and what fails stops nobody', async () => {
  const order: string[] = [];
  const { end, work } = held();
  const first = withTicket(folder, never, work);
  await drawn(1);
  const failing = withTicket(folder, never, async () => {
    order.push('failing');
    throw new Error('no');
  });
  await drawn(2);
  const third = withTicket(folder, never, async () => void order.push('third'));
  await drawn(3);
  expect(order).toEqual([]);
  end();
  await expect(failing).rejects.toThrow('no');
  await Promise.all([first, third]);
  expect(order).toEqual(['failing', 'third']);
  expect(tickets()).toEqual([]);
});

test('who is cancelled while waiting does nothing and gives its ticket back', async () => {
  const { end, work } = held();
  const first = withTicket(folder, never, work);
  await drawn(1);
  const stop = new AbortController();
  const given = withTicket(folder, stop.signal, () => Promise.reject(new Error('done nevertheless')));
  await drawn(2);
  stop.abort();
  await expect(given).rejects.toMatchObject({ code: 'cancelled' });
  expect(tickets()).toHaveLength(1);
  end();
  await first;
});

test('nobody waits for a program that was killed', async () => {
  const { pid } = spawnSync('true');
  await withTicket(folder, never, async () => undefined);
  writeFileSync(join(folder, `000000000001.${ownerTag().replace(/^\d+/, String(pid))}`), '');
  expect(await withTicket(folder, never, async () => tickets().length)).toBe(1);
});

test.each([-1, 1])('nobody waits for a program that hangs, or whose clock is another (%i minutes)', async (minutes) => {
  await withTicket(folder, never, async () => undefined);
  const hung = join(folder, `000000000001.${ownerTag()}`);
  writeFileSync(hung, '');
  const touched = new Date(Date.now() + minutes * 60_000);
  utimesSync(hung, touched, touched);
  expect(await withTicket(folder, never, async () => tickets().length)).toBe(2);
});

test('where no ticket can be written the work is done without', async () => {
  writeFileSync(folder, '');
  expect(await withTicket(folder, never, async () => 'done')).toBe('done');
});

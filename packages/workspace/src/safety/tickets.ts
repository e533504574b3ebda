import { mkdir, readdir, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChemigramError } from '@chemigram/errors';
import { ownerIsGone, ownerTag } from './owner.ts';

// Who wants to work on a photo draws a ticket, a file `<number>.<owner>`, and waits until none before it is held. That makes no
// state safe, the lock does: it spares programs the work that they would have to do again when another one is kept before theirs.
// So all that goes wrong with tickets lets work begin too early, and never stops it.

/** Between two looks at who is before. */
const LOOK_MS = 20;
/** A living owner touches its ticket so often, */
const HEARTBEAT_MS = 2_000;
/** and is not waited for any more when it has not for so long: it hangs, or ran on another machine. */
const STALE_MS = 10_000;

const DIGITS = 12;

/**
 * Does work when all programs that asked before are done with theirs, those that were killed or hang left out.
 *
 * @param folder where the tickets lie; made if it is not there
 * @throws ChemigramError cancelled, where the signal ends the waiting; whatever `work` throws
 */
export async function withTicket<T>(folder: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const mine = await draw(folder).catch(() => null);
  // Where none can be written, a full or read-only disk, the work itself hears of it.
  if (mine === null) return work();
  const path = join(folder, mine);
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, HEARTBEAT_MS).unref();
  try {
    while (await isAnyBefore(folder, mine)) {
      await sleep(LOOK_MS, undefined, { signal }).catch((cause: unknown) => {
        throw new ChemigramError('cancelled', 'It was cancelled while another program changed the photo.', { cause });
      });
    }
    return await work();
  } finally {
    clearInterval(heartbeat);
    await unlink(path).catch(() => {});
  }
}

/** One more than the highest that is held. Two who draw at once may get the same: the owners' names put them in order. */
async function draw(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const last = (await readdir(folder)).sort().at(-1) ?? '';
  const number = (Number.parseInt(last, 10) || 0) + 1;
  const mine = `${String(number).padStart(DIGITS, '0')}.${ownerTag()}`;
  await writeFile(join(folder, mine), '');
  return mine;
}

async function isAnyBefore(folder: string, mine: string): Promise<boolean> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (name < mine && (await isHeld(join(folder, name), name.slice(DIGITS + 1)))) return true;
  }
  return false;
}

/** What a killed program left is taken away. */
async function isHeld(path: string, tag: string): Promise<boolean> {
  if (ownerIsGone(tag)) {
    await unlink(path).catch(() => {});
    return false;
  }
  const found = await stat(path).catch(() => null);
  // Either way: a clock may have been set back.
  return found !== null && Math.abs(Date.now() - found.mtimeMs) < STALE_MS;
}

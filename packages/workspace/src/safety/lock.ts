import { readdirSync, rmdirSync, unlinkSync } from 'node:fs';
import * as nodeFs from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir, stat, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { callbackify } from 'node:util';
import { ChemigramError } from '@chemigram/errors';
import { lock as acquire } from 'proper-lockfile';
import { isAbandoned } from './atomic-fs.ts';
import { inFolder, isMissing } from './if-there.ts';
import { DAMAGE_HINT } from './damage.ts';
import { ownerIsGone, ownerTag } from './owner.ts';

// One writer per photo, across processes. The lock is a folder `.git/chemigram.lock` holding one file named for its
// owner; it comes into being whole, by renaming, so there is no moment in which it is there without its owner's name.
// A killed owner on this machine loses it at once, since its process is seen to be gone. One that hangs, or ran on another
// machine, loses it when it was watched for STALE_MS and not touched: what its time says counts for nothing, for clocks are
// set, sleep with their machine, and differ between machines. Judged by it a lock that was held was taken, and an edit lost.

const STALE_MS = 10_000;
const HEARTBEAT_MS = 2_000;
/** Between two tries; random within, so that waiters do not march in step. */
const RETRY_MS = { least: 5, most: 40 };

/** A change that takes longer than this (a first render of a big raw) makes others who want to change give up. */
export const LOCK_TIMEOUT_MS = 30_000;

export interface Lock {
  /** Throws conflict when the lock was lost, which happens to a process that hung: it must not write any more. */
  assertHeld(): void;
}

interface LockOptions {
  /** How errors name what is locked. */
  name: string;
  timeoutMs: number;
}

/** In this process the order of asking is kept; the value resolves when the last one that asked so far is done. */
const queues = new Map<string, Promise<void>>();

/**
 * Runs `work` while nobody else, in this process or another, runs work for the same folder.
 *
 * @param gitdir the photo's .git folder, an absolute path
 * @throws ChemigramError conflict when waiting took longer than `timeoutMs`; whatever `work` throws
 */
export async function withLock<T>(gitdir: string, options: LockOptions, work: (lock: Lock) => Promise<T>): Promise<T> {
  const deadline = Date.now() + options.timeoutMs;
  const before = queues.get(gitdir);
  let end: (() => void) | undefined;
  const mine = new Promise<void>((resolve) => {
    end = resolve;
  });
  queues.set(gitdir, mine);
  const leave = async (): Promise<void> => {
    await before;
    end?.();
    if (queues.get(gitdir) === mine) queues.delete(gitdir);
  };
  try {
    if (before !== undefined) await within(options, before);
    return await underFileLock(gitdir, options, deadline, work);
  } finally {
    // Who gave up waiting still holds the place until those before are done, so that nobody overtakes them.
    void leave();
  }
}

/** Waits for a promise, or throws conflict when that takes too long. */
async function within(options: LockOptions, promise: Promise<void>): Promise<void> {
  const ended = new AbortController();
  const late = async (): Promise<never> => {
    await sleep(options.timeoutMs, undefined, { signal: ended.signal });
    throw busy(options);
  };
  try {
    await Promise.race([promise, late()]);
  } finally {
    ended.abort();
  }
}

function busy({ name, timeoutMs }: LockOptions): ChemigramError {
  return new ChemigramError(
    'conflict',
    `"${name}" is being changed by somebody else; waited ${timeoutMs / 1000} s for it to end.`,
    { hint: 'Nothing was changed. Try again when the other change is done.' },
  );
}

async function underFileLock<T>(
  gitdir: string,
  options: LockOptions,
  deadline: number,
  work: (lock: Lock) => Promise<T>,
): Promise<T> {
  let lost: Error | undefined;
  const tag = ownerTag();
  const release = await obtain(gitdir, tag, options, deadline, (error) => (lost = error));
  try {
    return await work({
      assertHeld() {
        // Who hung is told of the loss later than it may go on: the disk knows at once.
        if (lost === undefined && namesOf(lockOf(gitdir)).includes(tag)) return;
        throw new ChemigramError('conflict', `The lock on "${options.name}" was lost before the change was written.`, {
          hint: 'Nothing was changed. Try again.',
          cause: lost,
        });
      },
    });
  } finally {
    // A lost lock is somebody else's by now; there is nothing to release.
    if (lost === undefined) await release().catch(() => {});
  }
}

const lockOf = (gitdir: string): string => join(gitdir, 'chemigram.lock');

function namesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

async function obtain(
  gitdir: string,
  tag: string,
  options: LockOptions,
  deadline: number,
  onCompromised: (error: Error) => void,
): Promise<() => Promise<void>> {
  const lockfilePath = lockOf(gitdir);
  for (;;) {
    try {
      return await acquire(gitdir, {
        lockfilePath,
        realpath: false,
        stale: STALE_MS,
        update: HEARTBEAT_MS,
        retries: 0,
        fs: lockFs(tag),
        onCompromised,
      });
    } catch (error) {
      if (isMissing(error)) {
        throw new ChemigramError('workspace_damaged', `"${options.name}" cannot be locked: ${gitdir} is missing.`, {
          hint: DAMAGE_HINT,
          cause: error,
        });
      }
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
      if (Date.now() >= deadline) throw busy(options);
      await sleep(RETRY_MS.least + Math.random() * (RETRY_MS.most - RETRY_MS.least));
    }
  }
}

/** Node's own, of which a copy is quicker made than of the module itself. */
const PLAIN_FS = { ...nodeFs };

/** The file system that proper-lockfile is given, for one owner: its lock folders carry the owner's name. */
function lockFs(tag: string): typeof nodeFs {
  const own = {
    ...PLAIN_FS,
    mkdir: callbackify((path: string) => createOwned(path, tag)),
    stat: callbackify((path: string) => statOwned(path, tag)),
    rmdir: callbackify((path: string) => removeOwned(path, tag)),
    rmdirSync: (path: string) => {
      unlinkSync(join(path, tag));
      rmdirSync(path);
    },
  };
  // proper-lockfile calls only these four, utimes and realpath, in just these forms.
  return own as unknown as typeof nodeFs;
}

async function createOwned(path: string, tag: string): Promise<void> {
  const draft = `${path}.${tag}`;
  await mkdir(draft).catch((error: unknown) => {
    throw inFolder(dirname(path), error);
  });
  try {
    await writeFile(join(draft, tag), '');
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    const taken = ['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '');
    throw taken ? Object.assign(new Error('locked', { cause: error }), { code: 'EEXIST' }) : error;
  }
}

async function ownerOf(path: string): Promise<string | undefined> {
  return (await readdir(path).catch(() => []))[0];
}

/** As stat, but a lock that is lost to its owner, or is being released, looks as old as the hills, and any other one new. */
async function statOwned(path: string, tag: string): Promise<nodeFs.Stats> {
  const found = await stat(path);
  const owner = await ownerOf(path);
  if (owner === tag) return found;
  const isLost = owner === undefined || ownerIsGone(owner) || standsStill(path, owner, found.mtimeMs);
  found.mtime = isLost ? new Date(0) : new Date();
  return found;
}

/** Locks of others as they were first seen: by whom, how, and when by a clock that nobody sets. */
const watched = new Map<string, { readonly owner: string; readonly mtimeMs: number; readonly since: number }>();

/** Whether an owner has not touched its lock for STALE_MS in which we looked. */
function standsStill(path: string, owner: string, mtimeMs: number): boolean {
  const seen = watched.get(path);
  if (seen?.owner === owner && seen.mtimeMs === mtimeMs) return performance.now() - seen.since > STALE_MS;
  watched.set(path, { owner, mtimeMs, since: performance.now() });
  return false;
}

/**
 * Removes the own lock, or one that was found stale. Several may find the same stale lock, and a late one must not
 * remove the lock that an early one took meanwhile. It cannot: what is deleted is the file named for the stale owner,
 * and then the folder if it is empty. An empty folder is nobody's lock, for another can be renamed over it.
 */
async function removeOwned(path: string, tag: string): Promise<void> {
  const owner = await ownerOf(path);
  if (owner !== undefined && owner !== tag) {
    await sweepDrafts(path);
    const found = await stat(path).catch(() => null);
    if (!ownerIsGone(owner) && (found === null || !standsStill(path, owner, found.mtimeMs))) return;
  }
  if (owner !== undefined) await unlink(join(path, owner)).catch(() => {});
  await rmdir(path).catch(() => {});
}

/** Removes locks in the making whose makers were killed. */
async function sweepDrafts(lock: string): Promise<void> {
  const prefix = `${basename(lock)}.`;
  const folder = dirname(lock);
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (name.startsWith(prefix) && (await isAbandoned(path, name.slice(prefix.length)))) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

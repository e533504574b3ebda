import { closeSync, fsync, mkdirSync, open, rmSync, writeFileSync } from 'node:fs';
import { readdir, rename, stat, unlink } from 'node:fs/promises';
import * as nodeFs from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { ofFile } from '@chemigram/errors';
import type { PromiseFsClient } from 'isomorphic-git';
import { isMissing } from './if-there.ts';
import { ownerIsGone, ownerTag } from './owner.ts';

/** Within .git, so that it is never part of the picture, lies on the same disk, and is no ref or object. */
export const TEMPORARY_FOLDER = 'chemigram-tmp';

/** A temporary file of a process on another machine is taken for left behind after this. */
const ABANDONED_AFTER_MS = 3_600_000;

// What may wait for the disk is done on another thread; all else takes less time than the way there.
const opened = promisify(open);
const synced = promisify(fsync);

/** A file whose content is on the disk already, under another name. */
export interface PreparedFile {
  /** Gives it its name: whole, in place of what was there. */
  place(): Promise<void>;
  discard(): Promise<void>;
}

/**
 * Writes a file beside its place. Several that are prepared at once wait for the disk together; placing them is quick.
 *
 * @param gitdir whose temporary folder is used
 * @param durable also wait until the content is on the disk, so that a power cut leaves no empty file behind the name
 */
export async function prepareFile(
  gitdir: string,
  path: string,
  content: string | Uint8Array,
  durable: boolean,
): Promise<PreparedFile> {
  const temporary = join(gitdir, TEMPORARY_FOLDER, ownerTag());
  const discard = async (): Promise<void> => rmSync(temporary, { force: true });
  const file = await creating(temporary, () => opened(temporary, 'wx'));
  try {
    try {
      writeFileSync(file, content);
      if (durable) await synced(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    await discard();
    throw ofFile(path, error);
  }
  return { place: () => creating(path, () => rename(temporary, path)), discard };
}

/**
 * Writes a file so that a reader, or a kill at any moment, finds the old content or the new one, never half of it:
 * written beside, then renamed over.
 */
export async function writeAtomically(
  gitdir: string,
  path: string,
  content: string | Uint8Array,
  durable = false,
): Promise<void> {
  await placeInOrder([[await prepareFile(gitdir, path, content, durable)]]);
}

/** Places prepared files group by group: none of a group before all of the one before it. */
export async function placeInOrder(groups: readonly (readonly PreparedFile[])[]): Promise<void> {
  try {
    for (const group of groups) await Promise.all(group.map((file) => file.place()));
  } catch (error) {
    await Promise.all(groups.flat().map((file) => file.discard()));
    throw error;
  }
}

/** Does it; if the folder of `path` is missing, makes that and does it again. */
async function creating<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!isMissing(error)) throw error;
    mkdirSync(dirname(path), { recursive: true });
    return act();
  }
}

/**
 * The file system that git is given: node's own, but every write is atomic. Objects and refs are also waited for;
 * the index is not, because it can be made again from HEAD.
 */
export function atomicFs(gitdir: string): PromiseFsClient {
  const mustLast = [join(gitdir, 'objects') + sep, join(gitdir, 'refs') + sep];
  const isLasting = (path: string): boolean =>
    mustLast.some((folder) => path.startsWith(folder)) || path === join(gitdir, 'HEAD');
  return {
    promises: {
      ...nodeFs,
      writeFile: (path: string, content: string | Uint8Array) =>
        writeAtomically(gitdir, path, content, isLasting(join(path))),
    },
  };
}

/** Removes temporary files whose makers were killed. Those of running processes stay. */
export async function sweepTemporaryFiles(gitdir: string): Promise<void> {
  const folder = join(gitdir, TEMPORARY_FOLDER);
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const path = join(folder, name);
    if (await isAbandoned(path, name)) await unlink(path).catch(() => {});
  }
}

/** Whether what lies at `path`, made by the process of this tag, was left behind. */
export async function isAbandoned(path: string, tag: string): Promise<boolean> {
  if (ownerIsGone(tag)) return true;
  const found = await stat(path).catch(() => null);
  return found !== null && found.mtimeMs < Date.now() - ABANDONED_AFTER_MS;
}

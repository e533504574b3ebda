import { readFileSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { ofFile } from '@chemigram/errors';

/** True for the failure "no such file or directory"; a link that leads to itself leads to none. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ELOOP'].includes((error as NodeJS.ErrnoException | null)?.code ?? '');
}

/** What somebody looks for on the disk, or `otherwise` where it is missing; any other failure is thrown on. */
export async function unlessMissing<Found, Otherwise>(
  looking: Promise<Found>,
  otherwise: Otherwise,
): Promise<Found | Otherwise> {
  try {
    return await looking;
  } catch (error) {
    if (isMissing(error)) return otherwise;
    throw error;
  }
}

export const isThere = (path: string): Promise<boolean> =>
  unlessMissing(
    stat(path).then(() => true),
    false,
  );

/** The file's content, or null when it is not there. */
export const readIfThere = (path: string): Promise<Buffer | null> =>
  unlessMissing(
    readFile(path).catch((error: unknown) => {
      throw ofFile(path, error);
    }),
    null,
  );

/** The names in a folder; none where there is no folder. */
export const namesIn = (folder: string): Promise<string[]> => unlessMissing(readdir(folder), []);

/**
 * A small file's content, or null when it is not there. Not asynchronous: the way to another thread and back, four times
 * for one file, takes ten times as long as the reading itself, and a log reads a thousand of them one after the other.
 */
export function readSmall(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw ofFile(path, error);
  }
}

/** A failure to make something under a name of our own, told by the folder that it was to lie in: that name says nothing to anybody. */
export const inFolder = (folder: string, error: unknown): unknown =>
  error instanceof Error ? Object.assign(error, { path: folder }) : error;

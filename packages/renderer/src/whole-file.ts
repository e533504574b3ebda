import { rename, rm, writeFile } from 'node:fs/promises';
import { ofFile } from '@chemigram/errors';

let count = 0;

/** Writes a file that nobody else reads yet. */
export async function draftFile(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(path, content).catch((error: unknown) => {
    throw ofFile(path, error);
  });
}

/**
 * Makes a file that has its name from the moment that it is whole. Several may make the same one at once, in this process
 * and in others.
 * @param write writes all of it under the name that it is given, beside `path`, whose folder is there
 */
export async function wholeFile(path: string, write: (half: string) => Promise<unknown>): Promise<void> {
  const half = `${path}.part-${process.pid}-${++count}`;
  try {
    await write(half);
    await rename(half, path);
  } catch (error) {
    await rm(half, { force: true });
    throw ofFile(path, error);
  }
}

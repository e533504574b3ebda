import { rename, rm } from 'node:fs/promises';

let count = 0;

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
    throw error;
  }
}

import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ofFile } from '@chemigram/errors';
import { readIfThere } from '../safety/if-there.ts';

const NEWLINE = 0x0a;

/**
 * Adds a value as one line at the end of a file, in one write, so that several processes may do it at once. A line that
 * a kill left half is ended first: it costs itself and not the one after it.
 *
 * @param path the file; it and its folder are made where they are missing
 */
export async function appendLine(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a+');
  try {
    const { size } = await file.stat();
    const torn = size > 0 && (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer[0] !== NEWLINE;
    await file.write(`${torn ? '\n' : ''}${JSON.stringify(value)}\n`);
  } catch (error) {
    throw ofFile(path, error);
  } finally {
    await file.close();
  }
}

/** The values of a file of lines, and how many lines could not be read; none where there is no file. */
export async function readLines(path: string): Promise<{ values: unknown[]; unreadable: number }> {
  const lines = ((await readIfThere(path))?.toString('utf8') ?? '').split('\n').filter((line) => line.trim() !== '');
  const values: unknown[] = [];
  let unreadable = 0;
  for (const line of lines) {
    try {
      values.push(JSON.parse(line));
    } catch {
      unreadable++;
    }
  }
  return { values, unreadable };
}

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Row } from './measure.ts';

/** Rows of whole groups, by version and group: groups can be measured one after another, each on its own day. */
export type Kept = Record<string, Record<string, { readonly commit: string; readonly rows: readonly Row[] }>>;

export const readKept = (file: string): Promise<Kept> =>
  readFile(file, 'utf8').then(
    (text) => JSON.parse(text, (key, value) => (key === 'error' && value === null ? Infinity : value)) as Kept,
    () => ({}),
  );

export async function writeKept(file: string, kept: Kept): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(kept, null, 1));
}

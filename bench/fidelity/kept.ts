import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import type { Row } from './measure.ts';

/** Rows of whole groups of one version: groups can be measured one after another, each on its own day. */
export type KeptGroups = Readonly<Record<string, { readonly commit: string; readonly rows: readonly Row[] }>>;

/** A file for each version, so that several can be measured side by side. */
export async function keepGroups(folder: string, version: string, groups: KeptGroups): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${version}.json`);
  await writeFile(file, JSON.stringify({ ...(await read(file)), ...groups }, null, 1));
}

/** What was kept of all versions, in their order. */
export async function readKept(folder: string): Promise<Record<string, KeptGroups>> {
  const versions = (await readdir(folder)).filter((file) => file.endsWith('.json')).map((file) => parse(file).name);
  const inOrder = versions.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return Object.fromEntries(
    await Promise.all(inOrder.map(async (version) => [version, await read(join(folder, `${version}.json`))] as const)),
  );
}

const read = (file: string): Promise<KeptGroups> =>
  readFile(file, 'utf8').then(
    // JSON has no infinity: a bar without a limit of the error.
    (text) => JSON.parse(text, (key, value) => (key === 'error' && value === null ? Infinity : value)) as KeptGroups,
    () => ({}),
  );

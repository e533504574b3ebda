/** `npm run fidelity`: what darktable really does with masks, against what was asked. See ../README.md. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { darktables } from '../../tools/versions/darktables.ts';
import { dataFolder } from '../data-folder.ts';
import { Darkroom } from './darkroom.ts';
import { byKind, documentOf } from './document.ts';
import { readFlags } from './flags.ts';
import type { Flags } from './flags.ts';
import type { Batch, Group } from './group.ts';
import { GROUPS } from './groups/index.ts';
import { keepGroups, readKept } from './kept.ts';
import { KINDS } from './kinds.ts';
import { measureBatch } from './measure.ts';
import type { Row } from './measure.ts';
import { openPhotos } from './photos.ts';
import type { Photos } from './photos.ts';
import { caseTable, summaryTable } from './tables.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const KEPT = at('../out/fidelity');
const DOCUMENT = at('../FIDELITY.md');

function folders({ folders }: Flags): string[] {
  const own = dataFolder();
  return own === null ? [...folders] : [own, ...folders];
}

/** The batches of a group with the cases that `only` leaves. */
function chosen(group: Group, photos: Photos, { every, only }: Flags): Batch[] {
  const words = ({ photo, frame }: Batch, name: string): string => `${photo.name}, ${frame?.name ?? ''}, ${name}`;
  return group
    .batches(photos, every)
    .map((batch) => ({ ...batch, cases: batch.cases.filter(({ name }) => words(batch, name).includes(only ?? '')) }))
    .filter(({ cases }) => cases.length > 0);
}

async function measure(
  group: Group,
  darkroom: Darkroom,
  photos: Photos,
  flags: Flags,
  version: string,
): Promise<Row[]> {
  const batches = chosen(group, photos, flags);
  const rows: Row[] = [];
  for (const [i, batch] of batches.entries()) {
    process.stderr.write(`\r\u001B[K${version} ${group.name} ${i + 1} of ${batches.length}: ${batch.photo.name}`);
    rows.push(...(await measureBatch(darkroom, batch, KINDS[group.kind], version)));
  }
  process.stderr.write('\r\u001B[K');
  return rows;
}

/** The commit that is measured, and whether anything but the document of measures was changed since. */
function commitNow(): string {
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: at('../..'), encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--', '.', ':!bench/FIDELITY.md') !== '';
  return git('rev-parse', '--short', 'HEAD') + (changed ? '-dirty' : '');
}

/** Wrong use is answered in words, without a stack. */
async function asked(): Promise<{ flags: Flags; found: { version: string; program: string }[] }> {
  try {
    const flags = readFlags(process.argv.slice(2));
    return { flags, found: await darktables(flags.versions) };
  } catch (error) {
    console.error((error as Error).message);
    return process.exit(2);
  }
}

const { flags, found } = await asked();
const scratch = await mkdtemp(join(tmpdir(), 'chemigram-fidelity-'));
try {
  const commit = commitNow();
  const photos = await openPhotos(scratch, folders(flags));
  for (const { version, program } of found) {
    const home = join(scratch, version);
    await mkdir(home, { recursive: true });
    const darkroom = new Darkroom(home, program, photos.rasterFolders);
    const measured: Record<string, { commit: string; rows: Row[] }> = {};
    for (const group of GROUPS.filter(({ name }) => flags.groups.length === 0 || flags.groups.includes(name))) {
      const started = performance.now();
      const rows = await measure(group, darkroom, photos, flags, version);
      const seconds = Math.round((performance.now() - started) / 1000);
      if (rows.length === 0) continue;
      measured[group.name] = { commit, rows };
      console.log(`\ndarktable ${version}, ${group.name}, ${seconds} s\n\n${caseTable(rows)}`);
      // A part of a group must not take the place of the whole.
      if (flags.only === null) await keepGroups(KEPT, version, { [group.name]: { commit, rows } });
    }
    console.log(`\ndarktable ${version}\n\n${summaryTable(byKind(measured), version)}`);
    await darkroom.close();
    await rm(home, { recursive: true, force: true });
  }
  if (flags.only === null) await writeFile(DOCUMENT, documentOf(await readKept(KEPT)));
} finally {
  await rm(scratch, { recursive: true, force: true });
}

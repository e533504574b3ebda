import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readIfThere } from '../safety/if-there.ts';
import { PHOTO_FILE, parsePhoto, readPhotoCopy } from '../photo/photo.ts';
import { BRANCHES, Repository } from '../history/repository.ts';
import { showsState } from '../history/working-files.ts';
import { examineHead, examineLines, examineRefs, type BrokenRef, type Goal } from './examine-names.ts';
import { examineObjects } from './examine-objects.ts';
import { examinePacks } from './examine-packs.ts';
import { examinePlaces } from './examine-places.ts';
import type { Trouble } from './trouble.ts';

/** What an examination found, with what a repair needs. */
export interface Findings {
  readonly troubles: readonly Trouble[];
  /** What stands in the place of a file or a folder that is needed, from the photo's folder: it is set aside. */
  readonly misplaced: readonly string[];
  /** The record of the photo as it is to be written again; null where it is whole, or there is no copy of it. */
  readonly photo: string | null;
  /** Packs of which only a part can be read: that is saved, and they are set aside. */
  readonly damagedPacks: readonly string[];
  /** Damaged objects that stand in the way: their files are set aside. */
  readonly damagedObjects: readonly string[];
  readonly brokenRefs: readonly BrokenRef[];
  /** Where HEAD is to be put; null where it is whole. */
  readonly head: Goal | null;
  readonly staleGitLocks: readonly string[];
}

const NOTHING = { photo: null, damagedPacks: [], damagedObjects: [], brokenRefs: [], head: null, staleGitLocks: [] };

/** A git lock that is older than any git takes was left by one that was killed. */
const GIT_LOCK_AGE_MS = 600_000;

/** Looks at everything in a photo's folder. Reads only. */
export async function examine(dir: string): Promise<Findings> {
  const repository = new Repository(dir);
  repository.objects.forget();
  const troubles: Trouble[] = [];
  const misplaced = await examinePlaces(repository, troubles);
  if (troubles.length > 0) return { ...NOTHING, troubles, misplaced };
  const photo = await examinePhoto(dir, troubles);
  const damagedPacks = await examinePacks(repository, troubles);
  const { whole, damagedObjects } = await examineObjects(repository, troubles);
  const brokenRefs = await examineRefs(repository, whole, troubles);
  await examineLines(repository, whole, brokenRefs, troubles);
  const head = await examineHead(repository, whole, brokenRefs, troubles);
  const staleGitLocks = await examineGitLocks(repository, troubles);
  if (head === null && !brokenRefs.some(({ name }) => name.startsWith(BRANCHES))) {
    await examineWorkingFiles(repository, troubles);
  }
  // Where nothing whole is left, a name can lead nowhere better: it stays as it is.
  const mendableRefs = whole.size > 0 ? brokenRefs : [];
  return { troubles, misplaced, photo, damagedPacks, damagedObjects, brokenRefs: mendableRefs, head, staleGitLocks };
}

/** @returns the record as it is to be written again */
async function examinePhoto(dir: string, troubles: Trouble[]): Promise<string | null> {
  const text = (await readIfThere(join(dir, PHOTO_FILE)))?.toString('utf8');
  const folder = basename(dir);
  const tell = (what: string, remedy: string | null): void =>
    void troubles.push({ kind: 'photo', where: PHOTO_FILE, what, remedy });
  try {
    if (text === undefined) throw new Error('It is missing.');
    const { image_id } = parsePhoto(text, PHOTO_FILE);
    if (image_id !== folder)
      tell(`It is of "${image_id}", but its folder is named "${folder}": give the folder its name back.`, null);
    return null;
  } catch (error) {
    const what = (error as Error).message;
    const copy = readPhotoCopy(dir, folder);
    if (copy === null) tell(`${what} ${NO_COPY}`, null);
    else tell(what, 'Write it as its copy in .git has it; what is there is set aside in .git/chemigram-damaged.');
    return copy;
  }
}

const NO_COPY =
  'There is no copy of it. Put it back from a backup; or ingest the photo under another image_id and have import_style take the edit.xmp of this folder there.';

async function examineGitLocks({ gitdir }: Repository, troubles: Trouble[]): Promise<string[]> {
  const stale: string[] = [];
  for (const name of ['index.lock', 'HEAD.lock', 'packed-refs.lock', 'config.lock']) {
    const found = await stat(join(gitdir, name)).catch(() => null);
    if (found === null || found.mtimeMs > Date.now() - GIT_LOCK_AGE_MS) continue;
    stale.push(name);
    troubles.push({
      kind: 'git_lock',
      where: `.git/${name}`,
      what: 'A git that was killed left it; every other git waits for it.',
      remedy: 'Remove it.',
    });
  }
  return stale;
}

async function examineWorkingFiles(repository: Repository, troubles: Trouble[]): Promise<void> {
  const files = await repository
    .head()
    .then(({ oid }) => repository.files(oid))
    .catch((error: Error) => error);
  if (files instanceof Error) {
    const what = `${files.message} No whole state is left that the folder could be compared with; its edit.json is as it was.`;
    troubles.push({ kind: 'head', where: '.git', what, remedy: null });
    return;
  }
  if (await showsState(repository, files)) return;
  const changed: string[] = [];
  for (const [path, { oid: blob }] of files) {
    const there = await readFile(join(repository.dir, path)).catch(() => null);
    if (there?.equals(await repository.blob(blob, path)) !== true) changed.push(path);
  }
  troubles.push({
    kind: 'working_files',
    where: changed.length === 0 ? '.git/index' : changed.join(', '),
    what: 'The folder shows something else than the present state of the history.',
    remedy: 'Write them as the history has them; what was written there by hand is kept in cache/displaced.',
  });
}

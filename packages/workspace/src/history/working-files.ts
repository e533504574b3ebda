import { statSync } from 'node:fs';
import { readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../safety/atomic-fs.ts';
import { readSmall } from '../safety/if-there.ts';
import { encodeIndex, parseIndex } from '../git/git-index.ts';
import { objectId } from '../git/git-object.ts';
import type { FileTable } from './draft.ts';
import type { Repository } from './repository.ts';
import { allKnown } from './timeline.ts';

/** Where in the cache a working file goes that somebody edited by hand, before the state in the history replaces it. */
export const DISPLACED = 'displaced';

/** The files in the folder, as git knows them, that differ from a snapshot's, and entries of the index that do. */
interface Differences {
  /** Paths whose content in the folder is another, or that are missing there. */
  rewrite: { path: string; found: Buffer | null; foundOid: string | null }[];
  /** Paths whose entry in the index is another. */
  reindex: string[];
  /** Paths in the index that the snapshot does not have: of another state, or staged by hand. */
  surplus: string[];
  indexDamaged: boolean;
}

/** Whether the folder and the index show exactly this state. Reads only. */
export async function showsState(repository: Repository, files: FileTable): Promise<boolean> {
  const { rewrite, reindex, surplus, indexDamaged } = differences(repository, files);
  return !indexDamaged && rewrite.length + reindex.length + surplus.length === 0;
}

/**
 * Makes the folder's files and git's index show a state of the history, so that `git status` finds nothing changed. The
 * history is the truth: what differs is replaced; but a file that somebody edited by hand is kept in cache/displaced
 * first, and one that no state has is theirs, and stays. Call it under the lock.
 */
export async function showState(repository: Repository, files: FileTable): Promise<void> {
  const { dir, gitdir } = repository;
  const displace = (path: string, oid: string, content: Buffer): Promise<void> =>
    writeAtomically(gitdir, join(dir, 'cache', DISPLACED, `${oid.slice(0, 12)}-${path}`), content);
  const { rewrite, reindex, surplus, indexDamaged } = differences(repository, files);
  for (const { path, found, foundOid } of rewrite) {
    if (found !== null && foundOid !== null && !(await repository.objects.has(foundOid))) {
      await displace(path, foundOid, found);
    }
    const oid = files.get(path)?.oid;
    if (oid !== undefined) await writeAtomically(gitdir, join(dir, path), await repository.blob(oid, path));
  }
  for (const path of surplus) {
    const found = await readFile(join(dir, path)).catch(() => null);
    if (found === null) continue;
    const foundOid = objectId({ type: 'blob', content: found });
    const known = await inHistory(repository, path, foundOid);
    if (known === 'no such file') continue;
    if (known === 'other content') await displace(path, foundOid, found);
    await unlink(join(dir, path)).catch(() => {});
  }
  if (indexDamaged || rewrite.length + reindex.length + surplus.length > 0) await writeIndex(repository, files);
}

/** What the states of the history know of a file; where one cannot be read none does, so that nothing goes for it. */
async function inHistory(
  repository: Repository,
  path: string,
  oid: string,
): Promise<'this content' | 'other content' | 'no such file'> {
  let isThere = false;
  try {
    for (const { id } of await allKnown(repository)) {
      const entry = (await repository.files(id)).get(path);
      if (entry?.oid === oid) return 'this content';
      isThere ||= entry !== undefined;
    }
  } catch {
    return 'no such file';
  }
  return isThere ? 'other content' : 'no such file';
}

/** The index of these files as they lie in the folder. It is not waited for: it can be made again from HEAD. */
async function writeIndex({ dir, gitdir }: Repository, files: FileTable): Promise<void> {
  const entries = [...files].map(([path, { oid, mode }]) => ({ path, oid, mode, stats: statSync(join(dir, path)) }));
  await writeAtomically(gitdir, join(gitdir, 'index'), encodeIndex(entries));
}

function differences(repository: Repository, files: FileTable): Differences {
  const index = readIndex(repository);
  const indexed = index ?? new Map<string, string>();
  const result: Differences = { rewrite: [], reindex: [], surplus: [], indexDamaged: index === null };
  for (const [path, { oid }] of files) {
    const found = readSmall(join(repository.dir, path));
    const foundOid = found === null ? null : objectId({ type: 'blob', content: found });
    if (foundOid !== oid) result.rewrite.push({ path, found, foundOid });
    if (indexed.get(path) !== oid) result.reindex.push(path);
  }
  result.surplus = [...indexed.keys()].filter((path) => !files.has(path));
  return result;
}

/** What the index says: path to blob; null when it is damaged. */
function readIndex({ gitdir }: Repository): Map<string, string> | null {
  const bytes = readSmall(join(gitdir, 'index'));
  if (bytes === null) return new Map();
  try {
    return parseIndex(bytes);
  } catch {
    return null;
  }
}

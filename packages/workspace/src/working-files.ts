import { statSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { readSmall, writeAtomically } from './atomic-fs.ts';
import { encodeIndex, parseIndex } from './objects/git-index.ts';
import { objectId } from './objects/git-object.ts';
import type { FileTable } from './draft.ts';
import type { Repository } from './repository.ts';

/** Where a working file goes that somebody edited by hand, before the state in the history replaces it. */
const DISPLACED_FOLDER = 'cache/displaced';

/** The files in the folder, as git knows them, that differ from a snapshot's, and entries of the index that do. */
interface Differences {
  /** Paths whose content in the folder is another, or that are missing there. */
  rewrite: { path: string; found: Buffer | null; foundOid: string | null }[];
  /** Paths whose entry in the index is another. */
  reindex: string[];
  /** Paths in the index that the snapshot does not have. */
  remove: string[];
  indexDamaged: boolean;
}

/** Whether the folder and the index show exactly this state. Reads only. */
export async function showsState(repository: Repository, files: FileTable): Promise<boolean> {
  const { rewrite, reindex, remove, indexDamaged } = differences(repository, files);
  return !indexDamaged && rewrite.length + reindex.length + remove.length === 0;
}

/**
 * Makes the folder's files and git's index show a state of the history, so that `git status` is clean. The history is
 * the truth: what differs is replaced; but a file that somebody edited by hand is kept in cache/displaced first.
 * Call it under the lock.
 */
export async function showState(repository: Repository, files: FileTable): Promise<void> {
  const { dir, gitdir } = repository;
  const { rewrite, reindex, remove, indexDamaged } = differences(repository, files);
  for (const { path, found, foundOid } of rewrite) {
    if (found !== null && foundOid !== null && !(await repository.objects.has(foundOid))) {
      await writeAtomically(gitdir, join(dir, DISPLACED_FOLDER, `${foundOid.slice(0, 12)}-${path}`), found);
    }
    const oid = files.get(path)?.oid;
    if (oid !== undefined) await writeAtomically(gitdir, join(dir, path), await repository.blob(oid, path));
  }
  for (const path of remove) await unlink(join(dir, path)).catch(() => {});
  if (indexDamaged || rewrite.length + reindex.length + remove.length > 0) await writeIndex(repository, files);
}

/** The index of these files as they lie in the folder. It is not waited for: it can be made again from HEAD. */
async function writeIndex({ dir, gitdir }: Repository, files: FileTable): Promise<void> {
  const entries = [...files].map(([path, { oid, mode }]) => ({ path, oid, mode, stats: statSync(join(dir, path)) }));
  await writeAtomically(gitdir, join(gitdir, 'index'), encodeIndex(entries));
}

function differences(repository: Repository, files: FileTable): Differences {
  const index = readIndex(repository);
  const indexed = index ?? new Map<string, string>();
  const result: Differences = { rewrite: [], reindex: [], remove: [], indexDamaged: index === null };
  for (const [path, { oid }] of files) {
    const found = readSmall(join(repository.dir, path));
    const foundOid = found === null ? null : objectId({ type: 'blob', content: found });
    if (foundOid !== oid) result.rewrite.push({ path, found, foundOid });
    if (indexed.get(path) !== oid) result.reindex.push(path);
  }
  result.remove = [...indexed.keys()].filter((path) => !files.has(path));
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

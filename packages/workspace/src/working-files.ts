import { createHash } from 'node:crypto';
import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import * as git from 'isomorphic-git';
import { readIfThere, writeAtomically } from './atomic-fs.ts';
import type { FileTable, Repository } from './repository.ts';

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
  const { rewrite, reindex, remove, indexDamaged } = await differences(repository, files);
  return !indexDamaged && rewrite.length + reindex.length + remove.length === 0;
}

/**
 * Makes the folder's files and git's index show a state of the history, so that `git status` is clean. The history is
 * the truth: what differs is replaced; but a file that somebody edited by hand is kept in cache/displaced first.
 * Call it under the lock.
 */
export async function showState(repository: Repository, files: FileTable): Promise<void> {
  const { dir, gitdir, fs } = repository;
  const { rewrite, reindex, remove, indexDamaged } = await differences(repository, files);
  // The index holds nothing that HEAD does not; isomorphic-git cannot write over one that it cannot read.
  if (indexDamaged) await unlink(join(gitdir, 'index'));
  for (const { path, found, foundOid } of rewrite) {
    if (found !== null && foundOid !== null && !(await repository.hasBlob(foundOid))) {
      await writeAtomically(gitdir, join(dir, DISPLACED_FOLDER, `${foundOid.slice(0, 12)}-${path}`), found);
    }
    const oid = files.get(path)?.oid;
    if (oid !== undefined) await writeAtomically(gitdir, join(dir, path), await repository.blob(oid, path));
  }
  const cache = {};
  for (const path of remove) {
    await unlink(join(dir, path)).catch(() => {});
    await git.remove({ fs, dir, gitdir, cache, filepath: path });
  }
  const changed = new Set([...rewrite.map((file) => file.path), ...reindex]);
  if (changed.size > 0) await git.add({ fs, dir, gitdir, cache, filepath: [...changed], force: true });
}

async function differences(repository: Repository, files: FileTable): Promise<Differences> {
  const index = await readIndex(repository);
  const indexed = index ?? new Map<string, string>();
  const result: Differences = { rewrite: [], reindex: [], remove: [], indexDamaged: index === null };
  for (const [path, { oid }] of files) {
    const found = await readIfThere(join(repository.dir, path));
    const foundOid = found === null ? null : blobId(found);
    if (foundOid !== oid) result.rewrite.push({ path, found, foundOid });
    if (indexed.get(path) !== oid) result.reindex.push(path);
  }
  result.remove = [...indexed.keys()].filter((path) => !files.has(path));
  return result;
}

/** What the index says: path to blob; null when it is damaged. */
async function readIndex({ fs, dir, gitdir }: Repository): Promise<Map<string, string> | null> {
  const entries = new Map<string, string>();
  try {
    await git.walk({
      fs,
      dir,
      gitdir,
      trees: [git.STAGE()],
      map: async (path, [entry]) => {
        if (entry && (await entry.type()) === 'blob') entries.set(path, await entry.oid());
      },
    });
    return entries;
  } catch {
    return null;
  }
}

/** The id that git gives to a file of these bytes. */
function blobId(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeAtomically } from '../safety/atomic-fs.ts';
import { isThere, readIfThere } from '../safety/if-there.ts';
import { withLock, type Lock } from '../safety/lock.ts';
import { objectId } from '../git/git-object.ts';
import { encodeLoose } from '../git/loose.ts';
import type { PackedObject } from '../git/pack.ts';
import { writePack } from '../history/pack-history.ts';
import { Repository } from '../history/repository.ts';
import { PHOTO_FILE, writePhoto } from '../photo/photo.ts';
import { showState } from '../history/working-files.ts';
import { examine, type Findings } from './examine.ts';
import { savedFromPack } from './examine-packs.ts';

/** Where what was damaged is put, within .git: nothing is thrown away. */
const DAMAGED_FOLDER = 'chemigram-damaged';

/**
 * Repairs what can be repaired from what is there, under the lock. Damaged objects, packs and names that lead to them are set
 * aside in .git/chemigram-damaged; a name goes to the newest whole state that led to where it was. Whole states stay.
 *
 * @returns what is still wrong afterwards
 */
export async function repair(dir: string, name: string, timeoutMs: number): Promise<Findings> {
  const repository = new Repository(dir);
  if ((await stat(repository.gitdir).catch(() => null))?.isDirectory() !== true) return examine(dir);
  return withLock(repository.gitdir, { name, timeoutMs }, async (lock) => {
    const { misplaced } = await examine(dir);
    lock.assertHeld();
    for (const path of misplaced) await setAside(repository, join(dir, path), path);
    const first = await examine(dir);
    lock.assertHeld();
    if (first.photo !== null) {
      await setAside(repository, join(dir, PHOTO_FILE), PHOTO_FILE);
      await writePhoto(dir, first.photo);
    }
    for (const oid of first.damagedObjects) await setAside(repository, repository.objects.loosePath(oid), oid);
    await restoreFromFolder(repository);
    for (const name of first.damagedPacks) await savePack(repository, lock, name);
    const { brokenRefs, head, staleGitLocks } = await examine(dir);
    lock.assertHeld();
    for (const { name: ref, target } of brokenRefs) {
      const path = join(repository.gitdir, ref);
      const old = await readIfThere(path);
      if (old !== null) await writeAtomically(repository.gitdir, join(repository.gitdir, DAMAGED_FOLDER, ref), old);
      if (target !== null) await repository.setRef(ref, target.id);
      else {
        await rm(path, { force: true });
        await repository.deleteRef(ref);
      }
    }
    if (head !== null) await ('branch' in head ? repository.attachHead(head.branch) : repository.detachHead(head.oid));
    for (const lockFile of staleGitLocks) await rm(join(repository.gitdir, lockFile), { force: true });
    const present = await repository.head().catch(() => null);
    const files = present === null ? null : await repository.files(present.oid).catch(() => null);
    if (files !== null) await showState(repository, files);
    return examine(dir);
  });
}

/**
 * The files of the present state lie in the folder too: an object that was lost is written again from them, and with it
 * what a pack has only as its difference from that.
 */
async function restoreFromFolder(repository: Repository): Promise<void> {
  const { gitdir, objects } = repository;
  const present = await repository.head().catch(() => null);
  const files = present === null ? null : await repository.files(present.oid).catch(() => null);
  for (const [path, { oid }] of files ?? []) {
    const content = await readFile(join(repository.dir, path)).catch(() => null);
    if (content === null || objectId({ type: 'blob', content }) !== oid) continue;
    if (await objects.read(oid).catch(() => null)) continue;
    await writeAtomically(gitdir, objects.loosePath(oid), await encodeLoose({ type: 'blob', content }), true);
  }
}

/** What can be read of a damaged pack is in a whole one before that is set aside: a kill between leaves both. */
async function savePack(repository: Repository, lock: Lock, name: string): Promise<void> {
  const { objects } = repository;
  const saved = await savedFromPack(repository, name);
  async function* each(): AsyncGenerator<PackedObject> {
    for (const [oid, object] of saved) yield { ...object, oid, like: null };
  }
  const kept = saved.size === 0 ? null : await writePack(repository, lock, saved.size, each());
  objects.forget();
  if (kept === name) return;
  const folder = dirname(objects.packPath(name));
  // Its index first: a pack that nobody is pointed to is only so many bytes.
  const files = (await readdir(folder)).filter((file) => file.startsWith(`${name}.`)).sort();
  for (const file of files) await setAside(repository, join(folder, file), file);
}

async function setAside({ gitdir }: Repository, path: string, name: string): Promise<void> {
  const wanted = join(gitdir, DAMAGED_FOLDER, name);
  await mkdir(dirname(wanted), { recursive: true });
  // What was set aside before stays too.
  let to = wanted;
  for (let count = 2; await isThere(to); count++) to = `${wanted}-${count}`;
  // What lay in a pack has no file of its own.
  await rename(path, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

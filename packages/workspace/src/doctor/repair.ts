import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readIfThere, writeAtomically } from '../atomic-fs.ts';
import { Draft } from '../draft.ts';
import { withLock } from '../lock.ts';
import { objectId } from '../objects/git-object.ts';
import { Repository } from '../repository.ts';
import { showState } from '../working-files.ts';
import { examine, type Findings } from './examine.ts';

/** Where what was damaged is put, within .git: nothing is thrown away. */
const DAMAGED_FOLDER = 'chemigram-damaged';

/**
 * Repairs what can be repaired from what is there, under the lock. Damaged objects and names that lead to them are set
 * aside in .git/chemigram-damaged; a name goes to the newest whole state that led to where it was. Whole states stay.
 *
 * @returns what is still wrong afterwards
 */
export async function repair(dir: string, name: string, timeoutMs: number): Promise<Findings> {
  const repository = new Repository(dir);
  if ((await stat(repository.gitdir).catch(() => null)) === null) return examine(dir);
  return withLock(repository.gitdir, { name, timeoutMs }, async (lock) => {
    const first = await examine(dir);
    lock.assertHeld();
    for (const oid of first.damagedObjects) await setAside(repository, repository.objects.loosePath(oid), oid);
    await restoreFromFolder(repository);
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

/** The files of the present state lie in the folder too: an object that was lost there is written again from them. */
async function restoreFromFolder(repository: Repository): Promise<void> {
  const present = await repository.head().catch(() => null);
  const files = present === null ? null : await repository.files(present.oid).catch(() => null);
  const draft = new Draft();
  for (const [path, { oid }] of files ?? []) {
    const content = await readFile(join(repository.dir, path)).catch(() => null);
    if (content !== null && objectId({ type: 'blob', content }) === oid) draft.add('blob', content);
  }
  for (const file of await repository.objects.prepare(draft.objects)) await file.place();
}

async function setAside({ gitdir }: Repository, path: string, name: string): Promise<void> {
  const to = join(gitdir, DAMAGED_FOLDER, name);
  await mkdir(dirname(to), { recursive: true });
  // What lies in a pack stays there: its neighbours may be whole.
  await rename(path, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

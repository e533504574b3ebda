import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, unlessMissing } from '../safety/if-there.ts';
import { TEMPORARY_FOLDER } from '../safety/atomic-fs.ts';
import { mayBeRef } from '../git/ref-files.ts';
import { ORIGINAL_REF } from '../history/references.ts';
import { BRANCHES, type Repository } from '../history/repository.ts';
import { redoRef } from '../history/timeline.ts';
import { PHOTO_FILE } from '../photo/photo.ts';
import { RECIPE_FILE } from '../photo/recipe.ts';
import { refNames } from './examine-names.ts';
import type { Trouble } from './trouble.ts';

/** Folders that are read or written into, each before what lies in it. */
const FOLDERS = [
  'cache',
  '.git/objects',
  '.git/objects/pack',
  '.git/refs',
  '.git/refs/heads',
  '.git/refs/tags',
  '.git/refs/chemigram',
  '.git/refs/chemigram/redo',
  '.git/refs/chemigram/redo/heads',
  '.git/refs/chemigram/undone',
  `.git/${TEMPORARY_FOLDER}`,
];
const FILES = [PHOTO_FILE, '.git/HEAD', '.git/index', '.git/packed-refs'];

/**
 * Paths from the photo's folder where a folder stands for a file, or anything for a folder. Nothing can be read or written
 * there, so that they are told and set aside before all else is examined.
 */
export async function examinePlaces(repository: Repository, troubles: Trouble[]): Promise<string[]> {
  const misplaced: string[] = [];
  const tell = (where: string, what: string, remedy: string | null): void => {
    troubles.push({ kind: 'place', where, what: `${what} What else there is can be told when it is gone.`, remedy });
    if (remedy !== null) misplaced.push(where);
  };
  const at = (where: string): string => join(repository.dir, where);
  const isThere = (where: string): Promise<boolean> =>
    unlessMissing(
      lstat(at(where)).then(() => true),
      false,
    );
  const isFolder = (where: string): Promise<boolean> =>
    unlessMissing(
      stat(at(where)).then((found) => found.isDirectory()),
      false,
    );

  if ((await isThere('.git')) && !(await isFolder('.git'))) {
    tell('.git', 'It is no folder, so that there is no history in it.', null);
    return misplaced;
  }
  for (const where of [...FOLDERS, ...(await objectFolders(repository))]) {
    if ((await isThere(where)) && !(await isFolder(where)))
      tell(where, 'It should be a folder and is none.', SET_ASIDE);
  }
  for (const where of [...FILES, ...(await neededRefs(repository)), ...(await workingFiles(repository))]) {
    if (await isFolder(where)) tell(where, 'A folder stands where a file should.', SET_ASIDE);
  }
  return misplaced;
}

const SET_ASIDE = 'Set it aside in .git/chemigram-damaged.';

async function objectFolders({ gitdir }: Repository): Promise<string[]> {
  const names = await readdir(join(gitdir, 'objects')).catch(() => []);
  return names.filter((name) => /^[0-9a-f]{2}$/.test(name)).map((name) => `.git/objects/${name}`);
}

/**
 * The names that every edit, undo and redo needs: where one is a folder none of these can be written. Another folder below
 * refs may hold names that were given with git.
 */
async function neededRefs(repository: Repository): Promise<string[]> {
  const names = await refNames(repository).catch(() => []);
  const branches = names.filter((name) => name.startsWith(BRANCHES)).map((name) => name.slice(BRANCHES.length));
  const head = (await readIfThere(join(repository.gitdir, 'HEAD')).catch(() => null))?.toString('utf8').trim() ?? '';
  if (head.startsWith(`ref: ${BRANCHES}`)) branches.push(head.slice(`ref: ${BRANCHES}`.length));
  const needed = [
    ORIGINAL_REF,
    redoRef(null),
    ...branches.flatMap((branch) => [BRANCHES + branch, redoRef(branch)]),
    ...names,
  ];
  // What HEAD says may be anything, and lead to folders that are none of names.
  return [...new Set(needed)].filter(mayBeRef).map((name) => `.git/${name}`);
}

/** The files of the present state; where that cannot be read, the one that each state has. */
const workingFiles = (repository: Repository): Promise<string[]> =>
  repository
    .head()
    .then(async ({ oid }) => [...(await repository.files(oid)).keys()])
    .catch(() => [RECIPE_FILE]);

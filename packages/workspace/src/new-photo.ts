import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import { Draft } from './history/draft.ts';
import { ORIGINAL_REF } from './history/references.ts';
import { BRANCHES, DEFAULT_BRANCH, Repository } from './history/repository.ts';
import { showState } from './history/working-files.ts';
import { RESERVED_NAMES } from './home.ts';
import { checkImageId } from './photo/image-id.ts';
import { PHOTO_FILE, parsePhoto, serialisePhoto, writePhoto, type PhotoRecord } from './photo/photo.ts';
import { RECIPE_FILE, checkRecipe, serialiseRecipe, type Recipe } from './photo/recipe.ts';
import { isAbandoned } from './safety/atomic-fs.ts';
import { inFolder, isThere, namesIn } from './safety/if-there.ts';
import { ownerTag } from './safety/owner.ts';
import { IGNORED } from './workspace.ts';

/** Folders in the making; the dot keeps them out of the list, for no image_id begins with one. */
const DRAFT_PREFIX = '.new-';

/** What a new photo's folder begins with. */
export interface NewPhoto {
  photo: PhotoRecord;
  recipe: Recipe;
  /** More files of the first snapshot, by name. */
  files?: Record<string, string>;
}

/** Whether a folder is a photo's, a damaged one among them. */
export async function isPhotoFolder(dir: string): Promise<boolean> {
  return (await isThere(join(dir, PHOTO_FILE))) || isThere(join(dir, '.git'));
}

/**
 * Makes a photo's folder under `root` with its first snapshot, whole or not at all.
 *
 * @returns its image_id
 * @throws ChemigramError conflict when there is one, invalid_input for a name that no photo may have
 */
export async function makePhoto(root: string, start: NewPhoto, message: string): Promise<string> {
  const id = checkImageId(start.photo.image_id);
  const taken = (cause?: unknown) =>
    new ChemigramError('conflict', `There is a photo "${id}" in ${root} already.`, {
      field: 'image_id',
      hint: 'Open that one, or choose another image_id.',
      cause,
    });
  if (await isPhotoFolder(join(root, id))) throw taken();
  if (RESERVED_NAMES.includes(id)) {
    throw new ChemigramError('invalid_input', `"${id}" is the name of another folder beside the photos.`, {
      field: 'image_id',
      hint: `Choose another, such as ${id}-photo.`,
    });
  }
  await mkdir(root, { recursive: true });
  await sweepDrafts(root);
  const draft = join(root, DRAFT_PREFIX + ownerTag());
  try {
    await build(draft, start, message);
    await rename(draft, join(root, id));
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw ['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '') ? taken(error) : error;
  }
  return id;
}

async function build(dir: string, { photo, recipe, files = {} }: NewPhoto, message: string): Promise<void> {
  const repository = new Repository(dir);
  const first = serialiseRecipe(checkRecipe(recipe, photo.image_id, recipe));
  const facts = serialisePhoto(photo);
  parsePhoto(facts, `the record of "${photo.image_id}"`);
  await mkdir(dir).catch((error: unknown) => {
    throw inFolder(dirname(dir), error);
  });
  await repository.init(IGNORED);
  await writePhoto(dir, facts);
  const draft = new Draft();
  const table = draft.addFiles({ ...files, [RECIPE_FILE]: first });
  const oid = draft.addSnapshot(table, null, message);
  await repository.setRef(ORIGINAL_REF, oid, draft);
  await repository.setRef(BRANCHES + DEFAULT_BRANCH, oid);
  await showState(repository, table);
}

/** Removes folders in the making whose makers were killed. */
async function sweepDrafts(root: string): Promise<void> {
  for (const name of await namesIn(root)) {
    const path = join(root, name);
    if (name.startsWith(DRAFT_PREFIX) && (await isAbandoned(path, name.slice(DRAFT_PREFIX.length)))) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

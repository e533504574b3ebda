import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ChemigramError, nearestNames } from '@chemigram/errors';
import { isAbandoned, isMissing, writeAtomically } from './safety/atomic-fs.ts';
import { RESERVED_NAMES } from './home.ts';
import { examine } from './doctor/examine.ts';
import { repair } from './doctor/repair.ts';
import type { Trouble } from './doctor/trouble.ts';
import { Draft } from './history/draft.ts';
import { checkImageId, isImageId } from './photo/image-id.ts';
import { ownerTag } from './safety/owner.ts';
import {
  PHOTO_FILE,
  parsePhoto,
  readPhotoSource,
  serialisePhoto,
  type PhotoRecord,
  type PhotoSource,
} from './photo/photo.ts';
import { RECIPE_FILE, checkRecipe, serialiseRecipe, type Recipe } from './photo/recipe.ts';
import { ORIGINAL_REF } from './history/references.ts';
import { BRANCHES, DEFAULT_BRANCH, Repository } from './history/repository.ts';
import type { Snapshot } from './history/snapshot.ts';
import { IGNORED, Workspace } from './workspace.ts';
import { showState } from './history/working-files.ts';

/** A change that takes longer than this (a first render of a big raw) makes others who want to change give up. */
const LOCK_TIMEOUT_MS = 30_000;
/** Folders in the making; the dot keeps them out of the list, for no image_id begins with one. */
const DRAFT_PREFIX = '.new-';

/** What a new photo's folder begins with. */
export interface NewPhoto {
  photo: PhotoRecord;
  recipe: Recipe;
  /** More files of the first snapshot, by name. */
  files?: Record<string, string>;
}

/** All photos under one home. */
export interface Store {
  readonly home: string;
  /** The ids of all photos, sorted. A damaged one is among them. */
  list(): Promise<string[]>;
  has(id: string): Promise<boolean>;
  /**
   * Where the source of each photo lies, and its bytes' count and hash. Nothing else of their folders is read: it is quick among
   * hundreds, and damage of a history hides no photo. One whose record cannot be read is left out.
   */
  sources(): Promise<PhotoSource[]>;
  /** @throws ChemigramError invalid_input, not_found with the nearest ids, workspace_damaged */
  open(id: string): Promise<Workspace>;
  /** A photo's present snapshot, read without opening its folder; null where there is none to be read. */
  present(id: string): Promise<Snapshot | null>;
  /**
   * Looks for damage in a photo's folder and, with `repair`, repairs it as far as what is there allows. Nothing that can
   * be read is lost.
   *
   * @returns what was found, and what of it is left
   * @throws ChemigramError not_found
   */
  doctor(id: string, options: { repair: boolean }): Promise<Diagnosis>;
  /**
   * Makes a photo's folder with its first snapshot, whole or not at all.
   *
   * @throws ChemigramError conflict when there is one
   */
  create(start: NewPhoto, message: string): Promise<Workspace>;
}

/** What is wrong with a photo's folder. */
export interface Diagnosis {
  readonly found: readonly Trouble[];
  /** After the repair; the same without one. */
  readonly left: readonly Trouble[];
}

export interface StoreOptions {
  /** How long a change waits for another one to end before it gives up with conflict. */
  lockTimeoutMs?: number;
}

/**
 * The photos under a folder, which is made with the first of them.
 *
 * @param home CHEMIGRAM_HOME
 */
export function openStore(home: string, { lockTimeoutMs = LOCK_TIMEOUT_MS }: StoreOptions = {}): Store {
  const root = resolve(home);

  const has = async (id: string): Promise<boolean> => {
    const dir = join(root, checkImageId(id));
    return (await isThere(join(dir, PHOTO_FILE))) || isThere(join(dir, '.git'));
  };

  const list = async (): Promise<string[]> => {
    const ids: string[] = [];
    for (const name of await namesIn(root)) {
      if (isImageId(name) && (await has(name))) ids.push(name);
    }
    return ids.sort();
  };

  const sources = async (): Promise<PhotoSource[]> => {
    const found: PhotoSource[] = [];
    for (const id of await list()) {
      const photo = await readPhotoSource(join(root, id), id);
      if (photo !== null) found.push(photo);
    }
    return found;
  };

  const open = async (id: string): Promise<Workspace> => {
    await mustBeThere(id);
    return Workspace.open(join(root, id), id, lockTimeoutMs);
  };

  const doctor = async (id: string, options: { repair: boolean }): Promise<Diagnosis> => {
    await mustBeThere(id);
    const dir = join(root, id);
    const { troubles } = await examine(dir);
    if (!options.repair || troubles.length === 0) return { found: troubles, left: troubles };
    return { found: troubles, left: (await repair(dir, id, lockTimeoutMs)).troubles };
  };

  const mustBeThere = async (id: string): Promise<void> => {
    if (await has(id)) return;
    const nearest = nearestNames(id, await list());
    throw new ChemigramError('not_found', `There is no photo "${id}" in ${root}.`, {
      field: 'image_id',
      hint: nearest.length === 0 ? 'There is no photo yet: ingest one.' : `Nearest: ${nearest.join(', ')}.`,
    });
  };

  const present = async (id: string): Promise<Snapshot | null> => {
    if (!isImageId(id)) return null;
    const repository = new Repository(join(root, id));
    return repository
      .head()
      .then(({ oid }) => repository.snapshot(oid))
      .catch(() => null);
  };

  const create = async (start: NewPhoto, message: string): Promise<Workspace> => {
    const id = checkImageId(start.photo.image_id);
    const taken = (cause?: unknown) =>
      new ChemigramError('conflict', `There is a photo "${id}" in ${root} already.`, {
        field: 'image_id',
        hint: 'Open that one, or choose another image_id.',
        cause,
      });
    if (await has(id)) throw taken();
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
    return open(id);
  };

  return { home: root, list, has, sources, open, present, doctor, create };
}

async function build(dir: string, { photo, recipe, files = {} }: NewPhoto, message: string): Promise<void> {
  const repository = new Repository(dir);
  const first = serialiseRecipe(checkRecipe(recipe, photo.image_id, recipe));
  const facts = serialisePhoto(photo);
  parsePhoto(facts, `the record of "${photo.image_id}"`);
  await mkdir(dir);
  await repository.init(IGNORED);
  await writeAtomically(repository.gitdir, join(dir, PHOTO_FILE), facts, true);
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

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

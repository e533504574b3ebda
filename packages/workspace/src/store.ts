import { join, resolve } from 'node:path';
import { ChemigramError, nearestNames } from '@chemigram/errors';
import { examine } from './doctor/examine.ts';
import { repair } from './doctor/repair.ts';
import type { Trouble } from './doctor/trouble.ts';
import { Repository } from './history/repository.ts';
import type { Snapshot } from './history/snapshot.ts';
import { isPhotoFolder, makePhoto, type NewPhoto } from './new-photo.ts';
import { checkImageId, isImageId } from './photo/image-id.ts';
import { readPhotoSource, type PhotoSource } from './photo/photo.ts';
import { namesIn } from './safety/if-there.ts';
import { LOCK_TIMEOUT_MS } from './safety/lock.ts';
import { Workspace } from './workspace.ts';

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

  const has = async (id: string): Promise<boolean> => isPhotoFolder(join(root, checkImageId(id)));

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
    const id = await makePhoto(root, start, message);
    return open(id);
  };

  return { home: root, list, has, sources, open, present, doctor, create };
}

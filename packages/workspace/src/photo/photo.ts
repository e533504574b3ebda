import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import { z } from 'zod';
import { writeAtomically } from '../safety/atomic-fs.ts';
import { isThere, readSmall } from '../safety/if-there.ts';
import { parseDocument } from '../documents/parse-document.ts';
import { DAMAGE_HINT } from '../safety/damage.ts';
import { readableJson } from '../documents/readable-json.ts';

/** Facts about the raw: beside the history, not in it, for undoing an edit must not move the raw back. */
export const PHOTO_FILE = 'photo.json';
/** The same once more, within .git, where no hand deletes or edits it: nothing else in the folder tells where the raw is. */
const PHOTO_COPY = 'chemigram-photo.json';

/** What is known of the photo itself. Keys that this version does not know are kept. */
export interface PhotoRecord {
  version: 1;
  image_id: string;
  /** Absolute path of the raw. */
  source: string;
  /** Of the raw's bytes, hex. */
  sha256: string;
  bytes: number;
  /** Displayed, full size, pixels. */
  width: number;
  height: number;
  /** Whatever the engine has measured and wants to find again. */
  facts: Record<string, unknown>;
}

/** Where a photo's raw lies, and what tells it from others. */
export type PhotoSource = Pick<PhotoRecord, 'image_id' | 'source' | 'bytes' | 'sha256'>;

const photoSchema = z.looseObject({
  version: z.literal(1),
  image_id: z.string().min(1),
  source: z.string().min(1),
  sha256: z.string().min(1),
  bytes: z.number().int().nonnegative(),
  width: z.number().positive(),
  height: z.number().positive(),
  facts: z.record(z.string(), z.unknown()).default({}),
});

/**
 * The record in a text.
 *
 * @param file how an error names the text
 * @throws ChemigramError workspace_damaged naming the file and what is wrong
 */
export function parsePhoto(text: string, file: string = PHOTO_FILE): PhotoRecord {
  return parseDocument(photoSchema, text, file);
}

/** The record as a readable document. Inverse of parsePhoto. */
export function serialisePhoto(photo: PhotoRecord): string {
  return readableJson(photo, ['version', 'image_id', 'source', 'sha256', 'bytes', 'width', 'height']);
}

/**
 * The record in a photo's folder.
 *
 * @throws ChemigramError workspace_damaged where there is none, or none that can be read
 */
export async function readPhoto(dir: string): Promise<PhotoRecord> {
  const path = join(dir, PHOTO_FILE);
  const text = readSmall(path)?.toString('utf8');
  if (text !== undefined) return parsePhoto(text, path);
  throw new ChemigramError('workspace_damaged', `${path} is missing.`, { hint: DAMAGE_HINT });
}

/** Writes the record of a photo, and its copy. The copy is only for who lost the record: without one no write fails. */
export async function writePhoto(dir: string, text: string): Promise<void> {
  const gitdir = join(dir, '.git');
  await writeAtomically(gitdir, join(dir, PHOTO_FILE), text, true);
  await writeAtomically(gitdir, join(gitdir, PHOTO_COPY), text).catch(() => {});
}

/** Makes the copy of a record that has none yet. */
export async function copyPhoto(dir: string, photo: PhotoRecord): Promise<void> {
  const gitdir = join(dir, '.git');
  const copy = join(gitdir, PHOTO_COPY);
  if (await isThere(copy).catch(() => true)) return;
  await writeAtomically(gitdir, copy, serialisePhoto(photo)).catch(() => {});
}

/** The copy of a photo's record, as text; null where there is none of this photo. */
export function readPhotoCopy(dir: string, imageId: string): string | null {
  try {
    const text = readFileSync(join(dir, '.git', PHOTO_COPY), 'utf8');
    return parsePhoto(text).image_id === imageId ? text : null;
  } catch {
    return null;
  }
}

/**
 * What a photo's folder says of its raw, read as it stands: a record that is damaged elsewhere still tells where the raw is.
 *
 * @returns null where there is no record, or none that names a raw
 */
export async function readPhotoSource(dir: string, image_id: string): Promise<PhotoSource | null> {
  try {
    const { source, bytes, sha256 } = JSON.parse(await readFile(join(dir, PHOTO_FILE), 'utf8')) as PhotoRecord;
    return typeof source === 'string' ? { image_id, source, bytes, sha256 } : null;
  } catch {
    // doctor tells what is wrong with it.
    return null;
  }
}

/**
 * What was detected or suggested on a photo, and can be used as `{"kind": "detected", "id": ...}`.
 *
 * Each is a file `detected/ID.json` in the photo's workspace, beside its rasters and kept like them: outside of the caches
 * and of the history, named by its content and never changed. So a move that uses it survives undo, the cleaning of caches
 * and gc. What is kept is a mask of the language, together with the frame that it was said in: a path for an outline, a
 * raster that keepOpacity kept for a soft one, or anything else. Where a mask refers to one it takes the reference's place
 * as a saved mask does (`lookupOf`), in another frame as well.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import { maskId } from '@chemigram/mask';
import type { Mask } from '@chemigram/mask';
import { DETECTED_FOLDER } from '@chemigram/workspace';
import { wholeFile } from '@chemigram/renderer';
import type { Frame } from '../develop/frame.ts';

/** A region that was found, as a mask that others refer to by its id. */
export interface DetectedMask {
  readonly detected_id: string;
  readonly label: string;
  /** 0..1; null of what nobody is more or less sure of. */
  readonly confidence: number | null;
  /** Normalised; without references of its own to names or to what was detected. */
  readonly mask: Mask;
  /** How the picture was framed that it speaks of. */
  readonly frame: Frame;
  /** Who found it: "classic saliency 1", "suggest_masks". */
  readonly by: string;
}

const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const ID_DIGITS = 8;
const LABEL_CHARACTERS = 24;

/**
 * Keeps a mask under an id of its own, "sky-3f9a01c2": the same mask in the same frame under the same label has the same.
 *
 * @param workspaceDir the photo's workspace
 * @returns what was kept, with its id
 */
export async function keepDetected(
  workspaceDir: string,
  found: Omit<DetectedMask, 'detected_id'>,
): Promise<DetectedMask> {
  const digest = createHash('sha256').update(JSON.stringify([maskId(found.mask), found.frame, found.by]));
  const kept = { detected_id: `${slug(found.label)}-${digest.digest('hex').slice(0, ID_DIGITS)}`, ...found };
  await mkdir(join(workspaceDir, DETECTED_FOLDER), { recursive: true });
  const file = fileOf(workspaceDir, kept.detected_id);
  await wholeFile(file, (half) => writeFile(half, JSON.stringify(kept)));
  return kept;
}

/**
 * What was kept under an id; undefined where nothing was. It is read at once: a lookup of masks waits for nothing, and the
 * files are small.
 *
 * @throws ChemigramError workspace_damaged for a file that cannot be read
 */
function readDetected(workspaceDir: string, id: string): DetectedMask | undefined {
  // An id is part of a file's name: it must not lead anywhere else.
  if (!ID.test(id)) return undefined;
  const file = fileOf(workspaceDir, id);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as DetectedMask;
  } catch (cause) {
    if (['ENOENT', 'ENAMETOOLONG'].includes((cause as NodeJS.ErrnoException).code!)) return undefined;
    throw new ChemigramError('workspace_damaged', `${file}, what was detected as ${id}, cannot be read.`, {
      hint: 'Remove the file and detect again, or give the moves that use it another mask with adjust_move.',
      cause,
    });
  }
}

/** How a mask of this photo looks up what was detected on it. */
export const detectedOn =
  (workspaceDir: string) =>
  (id: string): DetectedMask | undefined =>
    readDetected(workspaceDir, id);

const fileOf = (workspaceDir: string, id: string): string => join(workspaceDir, DETECTED_FOLDER, `${id}.json`);

/** "Red car" as a part of an id: "red-car". */
function slug(label: string): string {
  const words = label.toLowerCase().match(/[a-z0-9]+/g) ?? ['region'];
  return words.join('-').slice(0, LABEL_CHARACTERS).replace(/-$/, '');
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LOCK_TIMEOUT_MS, withLock, type Lock } from './safety/lock.ts';

// What stands in CHEMIGRAM_HOME beside the photos. A photo of such a name gets another image_id.

/** The photographer's taste, one Markdown file per genre. */
export const TASTE_FOLDER = 'taste';
/** What was proposed, and what became of it. */
export const PROPOSALS_FOLDER = 'proposals';
/** What was done, one file of lines per session. */
export const SESSIONS_FOLDER = 'sessions';
/** The photographer's own packs of words and masks. */
const PACKS_FOLDER = 'packs';

export const RESERVED_NAMES: readonly string[] = [TASTE_FOLDER, PROPOSALS_FOLDER, SESSIONS_FOLDER, PACKS_FOLDER];

/** What was wished for and is not in the vocabulary. */
export const GAPS_FILE = 'vocabulary-gaps.jsonl';

/** Of locks and files in the making; it begins with a dot, so it is no image_id. */
const OWN_FOLDER = '.chemigram';

/** Runs `work` while nobody else changes texts or proposals under this home; it is given the folder for writeAtomically. */
export async function withHomeLock<T>(home: string, work: (folder: string, lock: Lock) => Promise<T>): Promise<T> {
  const folder = join(home, OWN_FOLDER);
  await mkdir(folder, { recursive: true });
  const options = { name: 'The notes and proposals', timeoutMs: LOCK_TIMEOUT_MS };
  return withLock(folder, options, (lock) => work(folder, lock));
}

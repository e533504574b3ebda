import { mkdir, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ChemigramError, nearestNames } from '@chemigram/errors';
import { z } from 'zod';
import { isMissing, namesIn } from '../safety/if-there.ts';
import { SESSIONS_FOLDER } from '../home.ts';
import { appendLine, readLines } from '../documents/json-lines.ts';

/** A part of a session that is longer goes on in another file: an editor opens it, and a torn disk costs little. */
const PART_BYTES = 1_000_000;
/** All sessions together; beyond it the parts that were written longest ago go. Some thousand days of work. */
const ALL_BYTES = 64_000_000;
const PART = /^([a-zA-Z0-9][a-zA-Z0-9_.-]*?)(?:\.part(\d+))?\.jsonl$/;

const entrySchema = z.looseObject({
  at: z.string(),
  operation: z.string(),
  image_id: z.string().nullable(),
  arguments: z.record(z.string(), z.unknown()),
  /** The photo's snapshots around the call; null where there is no photo. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  ok: z.boolean(),
  result: z.unknown().optional(),
  error: z.unknown().optional(),
  /** Ids of the moves that it made, in order. */
  made: z.array(z.string()).optional(),
  /** The calls that do the same from scratch, where the call itself cannot be made again. */
  did: z.array(z.object({ operation: z.string(), arguments: z.record(z.string(), z.unknown()) })).optional(),
  ms: z.number().optional(),
});

/** One call of an operation, as a transcript keeps it: no pictures and no secrets in it. */
export type TranscriptEntry = z.infer<typeof entrySchema>;

/** A name that a file can have; what others gave is brought into it. */
export const sessionName = (said: string): string =>
  said.replace(/[^a-zA-Z0-9_-]+/g, '-').replace(/^[-_]+/, '') || 'session';

const partName = (session: string, part: number): string => `${session}${part === 1 ? '' : `.part${part}`}.jsonl`;

/** Limits of size, to be set smaller in tests. */
export interface TranscriptLimits {
  partBytes?: number;
  allBytes?: number;
}

/**
 * Adds a call to a session's transcript. Without a home there is nothing to write down: it is made by the first photo.
 *
 * @param session see sessionName
 */
export async function record(
  home: string,
  session: string,
  entry: TranscriptEntry,
  { partBytes = PART_BYTES, allBytes = ALL_BYTES }: TranscriptLimits = {},
): Promise<void> {
  const folder = join(home, SESSIONS_FOLDER);
  try {
    await mkdir(folder);
    // EEXIST is the usual case; ENOENT means that there is no home yet.
  } catch (error) {
    if (isMissing(error)) return;
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const parts = (await partsOf(home)).filter((part) => part.session === session);
  const last = parts.at(-1);
  const full = last !== undefined && last.bytes >= partBytes;
  const part = (last?.part ?? 1) + (full ? 1 : 0);
  if (full) await makeRoom(home, session, allBytes);
  await appendLine(join(folder, partName(session, part)), entry);
}

/** The path of the file that a session is written to first. */
export const transcriptPath = (home: string, session: string): string =>
  join(home, SESSIONS_FOLDER, partName(session, 1));

/** Names of all sessions, the one written last first. */
export async function listSessions(home: string): Promise<string[]> {
  const parts = (await partsOf(home)).toSorted((a, b) => b.mtimeMs - a.mtimeMs || b.session.localeCompare(a.session));
  return [...new Set(parts.map(({ session }) => session))];
}

/**
 * A session's calls, in order, and how many lines could not be read.
 *
 * @throws ChemigramError not_found with the nearest names
 */
export async function readSession(
  home: string,
  session: string,
): Promise<{ entries: TranscriptEntry[]; unreadable: number }> {
  const parts = (await partsOf(home)).filter((part) => part.session === session);
  if (parts.length === 0) {
    const all = await listSessions(home);
    throw new ChemigramError(
      'not_found',
      `There is no session "${session}" in ${dirname(transcriptPath(home, session))}.`,
      {
        field: 'session',
        hint: all.length === 0 ? 'None was written yet.' : `Nearest: ${nearestNames(session, all).join(', ')}.`,
      },
    );
  }
  const entries: TranscriptEntry[] = [];
  let unreadable = 0;
  for (const { path } of parts) {
    const lines = await readLines(path);
    unreadable += lines.unreadable;
    for (const value of lines.values) {
      const read = entrySchema.safeParse(value);
      if (read.success) entries.push(read.data);
      else unreadable++;
    }
  }
  return { entries, unreadable };
}

interface Part {
  session: string;
  part: number;
  path: string;
  bytes: number;
  mtimeMs: number;
}

/** Every file of every session, parts in order. */
async function partsOf(home: string): Promise<Part[]> {
  const folder = join(home, SESSIONS_FOLDER);
  const parts: Part[] = [];
  for (const name of await namesIn(folder)) {
    const [, session, part = '1'] = PART.exec(name) ?? [];
    const path = join(folder, name);
    const found = session === undefined ? null : await stat(path).catch(() => null);
    if (session === undefined || found === null) continue;
    parts.push({ session, part: Number(part), path, bytes: found.size, mtimeMs: found.mtimeMs });
  }
  return parts.sort((a, b) => a.session.localeCompare(b.session) || a.part - b.part);
}

async function makeRoom(home: string, session: string, allBytes: number): Promise<void> {
  const parts = (await partsOf(home)).toSorted((a, b) => a.mtimeMs - b.mtimeMs);
  let sum = parts.reduce((total, { bytes }) => total + bytes, 0);
  for (const part of parts) {
    if (sum <= allBytes) return;
    if (part.session === session) continue;
    await unlink(part.path).catch(() => {});
    sum -= part.bytes;
  }
}

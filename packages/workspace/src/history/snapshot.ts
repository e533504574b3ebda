import type { Commit } from '../git/commit.ts';

export const SHORT_LENGTH = 7;

/** One state of the photo's edit, kept for good. */
export interface Snapshot {
  /** The full id of the git commit, 40 hex digits. */
  id: string;
  short: string;
  message: string;
  /** When, ISO 8601. */
  at: string;
  by: string;
  /** The state it was made from; null for the first. */
  parent: string | null;
}

/** The snapshot that a commit is. */
export const snapshotOf = (id: string, { author, committer, message, parents }: Commit): Snapshot => ({
  id,
  short: id.slice(0, SHORT_LENGTH),
  message: message.trim(),
  at: new Date(committer.timestamp * 1000).toISOString(),
  by: author.name,
  parent: parents[0] ?? null,
});

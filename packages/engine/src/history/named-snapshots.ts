import type { Named, Workspace } from '@chemigram/workspace';

/** The branch that the next edit continues; null on a snapshot that was gone to by itself. */
export const currentBranch = async (workspace: Workspace): Promise<string | null> =>
  (await workspace.branches()).find(({ current }) => current)?.name ?? null;

/** A branch or tag as results show it, with the snapshot that it names. */
export const shownName = ({ name, snapshot: { id, message, at } }: Named) => ({ name, snapshot: id, message, at });

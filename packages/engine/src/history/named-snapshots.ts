import type { Named, Workspace } from '@chemigram/workspace';

export const currentBranch = async (workspace: Workspace): Promise<string | null> =>
  (await workspace.branches()).find(({ current }) => current)?.name ?? null;

export const shownName = ({ name, snapshot: { id, message, at } }: Named) => ({ name, snapshot: id, message, at });

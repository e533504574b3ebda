import { ChemigramError } from '@chemigram/errors';
import type { Workspace } from '@chemigram/workspace';

/** At an end of the history nothing is out of range that the caller gave: the state is in the way. */
export async function walk<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof ChemigramError) || error.code !== 'out_of_range') throw error;
    throw new ChemigramError('conflict', error.message, { hint: error.hint ?? 'See log.', cause: error });
  }
}

/** How far the history can be walked from here. */
export async function walkable(workspace: Workspace): Promise<{ undoable: number; redoable: number }> {
  const [log, undone] = await Promise.all([workspace.log(), workspace.undone()]);
  return { undoable: log.length - 1, redoable: undone.length };
}

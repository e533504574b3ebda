import { ChemigramError } from '@chemigram/errors';
import type { Snapshot, Workspace } from '@chemigram/workspace';

/** The snapshot meant by a ref, its error naming the argument. */
export async function snapshotAt(workspace: Workspace, ref: string, argument: string): Promise<Snapshot> {
  try {
    return await workspace.resolve(ref);
  } catch (error) {
    throw error instanceof ChemigramError ? error.about(argument) : error;
  }
}

/** The snapshot before another; the first one has itself. */
export async function snapshotBefore(workspace: Workspace, snapshot: Snapshot): Promise<Snapshot> {
  return snapshot.parent === null ? snapshot : workspace.resolve(snapshot.parent);
}

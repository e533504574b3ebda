import type { Handler } from '../contracts/index.ts';
import { currentBranch } from '../history/named-snapshots.ts';
import { walkable } from '../history/walk.ts';
import type { Studio } from '../studio.ts';

/** Goes to a snapshot, a branch or a tag; nothing of the history is lost. @throws ChemigramError not_found */
export const checkout: Handler<'checkout', Studio> = async (studio, { image_id, ref }) => {
  const workspace = await studio.store.open(image_id);
  const { id, message } = await workspace.checkout(ref);
  const { moves } = await workspace.recipe();
  const branch = await currentBranch(workspace);
  return { result: { image_id, snapshot: id, branch, message, moves: moves.length, ...(await walkable(workspace)) } };
};

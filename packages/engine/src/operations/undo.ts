import type { Handler } from '../contracts/index.ts';
import { walk, walkable } from '../history/walk.ts';
import type { Studio } from '../studio.ts';

/** Goes one step back; redo brings it back. @throws ChemigramError conflict at the beginning of the history */
export const undo: Handler<'undo', Studio> = async (studio, { image_id }) => {
  const workspace = await studio.store.open(image_id);
  const { snapshot, undone } = await walk(() => workspace.undo());
  return { result: { image_id, snapshot: snapshot.id, undone: undone.message, ...(await walkable(workspace)) } };
};

import type { Handler } from '../contracts/index.ts';
import { walk, walkable } from '../history/walk.ts';
import type { Studio } from '../studio.ts';

/** Brings back the step that was undone last. @throws ChemigramError conflict where none was */
export const redo: Handler<'redo', Studio> = async (studio, { image_id }) => {
  const workspace = await studio.store.open(image_id);
  const snapshot = await walk(() => workspace.redo());
  return { result: { image_id, snapshot: snapshot.id, redone: snapshot.message, ...(await walkable(workspace)) } };
};

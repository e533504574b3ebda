import type { Handler } from '../contracts/index.ts';
import { addMove } from '../moves/add-move.ts';
import type { Studio } from '../studio.ts';

/** Adds one move. @throws ChemigramError whatever checking its values and mask throws; the photo is then as it was */
export const applyPrimitive: Handler<'apply_primitive', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  return addMove(studio, workspace, await workspace.recipe(), args, call);
};

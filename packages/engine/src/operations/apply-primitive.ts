import type { Handler } from '../contracts/index.ts';
import { addMove } from '../moves/add-move.ts';
import type { Studio } from '../studio.ts';

export const applyPrimitive: Handler<'apply_primitive', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  return addMove(studio, workspace, await workspace.recipe(), args, call);
};

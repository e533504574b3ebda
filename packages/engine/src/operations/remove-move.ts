import type { Handler } from '../contracts/index.ts';
import { change } from '../history/change.ts';
import { withoutIdleLooks } from '../looks/without-idle-looks.ts';
import { findMove } from '../moves/find-move.ts';
import { foundAgain } from '../moves/found-again.ts';
import { widenedWarnings } from '../moves/widened-warnings.ts';
import type { Studio } from '../studio.ts';
import { describeMove } from '../words/words.ts';

/** Takes away a move, or all moves of a group; a look without moves is gone with them. @throws ChemigramError not_found */
export const removeMove: Handler<'remove_move', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  let left = 0;
  const { snapshot, before, development } = await change(studio, workspace, call, async (recipe) => {
    const together = recipe.moves.filter(({ group }) => group === args.move_id);
    const gone = together.length > 0 ? together : [findMove(recipe, args.move_id)];
    const moves = recipe.moves.filter((move) => !gone.includes(move));
    left = moves.length;
    const without = withoutIdleLooks({ ...recipe, moves });
    return {
      message: `remove ${gone.map(describeMove).join('; ')}`,
      recipe: await foundAgain(studio, workspace, recipe, without, call),
    };
  });
  const warnings = await widenedWarnings(studio, workspace, before, development, call);
  return {
    result: { image_id: args.image_id, move_id: args.move_id, snapshot: snapshot.id, moves: left, warnings },
  };
};

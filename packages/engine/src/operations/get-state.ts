import type { Handler } from '../contracts/index.ts';
import { frameOf } from '../develop/frame.ts';
import { walkable } from '../history/walk.ts';
import { shownMove } from '../moves/shown-move.ts';
import { shownSize } from '../photos/displayed-size.ts';
import { baselineOf } from '../photos/session/baseline-kind.ts';
import type { Studio } from '../studio.ts';

/** The photo as it is: its moves, looks and size in pixels. Answered without darktable too; the size is then that without crop. @throws ChemigramError not_found, workspace_damaged */
export const getState: Handler<'get_state', Studio> = async (studio, { image_id }) => {
  const workspace = await studio.store.open(image_id);
  const [recipe, head] = [await workspace.recipe(), await workspace.head()];
  const now = frameOf(recipe.moves, await studio.vocabulary());
  return {
    result: {
      image_id,
      photo: workspace.photo.source,
      ...(await shownSize(studio, workspace, recipe)),
      baseline: baselineOf(workspace),
      snapshot: head.id,
      moves: recipe.moves.map((move) => shownMove(move, now)),
      looks: Object.entries(recipe.looks ?? {}).map(([group_id, { look, strength }]) => ({ group_id, look, strength })),
      ...(await walkable(workspace)),
    },
  };
};

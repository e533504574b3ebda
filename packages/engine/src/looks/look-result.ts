import type { Snapshot, Workspace } from '@chemigram/workspace';
import type { Result } from '../contracts/index.ts';
import { developedMove } from '../moves/find-move.ts';
import { maskSummary } from '../moves/shown-move.ts';
import type { Development } from '../photos/developer.ts';
import { appliedLook } from './find-look.ts';

/**
 * What apply_look and adjust_look answer: the look with its moves, as they are in a state.
 * @param development of that state, which says how each mask was placed
 * @param notes of the masks that were read; the warnings of those that were placed follow
 */
export async function lookResult(
  workspace: Workspace,
  group: string,
  development: Development,
  snapshot: Snapshot,
  notes: readonly string[],
): Promise<Result<'adjust_look'>> {
  const recipe = await workspace.recipe(snapshot.id);
  const { look, strength } = appliedLook(recipe, group);
  const own = recipe.moves.filter((move) => move.group === group);
  const placed = own.map(({ move_id }) => developedMove(development.moves, move_id).mask);
  return {
    image_id: workspace.imageId,
    look,
    strength,
    group_id: group,
    move_ids: own.map(({ move_id }) => move_id),
    moves: own.map(({ move_id, primitive, values }, i) => ({
      move_id,
      primitive,
      values,
      mask: maskSummary(placed[i]!),
    })),
    snapshot: snapshot.id,
    // Several moves through one mask say the same.
    warnings: [...new Set([...notes, ...placed.flatMap((mask) => mask?.warnings ?? [])])],
  };
}

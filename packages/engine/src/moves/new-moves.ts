import type { Mask } from '@chemigram/mask';
import type { Primitive, Vocabulary } from '@chemigram/vocabulary';
import { newGroupId, newMoveId } from '@chemigram/workspace';
import type { Move, Recipe } from '@chemigram/workspace';
import { framed } from '../develop/framed.ts';

/** The author of a move made through a door. */
export const AGENT = 'agent';

/** What a move is to do, before it has its place in a recipe. */
export interface NewMove {
  readonly primitive: Primitive;
  readonly values: Record<string, number>;
  readonly mask: Mask | null;
  readonly label: string | null;
}

/**
 * Moves that are made together, as they follow those of a recipe: one group.
 * @param seen the state that their masks were read on
 */
export function newMoves(
  wanted: readonly NewMove[],
  recipe: Recipe,
  seen: Recipe,
  vocabulary: Vocabulary,
): { group: string; moves: Move[] } {
  const group = newGroupId(recipe);
  const moves: Move[] = [];
  for (const { primitive, values, mask, label } of wanted) {
    moves.push({
      move_id: newMoveId({ ...recipe, moves: [...recipe.moves, ...moves] }),
      primitive: primitive.name,
      values,
      mask,
      ...framed(mask, seen, vocabulary),
      label,
      group,
      at: new Date().toISOString(),
      by: AGENT,
    });
  }
  return { group, moves };
}

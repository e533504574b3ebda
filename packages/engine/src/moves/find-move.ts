import { ChemigramError, nearestNames } from '@chemigram/errors';
import type { Move, Recipe } from '@chemigram/workspace';
import type { DevelopedMove } from '../develop/recipe-layers.ts';

/** A move of a recipe by its id. @throws ChemigramError not_found with the nearest ids */
export function findMove(recipe: Recipe, id: string): Move {
  const move = recipe.moves.find(({ move_id }) => move_id === id);
  if (move !== undefined) return move;
  const ids = recipe.moves.map(({ move_id }) => move_id);
  throw new ChemigramError('not_found', `There is no move "${id}" on "${recipe.image_id}".`, {
    field: 'move_id',
    hint:
      ids.length === 0
        ? 'The photo has no moves yet.'
        : `Nearest: ${nearestNames(id, ids).join(', ')}; get_state lists all.`,
  });
}

/** A move as it was developed, its mask placed; the development has to be of a recipe that holds it. */
export const developedMove = (moves: readonly DevelopedMove[], id: string): DevelopedMove =>
  moves.find(({ move }) => move.move_id === id)!;

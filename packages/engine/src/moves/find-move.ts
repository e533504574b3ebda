import { ChemigramError } from '@chemigram/errors';
import type { Move, Recipe } from '@chemigram/workspace';
import type { DevelopedMove } from '../develop/recipe-layers.ts';

/** Moves that a refusal names. */
const OFFERED = 5;

/** A move of a recipe by its id. @throws ChemigramError not_found with those that are there, by what they do */
export function findMove(recipe: Recipe, id: string): Move {
  const move = recipe.moves.find(({ move_id }) => move_id === id);
  if (move !== undefined) return move;
  // "the exposure" names a move for a person; of others the last ones are the likeliest.
  const meant = recipe.moves.filter(({ primitive, label }) => primitive === id || label === id);
  const near = (meant.length > 0 ? meant : recipe.moves).slice(-OFFERED);
  const listed = near.map(({ move_id, primitive }) => `${move_id} (${primitive})`).join(', ');
  throw new ChemigramError('not_found', `There is no move "${id}" on "${recipe.image_id}".`, {
    field: 'move_id',
    hint:
      near.length === 0
        ? 'The photo has no moves yet.'
        : `${meant.length > 0 ? 'Meant may be' : 'The last are'} ${listed}; get_state lists all.`,
  });
}

/** A move as it was developed, its mask placed; the development has to be of a recipe that holds it. */
export const developedMove = (moves: readonly DevelopedMove[], id: string): DevelopedMove =>
  moves.find(({ move }) => move.move_id === id)!;

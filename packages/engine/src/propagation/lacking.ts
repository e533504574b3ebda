import type { Call } from '../contract.ts';
import { developedMove } from '../moves/find-move.ts';
import type { Developer } from '../photos/developer.ts';
import type { Carried, LeftBehind } from './propagation.ts';

/**
 * The moves that would go through a mask of what is not in a target's picture: a sky where there is none is some other
 * place, and nobody looks at each of hundreds of photos.
 */
export async function lackingOn(developer: Developer, planned: Carried, call: Call): Promise<LeftBehind[]> {
  if (planned.moves.every(({ mask }) => mask === null)) return [];
  const { moves } = await developer.develop(planned.recipe, call);
  return [...planned.ids].flatMap(([move_id, there]) => {
    const { move, mask } = developedMove(moves, there);
    if (mask === null || mask.notFound.length === 0) return [];
    const why = `not found in this photo: ${mask.notFound.join('; ')}. Is it there, save_mask it as drawn by eye and carry the move again`;
    return [{ move_id, primitive: move.primitive, why }];
  });
}

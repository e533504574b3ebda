import type { Development } from '../photos/developer.ts';
import { developedMove } from './find-move.ts';

/** A move through a mask of what a picture has nothing of. */
export interface LackingMove {
  readonly move_id: string;
  readonly primitive: string;
  readonly why: string;
}

/**
 * Those of some moves that go through a mask of what is not in the picture: a sky where there is none is some other place. A
 * move that nobody pointed at such a place, of a look or carried to one of hundreds of photos, is better left out.
 * @param ids moves of the recipe that was developed
 */
export function lackingIn({ moves }: Development, ids: Iterable<string>): LackingMove[] {
  return [...ids].flatMap((move_id) => {
    const { move, mask } = developedMove(moves, move_id);
    if (mask === null || mask.notFound.length === 0) return [];
    return [{ move_id, primitive: move.primitive, why: `not found in this photo: ${mask.notFound.join('; ')}` }];
  });
}

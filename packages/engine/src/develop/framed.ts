import type { Mask } from '@chemigram/mask';
import type { Vocabulary } from '@chemigram/vocabulary';
import type { Move, Recipe, Spot } from '@chemigram/workspace';
import { frameOf } from './frame.ts';

/**
 * The frame that a new place, a mask or spots, speaks of: that of the picture on which it was read. Whoever crops while
 * a place is still being read moves nothing: the place stays on the same things.
 *
 * @param seen the state that the place was read on, not the one that the move is added to
 */
export function framed(
  place: Mask | readonly Spot[] | null,
  seen: Recipe,
  vocabulary: Vocabulary,
): Pick<Move, 'frame'> {
  const frame = place === null ? [] : frameOf(seen.moves, vocabulary);
  return frame.length === 0 ? {} : { frame };
}

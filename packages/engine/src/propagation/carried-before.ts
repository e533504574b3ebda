import type { Vocabulary } from '@chemigram/vocabulary';
import type { Move, Recipe } from '@chemigram/workspace';
import { framesPicture } from '../develop/frame.ts';
import { withoutIdleLooks } from '../looks/without-idle-looks.ts';
import { describeMove } from '../words/words.ts';

/** The copies of a move that were carried to a photo before: a second one would do the same once more. */
export const carriedBefore = (move: Move, source: Recipe, target: Recipe): readonly Move[] =>
  target.moves.filter(
    ({ primitive, carried_from: from }) =>
      primitive === move.primitive && from?.image_id === source.image_id && from.move_id === move.move_id,
  );

/** Why a move stays that has copies on the target; null where they make way for it. */
export function whyNotAgain(copies: readonly Move[], replace: boolean, vocabulary: Vocabulary): string | null {
  const [copy] = copies;
  if (copy === undefined) return null;
  const there = `it was carried there before, as ${copy.move_id}, now ${describeMove(copy)}`;
  const frames = copy.layers === undefined && framesPicture(vocabulary.primitive(copy.primitive));
  // What was drawn on a framing speaks of it: that one is changed, not taken away.
  if (frames) return `${there}; adjust_move changes it there`;
  return replace ? null : `${there}; replace: true puts it there anew, adjust_move changes it there`;
}

/** The target without those copies. */
export const withoutCopies = (target: Recipe, copies: readonly Move[]): Recipe =>
  copies.length === 0
    ? target
    : withoutIdleLooks({ ...target, moves: target.moves.filter((move) => !copies.includes(move)) });

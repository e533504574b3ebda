import { parseMask } from '@chemigram/mask';
import type { Move } from '@chemigram/workspace';
import type { Developer } from '../../src/photos/developer.ts';

/** The moves as a recipe has them: masks in the language's own words, each with the frame that it was said in. */
export async function recipeOf(developer: Developer, moves: readonly Move[]): Promise<Move[]> {
  const made: Move[] = [];
  for (const [k, one] of moves.entries()) {
    const { displayed, frame } = await developer.develop({ moves: made });
    const mask = one.mask === null ? null : { ...parseMask(one.mask, displayed).mask };
    made.push({
      ...one,
      move_id: `m${k}`,
      mask,
      ...(mask === null || frame.length === 0 ? {} : { frame: [...frame] }),
    });
  }
  return made;
}

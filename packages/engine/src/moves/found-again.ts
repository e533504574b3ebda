import { compare, selectedFrom, strongestOf } from '@chemigram/mask';
import type { Move, Recipe, Workspace } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import { frameOf, frameOfMask } from '../develop/frame.ts';
import type { Frame } from '../develop/frame.ts';
import { reframe } from '../geometry/warp.ts';
import type { Developer } from '../photos/developer.ts';
import { placesIn } from '../propagation/places.ts';
import type { Studio } from '../studio.ts';
import { endingMoves } from './ending-moves.ts';
import { developedMove } from './find-move.ts';

/** What is found in more of the picture is the same thing from this agreement on, where both could be seen. */
const SAME = 0.8;

/**
 * The recipe of a step that may show more of the picture. A mask of names alone, as mask_sky, that ends at the old edge is
 * found anew in what is shown now, if that is the same where it was seen before: else the edit would get an edge there.
 * @param before the recipe before the step
 * @param after what the step makes of it
 */
export async function foundAgain(
  studio: Studio,
  workspace: Workspace,
  before: Recipe,
  after: Recipe,
  call: Call,
): Promise<Recipe> {
  const vocabulary = await studio.vocabulary();
  const frame = frameOf(after.moves, vocabulary);
  if (JSON.stringify(frameOf(before.moves, vocabulary)) === JSON.stringify(frame)) return after;
  const developer = await studio.developer(workspace);
  const saved = new Map(Object.entries(after.masks ?? {}).map(([name, { mask }]) => [name, mask]));
  const ending = await endingMoves(developer, await developer.develop(after, call), call);
  const named = ending.filter(({ mask }) => placesIn({ mask }, vocabulary, saved).ties.size === 0);
  let recipe = after;
  for (const { move_id } of named) {
    const anew = {
      ...recipe,
      moves: recipe.moves.map((move) => (move.move_id === move_id ? said(move, frame) : move)),
    };
    if (await findsTheSame(developer, recipe, anew, move_id, call)) recipe = anew;
  }
  return recipe;
}

/** The move with its mask said of this frame. */
function said(move: Move, frame: ReturnType<typeof frameOf>): Move {
  const { frame: _narrower, ...rest } = move;
  return frame.length === 0 ? rest : { ...rest, frame };
}

/** Whether a move's mask is the same in both recipes where the picture of the first shows it. */
async function findsTheSame(
  developer: Developer,
  one: Recipe,
  other: Recipe,
  move_id: string,
  call: Call,
): Promise<boolean> {
  const masks = await Promise.all(
    [one, other].map(async (recipe) => developedMove((await developer.develop(recipe, call)).moves, move_id)),
  );
  const [was, is] = masks as [(typeof masks)[0], (typeof masks)[0]];
  if (was.mask === null || is.mask === null || is.mask.notFound.length > 0) return false;
  const geometry = (frame: Frame) => developer.geometry(frame, call);
  const seen = was.mask.asked();
  const there = reframe(
    is.mask.asked(),
    await geometry(frameOfMask(is.move)),
    await geometry(frameOfMask(was.move)),
    seen,
  );
  return compare(there, seen, selectedFrom(strongestOf(seen))).iou >= SAME;
}

import type { Snapshot, Workspace } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import { frameOf, frameOfMask } from '../develop/frame.ts';
import { afterTheEdit } from '../measure/after-the-edit.ts';
import type { Development } from '../photos/developer.ts';
import type { Studio } from '../studio.ts';
import { endingMoves } from './ending-moves.ts';

/**
 * What to look at where a step lets the picture show more: which masks were found anew in it (see foundAgain), and which
 * end where the narrower picture ended, so that an edit through them gets an edge there.
 * @param before the state before the step
 */
export async function widenedWarnings(
  studio: Studio,
  workspace: Workspace,
  before: Snapshot,
  development: Development,
  call: Call,
): Promise<string[]> {
  const { moves } = await workspace.recipe(before.id);
  const same = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);
  if (same(frameOf(moves, await studio.vocabulary()), development.frame)) return [];
  const anew = development.moves.filter(({ move }) => {
    const old = moves.find(({ move_id }) => move_id === move.move_id);
    return old !== undefined && same(old.mask ?? {}, move.mask ?? {}) && !same(frameOfMask(old), frameOfMask(move));
  });
  const { measured: ending = [], warnings } = await afterTheEdit(
    async () => endingMoves(await studio.developer(workspace), development, call),
    'whether masks end at its old edge is not known',
  );
  const more = 'The picture shows more than it did';
  return [
    ...warnings,
    ...(anew.length === 0
      ? []
      : [`${more}: the masks of ${anew.map(({ move }) => move.move_id).join(', ')} were found anew in it.`]),
    ...(ending.length === 0
      ? []
      : [
          `${more} for the masks of ${ending.map(({ move_id }) => move_id).join(', ')}, which reach its old edge and may end there: look at what came in, and give them masks anew with adjust_move.`,
        ]),
  ];
}

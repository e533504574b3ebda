import { ChemigramError, within } from '@chemigram/errors';
import { checkValues } from '@chemigram/vocabulary';
import type { Recipe, Workspace } from '@chemigram/workspace';
import type { Arguments } from '../contracts/index.ts';
import { checkFraming, frameOf } from '../develop/frame.ts';
import type { NewMove } from '../moves/new-moves.ts';
import { readMaskFor } from '../moves/read-mask.ts';
import { refuseWithoutSpots } from '../repair/refuse-without-spots.ts';
import type { Studio } from '../studio.ts';

/** A move as propose was given it. */
export type GivenMove = NonNullable<Arguments<'propose'>['moves']>[number];

/** Proposed moves, checked as apply_primitive checks them; an error's field begins with the place in the list. */
export async function readProposedMoves(
  studio: Studio,
  workspace: Workspace,
  wanted: readonly GivenMove[],
  seen: Recipe,
): Promise<{ moves: NewMove[]; notes: string[] }> {
  const vocabulary = await studio.vocabulary();
  const moves: NewMove[] = [];
  const notes: string[] = [];
  for (const [i, { primitive_name, value, values: several, mask_spec, label }] of wanted.entries()) {
    await within(`moves[${i}]`, async () => {
      const primitive = vocabulary.primitive(primitive_name);
      refuseWithoutSpots(primitive);
      const values = checkValues(primitive, { value, values: several });
      checkFraming(primitive, values);
      const read = await readMaskFor(studio, primitive, mask_spec, workspace, seen);
      notes.push(...read.notes);
      moves.push({ primitive, values, mask: read.mask, label: label ?? null });
    });
  }
  return { moves, notes };
}

/**
 * Proposed moves, checked again in the photo as it is now.
 * @param seen the state that it has now
 *
 * @throws ChemigramError conflict when a mask speaks of a picture that has been cropped or turned since
 */
export async function movesAsProposed(
  studio: Studio,
  workspace: Workspace,
  wanted: readonly GivenMove[],
  proposedFor: string,
  seen: Recipe,
): ReturnType<typeof readProposedMoves> {
  const vocabulary = await studio.vocabulary();
  const frame = ({ moves }: Recipe): string => JSON.stringify(frameOf(moves, vocabulary));
  const masked = wanted.some(({ mask_spec }) => mask_spec !== undefined);
  if (masked && frame(await workspace.recipe(proposedFor)) !== frame(seen)) {
    throw new ChemigramError(
      'conflict',
      'The picture was framed anew since this was proposed: its masks lie elsewhere.',
      {
        hint: 'Decline it and propose it anew, or go back to how the picture was framed.',
      },
    );
  }
  return readProposedMoves(studio, workspace, wanted, seen);
}

import { ChemigramError } from '@chemigram/errors';
import type { Move, Recipe, Spot, Workspace } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import { displayedSize } from '../photos/displayed-size.ts';
import type { Studio } from '../studio.ts';
import { chooseSources, lacksSource } from './choose-sources.ts';
import { readSpots } from './read-spots.ts';
import type { AskedSpot } from './read-spots.ts';

/** Spots that take the place of a move's. @throws invalid_input for a move that has none */
export async function newSpots(
  studio: Studio,
  workspace: Workspace,
  seen: Recipe,
  move: Move,
  asked: readonly AskedSpot[],
  coords: unknown,
  call: Call,
): Promise<{ spots: Spot[]; warnings: string[] }> {
  if (move.spots !== undefined) return placeSpots(studio, workspace, seen, asked, coords, call, move.move_id);
  throw new ChemigramError('invalid_input', `The move ${move.move_id} (${move.primitive}) has no spots to replace.`, {
    field: 'spots',
    hint: 'apply_spot makes a move of spots.',
  });
}

/**
 * @param seen the state whose picture the spots are of
 * @param without a move whose own repairs are not to be seen
 */
export async function placeSpots(
  studio: Studio,
  workspace: Workspace,
  seen: Recipe,
  asked: readonly AskedSpot[],
  coords: unknown,
  call: Call,
  without?: string,
): Promise<{ spots: Spot[]; warnings: string[] }> {
  const displayed = await displayedSize(studio, workspace, seen);
  const { spots, notes } = readSpots(asked, coords, displayed);
  if (!spots.some(lacksSource)) return { spots, warnings: notes };
  call.progress(0.1, 'Looking for sources');
  const developer = await studio.developer(workspace);
  const moves = seen.moves.filter(({ move_id }) => move_id !== without);
  const picture = await developer.repaired(await developer.develop({ ...seen, moves }, call), call);
  const { spots: chosen, warnings } = chooseSources(spots, picture, displayed);
  return { spots: chosen, warnings: [...notes, ...warnings] };
}

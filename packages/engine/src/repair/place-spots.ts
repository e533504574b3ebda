import { ChemigramError } from '@chemigram/errors';
import type { Move, Recipe, Spot, Workspace } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import { displayedSize } from '../photos/displayed-size.ts';
import type { Studio } from '../studio.ts';
import { chooseSources, lacksSource } from './choose-sources.ts';
import { readSpots } from './read-spots.ts';
import type { AskedSpot } from './read-spots.ts';

/** Spots as an operation is asked for them. */
export interface AskedSpots {
  readonly spots: readonly AskedSpot[];
  readonly coords: unknown;
  /** A move whose own repairs are not to be seen. */
  readonly without?: string;
}

/** Spots that take the place of a move's. @throws invalid_input for a move that has none */
export async function newSpots(
  studio: Studio,
  workspace: Workspace,
  seen: Recipe,
  move: Move,
  asked: AskedSpots,
  call: Call,
): Promise<{ spots: Spot[]; warnings: string[] }> {
  if (move.spots !== undefined) return placeSpots(studio, workspace, seen, { ...asked, without: move.move_id }, call);
  throw new ChemigramError('invalid_input', `The move ${move.move_id} (${move.primitive}) has no spots to replace.`, {
    field: 'spots',
    hint: 'apply_spot makes a move of spots.',
  });
}

/** @param seen the state whose picture the spots are of */
export async function placeSpots(
  studio: Studio,
  workspace: Workspace,
  seen: Recipe,
  { spots: asked, coords, without }: AskedSpots,
  call: Call,
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

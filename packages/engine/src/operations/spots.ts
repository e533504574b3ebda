import { ChemigramError } from '@chemigram/errors';
import { checkValues } from '@chemigram/vocabulary';
import type { Primitive } from '@chemigram/vocabulary';
import { newMoveId } from '@chemigram/workspace';
import type { Move, Snapshot, Spot, Workspace } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import type { Handler, Result } from '../contracts/index.ts';
import { chooseSources, lacksSource } from '../repair/choose-sources.ts';
import { measureSpots } from '../repair/measure-spots.ts';
import { readSpots, type AskedSpot } from '../repair/read-spots.ts';
import { RETOUCH } from '../repair/spot-layer.ts';
import type { Studio } from '../studio.ts';
import { describeMove } from '../words.ts';
import { change } from './change.ts';
import { developBoth } from './measure-edit.ts';
import { AGENT, displayedSize, framed, look } from './shared.ts';

/** The primitive that a move of spots is. */
const SPOTS = 'spots';

const repairs = (primitive: Primitive): boolean => primitive.modules.some(({ operation }) => operation === RETOUCH);

export const applySpot: Handler<'apply_spot', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const vocabulary = await studio.vocabulary();
  const primitive = vocabulary.primitive(SPOTS);
  const values = checkValues(primitive, {});
  const { spots, warnings } = await placedSpots(studio, workspace, args.spots, args.coords, call);
  let moveId = '';
  const { snapshot, before } = await change(studio, workspace, call, (recipe) => {
    moveId = newMoveId(recipe);
    const move: Move = {
      move_id: moveId,
      primitive: primitive.name,
      values,
      mask: null,
      spots,
      ...framed(spots, recipe, vocabulary),
      label: args.label ?? null,
      at: new Date().toISOString(),
      by: AGENT,
    };
    return { message: describeMove(move), recipe: { ...recipe, moves: [...recipe.moves, move] } };
  });
  const measured = args.verify ? await measuredSpots(studio, workspace, before, snapshot, spots, call) : undefined;
  return {
    result: {
      image_id: args.image_id,
      move_id: moveId,
      snapshot: snapshot.id,
      spots,
      ...(measured === undefined ? {} : { measured }),
      warnings: [...warnings, ...(measured?.warnings ?? [])],
    },
  };
};

/** What the repair did, from two renders; the spots where nothing changed are named. */
async function measuredSpots(
  studio: Studio,
  workspace: Workspace,
  before: Snapshot,
  after: Snapshot,
  spots: readonly Spot[],
  call: Call,
): Promise<NonNullable<Result<'apply_spot'>['measured']>> {
  const { old, now } = await developBoth(studio, workspace, before.id, after.id, call, spots);
  const { idle, ...measured } = measureSpots(old, now, spots);
  if (idle.length === 0 || measured.verdict === 'no_effect') return measured;
  const where = idle.map((i) => `spots[${i}]`).join(', ');
  return {
    ...measured,
    warnings: [
      ...measured.warnings,
      `Nothing visible changed in ${where}: check where the blemish lies, or give another source.`,
    ],
  };
}

/** Spots that take the place of a move's. @throws invalid_input for a move that has none */
export async function newSpots(
  studio: Studio,
  workspace: Workspace,
  move: Move,
  asked: readonly AskedSpot[],
  coords: unknown,
  call: Call,
): Promise<{ spots: Spot[]; warnings: string[] }> {
  if (move.spots !== undefined) return placedSpots(studio, workspace, asked, coords, call, move.move_id);
  throw new ChemigramError('invalid_input', `The move ${move.move_id} (${move.primitive}) has no spots to replace.`, {
    field: 'spots',
    hint: 'apply_spot makes a move of spots.',
  });
}

/** @throws invalid_input for a primitive that needs to know where, before anything is asked of darktable */
export function refuseWithoutSpots(primitive: Primitive): void {
  if (!repairs(primitive)) return;
  throw new ChemigramError('invalid_input', `${primitive.name} needs places; apply_primitive has none to give.`, {
    field: 'primitive_name',
    hint: 'Use apply_spot with a list of spots.',
  });
}

/** @param without a move whose own repairs are not to be seen */
async function placedSpots(
  studio: Studio,
  workspace: Workspace,
  asked: readonly AskedSpot[],
  coords: unknown,
  call: Call,
  without?: string,
): Promise<{ spots: Spot[]; warnings: string[] }> {
  const recipe = await workspace.recipe();
  const displayed = await displayedSize(studio, workspace, recipe);
  const { spots, notes } = readSpots(asked, coords, displayed);
  if (!spots.some(lacksSource)) return { spots, warnings: notes };
  call.progress(0.1, 'Looking for sources');
  const developer = await studio.developer(workspace);
  const moves = recipe.moves.filter(({ move_id }) => move_id !== without);
  const picture = await developer.repaired(await developer.develop({ ...recipe, moves }, look(call)), look(call));
  const { spots: chosen, warnings } = chooseSources(spots, picture, displayed);
  return { spots: chosen, warnings: [...notes, ...warnings] };
}

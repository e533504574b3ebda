import { ChemigramError } from '@chemigram/errors';
import { checkValues, faintValues } from '@chemigram/vocabulary';
import type { Primitive } from '@chemigram/vocabulary';
import type { Move, Workspace } from '@chemigram/workspace';
import type { Call, Outcome } from '../contract.ts';
import type { Arguments, Handler, Result } from '../contracts/index.ts';
import { checkFraming } from '../develop/frame.ts';
import { framed } from '../develop/framed.ts';
import { change } from '../history/change.ts';
import { developedMove, findMove } from '../moves/find-move.ts';
import { foundAgain } from '../moves/found-again.ts';
import { framingWarnings } from '../moves/framing-warnings.ts';
import { readMaskFor } from '../moves/read-mask.ts';
import { maskSummary } from '../moves/shown-move.ts';
import { widenedWarnings } from '../moves/widened-warnings.ts';
import { newSpots } from '../repair/place-spots.ts';
import type { Studio } from '../studio.ts';
import { describeMove } from '../words/words.ts';

/**
 * Sets values, mask, spots or label of one move; what is not given stays. Of an imported style only the label can be changed.
 * @throws ChemigramError not_found, conflict where the id has come to name another move, whatever reading values and masks throws
 */
export const adjustMove: Handler<'adjust_move', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const vocabulary = await studio.vocabulary();
  const seen = await workspace.recipe();
  const old = findMove(seen, args.move_id);
  if (old.layers !== undefined) return relabelled(studio, workspace, old, args, call);
  const primitive = vocabulary.primitive(old.primitive);
  // Refused before darktable is asked anything; what counts is what they are added to when the step is made.
  let values = adjustedValues(primitive, old, args);
  const given =
    args.mask_spec === undefined
      ? null
      : await readMaskFor(studio, primitive, args.mask_spec ?? undefined, workspace, seen);
  const asked = args.spots === undefined ? null : { spots: args.spots, coords: args.coords };
  const spots = asked === null ? null : await newSpots(studio, workspace, seen, old, asked, call);
  const { snapshot, before, development } = await change(studio, workspace, call, async (recipe) => {
    const current = findMove(recipe, args.move_id);
    if (current.primitive !== old.primitive) throw becameAnother(current, old);
    values = adjustedValues(primitive, current, args);
    const { frame: oldFrame, ...rest } = current;
    const place = spots?.spots ?? given?.mask ?? null;
    const next: Move = {
      ...rest,
      values,
      mask: given === null ? current.mask : given.mask,
      ...(spots === null ? {} : { spots: spots.spots }),
      ...(spots === null && (given === null || current.spots !== undefined)
        ? oldFrame === undefined
          ? {}
          : { frame: oldFrame }
        : framed(place, seen, vocabulary)),
      label: args.label ?? current.label,
    };
    const moves = recipe.moves.map((move) => (move.move_id === args.move_id ? next : move));
    return {
      message: `${describeMove(current)}: now ${describeMove(next)}`,
      recipe: await foundAgain(studio, workspace, recipe, { ...recipe, moves }, call),
    };
  });
  const placed = developedMove(development.moves, args.move_id).mask;
  return {
    result: {
      image_id: args.image_id,
      move_id: args.move_id,
      snapshot: snapshot.id,
      primitive: primitive.name,
      values,
      mask: maskSummary(placed),
      warnings: [
        ...faintValues(primitive, args, values),
        ...(given?.notes ?? []),
        ...(spots?.warnings ?? []),
        ...(placed?.warnings ?? []),
        ...(await framingWarnings(studio, workspace, [{ primitive: primitive.name, values }], call)),
        ...(await widenedWarnings(studio, workspace, before, development, call)),
      ],
    },
  };
};

/** A move's values with those that were given; the others stay. */
function adjustedValues(
  primitive: Primitive,
  move: Move,
  { value, values }: Pick<Arguments<'adjust_move'>, 'value' | 'values'>,
): Record<string, number> {
  if (value === undefined && values === undefined) return move.values;
  const adjusted = checkValues(primitive, {
    value,
    values: value === undefined ? { ...move.values, ...values } : values,
  });
  checkFraming(primitive, adjusted);
  return adjusted;
}

/** An undo and a new move can take an id for another one, while a mask for the old one is being read. */
const becameAnother = (now: Move, old: Move): ChemigramError =>
  new ChemigramError('conflict', `${old.move_id} was ${old.primitive} and became ${now.primitive} in the meantime.`, {
    field: 'move_id',
    hint: 'Look at get_state and try again.',
  });

/** Stored layers are taken as they are: their label is all that can be changed. */
async function relabelled(
  studio: Studio,
  workspace: Workspace,
  move: Move,
  args: Arguments<'adjust_move'>,
  call: Call,
): Promise<Outcome<Result<'adjust_move'>>> {
  const field = (['value', 'values', 'mask_spec', 'spots'] as const).find((name) => args[name] !== undefined);
  if (field !== undefined) {
    throw new ChemigramError(
      'invalid_input',
      `The move ${move.move_id} is the imported style "${move.layers?.name}", which is taken as it is; ${field} was given.`,
      { field, hint: 'Its label can be changed; else remove it with remove_move, or add further moves on top.' },
    );
  }
  const { snapshot } = await change(studio, workspace, call, (recipe) => {
    const next: Move = { ...findMove(recipe, args.move_id), label: args.label ?? move.label };
    return {
      message: `${describeMove(move)}: now ${describeMove(next)}`,
      recipe: { ...recipe, moves: recipe.moves.map((one) => (one.move_id === args.move_id ? next : one)) },
    };
  });
  return {
    result: {
      image_id: args.image_id,
      move_id: args.move_id,
      snapshot: snapshot.id,
      primitive: move.primitive,
      values: {},
      mask: null,
      warnings: [],
    },
  };
}

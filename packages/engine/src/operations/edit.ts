import type { Mask } from '@chemigram/mask';
import { checkValues } from '@chemigram/vocabulary';
import type { Primitive } from '@chemigram/vocabulary';
import { ChemigramError } from '@chemigram/errors';
import { newMoveId } from '@chemigram/workspace';
import type { Move, Recipe, Workspace } from '@chemigram/workspace';
import type { Call, Outcome } from '../contract.ts';
import type { Arguments, Handler, Result } from '../contracts/index.ts';
import { BLEND_CST } from '@chemigram/darktable';
import type { CompiledMask } from '../masks/place.ts';
import { MASK_SIZE } from '../photos/masks/photo-masks.ts';
import { measureMask } from '../photos/masks/measured-opacity.ts';
import { checkFraming } from '../develop/frame.ts';
import { describeMove } from '../words/words.ts';
import type { Studio } from '../studio.ts';
import { change } from './change.ts';
import { measureBetween } from './measure-edit.ts';
import { newSpots, refuseWithoutSpots } from './spots.ts';
import { AGENT, developedMove, framed, framingWarnings, look, maskSummary, moveOf, readMask } from './shared.ts';

export const applyPrimitive: Handler<'apply_primitive', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  return applyOn(studio, workspace, await workspace.recipe(), args, call);
};

/**
 * One move of a primitive.
 * @param seen the state whose picture its mask is of
 */
export async function applyOn(
  studio: Studio,
  workspace: Workspace,
  seen: Recipe,
  args: Arguments<'apply_primitive'>,
  call: Call,
): Promise<Outcome<Result<'apply_primitive'>>> {
  const primitive = (await studio.vocabulary()).primitive(args.primitive_name);
  refuseWithoutSpots(primitive);
  const values = checkValues(primitive, { value: args.value, values: args.values });
  checkFraming(primitive, values);
  const { mask, notes } = await maskFor(studio, primitive, args.mask_spec, workspace, seen);
  const vocabulary = await studio.vocabulary();
  let moveId = '';
  const { snapshot, development, before } = await change(studio, workspace, call, (recipe) => {
    moveId = newMoveId(recipe);
    const move: Move = {
      move_id: moveId,
      primitive: primitive.name,
      values,
      mask,
      ...framed(mask, seen, vocabulary),
      label: args.label ?? null,
      at: new Date().toISOString(),
      by: AGENT,
    };
    return { message: describeMove(move), recipe: { ...recipe, moves: [...recipe.moves, move] } };
  });
  const placed = developedMove(development.moves, moveId).mask;
  const measured = args.verify
    ? await measureBetween(studio, workspace, before.id, snapshot.id, mask, call)
    : undefined;
  const summary = maskSummary(placed);
  const exactness =
    args.verify && placed !== null && summary !== null
      ? await exactnessOf(studio, workspace, before.id, mask!, placed, call)
      : null;
  return {
    result: {
      image_id: args.image_id,
      move_id: moveId,
      snapshot: snapshot.id,
      primitive: primitive.name,
      values,
      mask: summary === null || exactness === null ? summary : { ...summary, measured: exactness },
      ...(measured === undefined ? {} : { measured }),
      warnings: [
        ...notes,
        ...(placed?.warnings ?? []),
        ...(await framingWarnings(studio, workspace, [{ primitive: primitive.name, values }], call)),
        ...(measured?.warnings ?? []),
      ],
    },
  };
}

export const adjustMove: Handler<'adjust_move', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const vocabulary = await studio.vocabulary();
  const seen = await workspace.recipe();
  const old = moveOf(seen, args.move_id);
  if (old.layers !== undefined) return relabelled(studio, workspace, old, args, call);
  const primitive = vocabulary.primitive(old.primitive);
  // Refused before darktable is asked anything; what counts is what they are added to when the step is made.
  let values = adjustedValues(primitive, old, args);
  const given =
    args.mask_spec === undefined
      ? null
      : await maskFor(studio, primitive, args.mask_spec ?? undefined, workspace, seen);
  const spots =
    args.spots === undefined ? null : await newSpots(studio, workspace, seen, old, args.spots, args.coords, call);
  const { snapshot, development } = await change(studio, workspace, call, (recipe) => {
    const current = moveOf(recipe, args.move_id);
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
    return {
      message: `${describeMove(current)}: now ${describeMove(next)}`,
      recipe: { ...recipe, moves: recipe.moves.map((move) => (move.move_id === args.move_id ? next : move)) },
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
        ...(given?.notes ?? []),
        ...(spots?.warnings ?? []),
        ...(placed?.warnings ?? []),
        ...(await framingWarnings(studio, workspace, [{ primitive: primitive.name, values }], call)),
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

export const removeMove: Handler<'remove_move', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  let left = 0;
  const { snapshot } = await change(studio, workspace, call, (recipe) => {
    const together = recipe.moves.filter(({ group }) => group === args.move_id);
    const gone = together.length > 0 ? together : [moveOf(recipe, args.move_id)];
    const moves = recipe.moves.filter((move) => !gone.includes(move));
    left = moves.length;
    return { message: `remove ${gone.map(describeMove).join('; ')}`, recipe: withoutIdleLooks({ ...recipe, moves }) };
  });
  return { result: { image_id: args.image_id, move_id: args.move_id, snapshot: snapshot.id, moves: left } };
};

/** A look of which no move is left is gone. */
function withoutIdleLooks(recipe: Recipe): Recipe {
  if (recipe.looks === undefined) return recipe;
  const groups = new Set(recipe.moves.map(({ group }) => group));
  return { ...recipe, looks: Object.fromEntries(Object.entries(recipe.looks).filter(([id]) => groups.has(id))) };
}

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
    const next: Move = { ...moveOf(recipe, args.move_id), label: args.label ?? move.label };
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

/**
 * The mask that a move of a primitive is given, checked.
 * @param seen the state whose picture it is of
 */
export async function maskFor(
  studio: Studio,
  primitive: Primitive,
  spec: unknown,
  workspace: Workspace,
  seen: Recipe,
): Promise<{ mask: Mask | null; notes: string[] }> {
  if (spec === undefined) return { mask: null, notes: [] };
  if (primitive.masks === 'none') {
    throw new ChemigramError('invalid_input', `${primitive.name} works on the whole picture only; a mask was given.`, {
      field: 'mask_spec',
      hint: 'Leave mask_spec out.',
    });
  }
  return readMask(studio, workspace, spec, seen);
}

/**
 * How exactly darktable follows a mask on top of a state. A mask that was fitted to another space than that of an
 * exposure, which it is measured with, is not the same mask there: then nothing is claimed.
 */
async function exactnessOf(
  studio: Studio,
  workspace: Workspace,
  ref: string,
  mask: Mask,
  placed: CompiledMask,
  call: Call,
) {
  if (placed.blend.blendCst === BLEND_CST.LAB && placed.strategy.includes('range')) return null;
  const developer = await studio.developer(workspace);
  const recipe = await workspace.recipe(ref);
  const on = await developer.develop(recipe, look(call));
  const { agreement, error } = await measureMask(developer, mask, on, MASK_SIZE, look(call), recipe.masks);
  return { agreement, error };
}

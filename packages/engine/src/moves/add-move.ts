import { BLEND_CST } from '@chemigram/darktable';
import type { Mask } from '@chemigram/mask';
import { checkValues, faintValues } from '@chemigram/vocabulary';
import { newMoveId } from '@chemigram/workspace';
import type { Move, Recipe, Workspace } from '@chemigram/workspace';
import type { Call, Outcome } from '../contract.ts';
import type { Arguments, Result } from '../contracts/index.ts';
import { checkFraming, frameOfMask } from '../develop/frame.ts';
import { framed } from '../develop/framed.ts';
import { behindTheStep, change } from '../history/change.ts';
import type { CompiledMask } from '../masks/place.ts';
import { afterTheEdit } from '../measure/after-the-edit.ts';
import { measureBetween } from '../measure/measure-between.ts';
import { measureMask, sizeToMeasure } from '../photos/masks/measured-opacity.ts';
import { refuseWithoutSpots } from '../repair/refuse-without-spots.ts';
import type { Studio } from '../studio.ts';
import { describeMove } from '../words/words.ts';
import { developedMove } from './find-move.ts';
import { framingWarnings } from './framing-warnings.ts';
import { AGENT } from './new-moves.ts';
import { readMaskFor } from './read-mask.ts';
import { maskSummary } from './shown-move.ts';

/**
 * One move of a primitive.
 * @param seen the state whose picture its mask is of
 */
export async function addMove(
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
  const { mask, notes } = await readMaskFor(studio, primitive, args.mask_spec, workspace, seen);
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
  const { move, mask: placed } = developedMove(development.moves, moveId);
  const place = mask === null ? null : [{ mask, frame: frameOfMask(move), moves: [moveId] }];
  const later = behindTheStep(call);
  const verified = args.verify
    ? await afterTheEdit(async () => ({
        change: await measureBetween(studio, workspace, before.id, snapshot.id, place, later),
        exactness: placed === null ? null : await exactnessOf(studio, workspace, before.id, mask!, placed, later),
      }))
    : { warnings: [] };
  const { change: measured, exactness = null } = verified.measured ?? {};
  const summary = maskSummary(placed);
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
        ...faintValues(primitive, args, values),
        ...notes,
        ...(placed?.warnings ?? []),
        ...(await framingWarnings(studio, workspace, [{ primitive: primitive.name, values }], call)),
        ...(measured?.warnings ?? []),
        ...verified.warnings,
      ],
    },
  };
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
  const on = await developer.develop(recipe, call);
  const size = sizeToMeasure(mask, placed.asked(), on.displayed);
  const { agreement, error } = await measureMask(developer, mask, on, size, call, recipe.masks);
  return { agreement, error };
}

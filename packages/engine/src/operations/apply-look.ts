import { valuesAtStrength } from '@chemigram/vocabulary';
import type { AppliedLook } from '@chemigram/workspace';
import type { Handler } from '../contracts/index.ts';
import { framed } from '../develop/framed.ts';
import { change } from '../history/change.ts';
import { findLook } from '../looks/find-look.ts';
import { masksOfLook } from '../looks/look-masks.ts';
import { lookResult } from '../looks/look-result.ts';
import { newMoves } from '../moves/new-moves.ts';
import { readMask } from '../moves/read-mask.ts';
import type { Studio } from '../studio.ts';
import { describeLook } from '../words/look-words.ts';

/**
 * Adds the moves of a look in one step, as one group, at a share of their strength.
 * @throws ChemigramError unknown_name for the look, whatever reading the mask throws
 */
export const applyLook: Handler<'apply_look', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const look = findLook(await studio.looks(), args.look);
  const vocabulary = await studio.vocabulary();
  const seen = await workspace.recipe();
  const read = args.mask_spec === undefined ? null : await readMask(studio, workspace, args.mask_spec, seen);
  const mask = read?.mask ?? null;
  const masks = await masksOfLook(studio, workspace, look, mask, seen);
  const wanted = look.moves.map((move, i) => {
    const primitive = vocabulary.primitive(move.primitive);
    const values = valuesAtStrength(primitive, move, args.strength);
    return { primitive, values, mask: masks[i]!, label: args.label ?? look.title };
  });
  const applied = { look: look.name, strength: args.strength, mask };
  let group = '';
  const { snapshot, development } = await change(studio, workspace, call, (recipe) => {
    const added = newMoves(wanted, recipe, seen, vocabulary);
    group = added.group;
    const entry: AppliedLook = {
      ...applied,
      ...framed(mask, seen, vocabulary),
      moves: added.moves.map(({ move_id }) => move_id),
    };
    return {
      message: describeLook(applied),
      recipe: { ...recipe, moves: [...recipe.moves, ...added.moves], looks: { ...recipe.looks, [group]: entry } },
    };
  });
  return { result: await lookResult(workspace, group, development, snapshot, read?.notes ?? []) };
};

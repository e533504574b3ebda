import { ChemigramError } from '@chemigram/errors';
import { valuesAtStrength } from '@chemigram/vocabulary';
import type { AppliedLook, Recipe } from '@chemigram/workspace';
import type { Handler } from '../contracts/index.ts';
import { framed } from '../develop/framed.ts';
import { change } from '../history/change.ts';
import { findLook } from '../looks/find-look.ts';
import { masksOfLook } from '../looks/look-masks.ts';
import { lookResult } from '../looks/look-result.ts';
import { NO_MOVE } from '../looks/no-move.ts';
import { lackingIn } from '../moves/lacking.ts';
import type { LackingMove } from '../moves/lacking.ts';
import { newMoves } from '../moves/new-moves.ts';
import { readMask } from '../moves/read-mask.ts';
import type { Studio } from '../studio.ts';
import { describeLook } from '../words/look-words.ts';

/**
 * Adds the moves of a look in one step, as one group, at a share of their strength. Those through a mask of what the photo has
 * nothing of are left out, and told.
 * @throws ChemigramError unknown_name for the look, whatever reading the mask throws, conflict where nothing of it is left
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
  const added = (recipe: Recipe, fits: readonly boolean[]) => {
    const { group, moves } = newMoves(
      wanted.filter((_, i) => fits[i]),
      recipe,
      seen,
      vocabulary,
    );
    const ids = moves.map(({ move_id }) => move_id);
    const inOrder = fits.map((fit) => (fit ? ids.shift()! : NO_MOVE));
    const entry: AppliedLook = { ...applied, ...framed(mask, seen, vocabulary), moves: inOrder };
    const looks = { ...recipe.looks, [group]: entry };
    return { group, ids: inOrder, recipe: { ...recipe, moves: [...recipe.moves, ...moves], looks } };
  };
  const developer = await studio.developer(workspace);
  let [group, lacking] = ['', [] as LackingMove[]];
  const { snapshot, development } = await change(studio, workspace, call, async (recipe) => {
    const all = wanted.map(() => true);
    let planned = added(recipe, all);
    lacking = lackingIn(await developer.develop(planned.recipe, call), planned.ids);
    if (lacking.length === all.length) throw nothingLeft(look.name, args.image_id, lacking);
    const missed = lacking.map(({ move_id }) => move_id);
    if (missed.length > 0)
      planned = added(
        recipe,
        planned.ids.map((id) => !missed.includes(id)),
      );
    group = planned.group;
    return { message: describeLook(applied), recipe: planned.recipe };
  });
  const result = await lookResult(workspace, group, development, snapshot, read?.notes ?? []);
  return { result: { ...result, left_out: lacking.map(({ primitive, why }) => ({ primitive, why })) } };
};

function nothingLeft(look: string, image_id: string, lacking: readonly LackingMove[]): ChemigramError {
  const why = [...new Set(lacking.map((left) => left.why))].join('; ');
  return new ChemigramError('conflict', `Nothing of ${look} can be applied to "${image_id}": ${why}.`, {
    field: 'look',
    hint: 'Is it there, draw it by eye and save_mask it under that name, then apply the look again; show_mask tells how.',
  });
}

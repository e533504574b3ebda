import { ChemigramError } from '@chemigram/errors';
import { maskId } from '@chemigram/mask';
import type { Mask } from '@chemigram/mask';
import type { Arguments, Handler } from '../contracts/index.ts';
import { detectedOn } from '../detected/detected-masks.ts';
import { framed } from '../develop/framed.ts';
import { change } from '../history/change.ts';
import { readMask } from '../moves/read-mask.ts';
import { lookupOf } from '../named-masks/lookup.ts';
import type { MaskLookup } from '../named-masks/lookup.ts';
import { namesIn, needsFinding } from '../named-masks/resolve.ts';
import type { Studio } from '../studio.ts';
import { describeMask } from '../words/mask-words.ts';

/**
 * Names a mask for one photo, or takes the name away.
 * @throws ChemigramError not_found for a name that was not saved, conflict for one that moves need, invalid_input for a mask that leads back to its own name
 */
export const saveMask: Handler<'save_mask', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const packs = await studio.masks();
  const seen = await workspace.recipe();
  const read = args.mask_spec === null ? null : await readMask(studio, workspace, args.mask_spec, seen);
  const added = read === null ? null : { mask: read.mask, ...framed(read.mask, seen, await studio.vocabulary()) };
  const detected = detectedOn(workspace.dir);
  let had = false;
  let used_by: string[] = [];
  const { snapshot } = await change(studio, workspace, call, (recipe) => {
    const { [args.name]: _, ...others } = recipe.masks ?? {};
    // A name may be one that every object has, such as constructor.
    had = Object.hasOwn(recipe.masks ?? {}, args.name);
    if (added === null && !had) throw wasNotNamed(args, Object.keys(others));
    const saved = added === null ? (recipe.masks ?? {}) : { ...others, [args.name]: added };
    const lookup = lookupOf(packs, saved, detected);
    if (added !== null) mustNotLeadBack(args.name, lookup);
    used_by = recipe.moves
      .filter(({ mask }) => mask !== null && namesIn(mask as Mask, lookup).has(args.name))
      .map(({ move_id }) => move_id);
    if (added === null && !packs.has(args.name)) {
      const masks = Object.keys(others).filter((name) => namesIn({ kind: 'named', name }, lookup).has(args.name));
      if (used_by.length + masks.length > 0) throw isInUse(args.name, [...used_by, ...masks]);
    }
    return {
      message: read === null ? `take the name ${args.name} away` : `name ${args.name}: ${describeMask(read.mask)}`,
      recipe: { ...recipe, masks: added === null ? others : saved },
    };
  });
  return {
    result: {
      image_id: args.image_id,
      name: args.name,
      mask_id: read === null ? null : maskId(read.mask),
      snapshot: snapshot.id,
      replaces: had ? 'saved' : packs.has(args.name) ? 'pack' : 'nothing',
      used_by,
      warnings: read?.notes ?? [],
    },
  };
};

const wasNotNamed = ({ image_id, name }: Arguments<'save_mask'>, others: readonly string[]): ChemigramError =>
  new ChemigramError('not_found', `No mask "${name}" was named for "${image_id}".`, {
    field: 'name',
    hint: others.length === 0 ? 'None was.' : `Named were: ${others.join(', ')}.`,
  });

const isInUse = (name: string, usedBy: readonly string[]): ChemigramError =>
  new ChemigramError('conflict', `"${name}" is in use by ${usedBy.join(', ')}; nothing else has its name.`, {
    field: 'name',
    hint: 'Give these moves another mask with adjust_move, and these names another one with save_mask, first; or save another mask under the name.',
  });

/** A mask that refers to its own name, however far round, would stand for nothing. */
function mustNotLeadBack(name: string, lookup: MaskLookup): void {
  try {
    needsFinding({ kind: 'named', name }, lookup);
  } catch (error) {
    throw error instanceof ChemigramError ? error.about('mask_spec') : error;
  }
}

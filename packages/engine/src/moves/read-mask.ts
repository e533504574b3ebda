import { ChemigramError, within } from '@chemigram/errors';
import { parseMask } from '@chemigram/mask';
import type { Mask } from '@chemigram/mask';
import type { Primitive } from '@chemigram/vocabulary';
import type { Recipe, Workspace } from '@chemigram/workspace';
import { detectedOn } from '../detected/detected-masks.ts';
import { lookupOf } from '../named-masks/lookup.ts';
import { hasNamed, needsFinding } from '../named-masks/resolve.ts';
import { displayedSize } from '../photos/displayed-size.ts';
import { hasRaster, keepRasters } from '../photos/masks/raster-masks.ts';
import type { Studio } from '../studio.ts';

/**
 * Reads a mask_spec about the displayed picture; an error's field begins with the argument's name. Names in it are those
 * of the packs and of the recipe; rasters in it are kept in the workspace, and the mask names the copies.
 */
export async function readMask(
  studio: Studio,
  workspace: Workspace,
  spec: unknown,
  recipe: Recipe,
  argument = 'mask_spec',
): Promise<{ mask: Mask; notes: string[] }> {
  return within(argument, async () => {
    const displayed = await displayedSize(studio, workspace, recipe);
    const read = parseMask(spec, displayed);
    if (hasNamed(read.mask))
      needsFinding(read.mask, lookupOf(await studio.masks(), recipe.masks, detectedOn(workspace.dir)));
    if (!hasRaster(read.mask)) return read;
    return { ...read, mask: await keepRasters(read.mask, { workspace, displayed, env: studio.env }) };
  });
}

/**
 * The mask that a move of a primitive is given, checked.
 * @param seen the state whose picture it is of
 * @throws ChemigramError invalid_input for a primitive that works on the whole picture only
 */
export async function readMaskFor(
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

import { ChemigramError } from '@chemigram/errors';
import type { Mask } from '@chemigram/mask';
import type { Primitive } from '@chemigram/vocabulary';
import type { Recipe, Workspace } from '@chemigram/workspace';
import { readMask } from '../operations/shared.ts';
import type { Studio } from '../studio.ts';

/**
 * The mask that a move of a primitive is given, checked.
 * @param seen the state whose picture it is of
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

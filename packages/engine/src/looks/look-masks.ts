import { within } from '@chemigram/errors';
import type { Mask } from '@chemigram/mask';
import type { LoadedLook } from '@chemigram/vocabulary';
import type { Recipe, Workspace } from '@chemigram/workspace';
import { detectedOn } from '../detected/detected-masks.ts';
import { lookupOf, maskOfPack } from '../named-masks/lookup.ts';
import { hasNamed, needsFinding } from '../named-masks/resolve.ts';
import type { Studio } from '../studio.ts';

/** The masks of a look's moves, where the look itself goes through a mask both hold. */
export async function masksOfLook(
  studio: Studio,
  workspace: Workspace,
  look: LoadedLook,
  mask: Mask | null,
  recipe: Recipe,
): Promise<(Mask | null)[]> {
  const lookup = lookupOf(await studio.masks(), recipe.masks, detectedOn(workspace.dir));
  return Promise.all(
    look.moves.map(({ mask_spec }, i) =>
      within(`${look.name}.moves[${i}].mask_spec`, () => {
        if (mask_spec === undefined) return mask;
        const own = maskOfPack(mask_spec);
        if (hasNamed(own)) needsFinding(own, lookup);
        if (mask === null) return own;
        return maskOfPack({ kind: 'compose', operation: 'intersect', operands: [mask, own] });
      }),
    ),
  );
}

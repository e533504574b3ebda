import type { Handler } from '../contracts/index.ts';
import { readMask } from '../moves/read-mask.ts';
import { maskOn } from '../photos/developer.ts';
import { maskPictures } from '../photos/pictures/mask-pictures.ts';
import type { Studio } from '../studio.ts';

/**
 * Places a mask as an edit would and shows it on the photo as it is; nothing is changed.
 * @throws ChemigramError whatever reading the mask throws, cancelled when the photo changed and a newer call looks at it
 */
export const previewMask: Handler<'preview_mask', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const [recipe, { id }] = [await workspace.recipe(), await workspace.head()];
  const { mask, notes } = await readMask(studio, workspace, args.mask_spec, recipe);
  const developer = await studio.developer(workspace);
  return studio.latest.lookAt(args.image_id, id, call.signal, async (asker) => {
    const development = await developer.develop(recipe, asker);
    const { picture } = await developer.preview(development, args.size, asker);
    call.progress(0.5, 'Placing the mask');
    const request = maskOn(development, mask, 'preview');
    return developer.masks.place(request, asker, recipe.masks ?? {}, async (placed) => {
      const { shown, file } = await maskPictures(workspace, placed, picture, args.style);
      const warnings = [...notes, ...placed.warnings];
      return { result: { image_id: args.image_id, mask_id: placed.id, ...shown, warnings }, pictures: [file] };
    });
  });
};

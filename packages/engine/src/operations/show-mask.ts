import type { Handler } from '../contracts/index.ts';
import { readMask } from '../moves/read-mask.ts';
import { listedMask } from '../named-masks/listed-mask.ts';
import { maskOn } from '../photos/developer.ts';
import { maskPictures } from '../photos/pictures/mask-pictures.ts';
import type { Studio } from '../studio.ts';

/** Finds a named mask in the photo as it is, and shows it. @throws ChemigramError unknown_name, whatever finding it throws */
export const showMask: Handler<'show_mask', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const recipe = await workspace.recipe();
  const { mask } = await readMask(studio, workspace, { kind: 'named', name: args.name }, recipe, '');
  const developer = await studio.developer(workspace);
  const development = await developer.develop(recipe, call);
  call.progress(0.3, `Finding ${args.name}`);
  const request = maskOn(development, mask, args.name);
  const resolved = await developer.masks.resolve(request, call, recipe.masks ?? {});
  const { picture } = await developer.preview(development, args.size, call);
  const { shown, file, warnings } = await developer.masks.place(request, call, recipe.masks ?? {}, async (placed) => ({
    ...(await maskPictures(workspace, placed, picture, args.style)),
    warnings: placed.warnings,
  }));
  const loaded = (await studio.masks()).get(args.name);
  const { name, title, description, source, likely_wrong_when } = listedMask(studio, args.name, loaded, recipe);
  const byEye = source === 'saved' ? undefined : loaded;
  return {
    result: {
      image_id: args.image_id,
      name,
      title,
      description,
      source,
      spec: { ...resolved.mask },
      confidence: resolved.confidence,
      llm_vision_prompt: byEye?.llm_vision_prompt ?? null,
      fallback: byEye?.fallback?.explanation ?? null,
      likely_wrong_when,
      ...shown,
      warnings: [...warnings],
    },
    pictures: [file],
  };
};

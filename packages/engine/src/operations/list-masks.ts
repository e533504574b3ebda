import { meantBy } from '@chemigram/vocabulary';
import type { Handler } from '../contracts/index.ts';
import { listedMask } from '../named-masks/listed-mask.ts';
import type { Studio } from '../studio.ts';

/** The named masks: those of the packs, and on a photo those that were saved for it, which hide a pack's of the same name. @throws ChemigramError not_found */
export const listMasks: Handler<'list_masks', Studio> = async (studio, { image_id, query }) => {
  const packs = await studio.masks();
  const recipe = image_id === undefined ? null : await (await studio.store.open(image_id)).recipe();
  const names = new Set([...Object.keys(recipe?.masks ?? {}), ...packs.keys()]);
  const masks = [...names].sort().map((name) => listedMask(studio, name, packs.get(name), recipe));
  if (query === undefined) return { result: { masks } };
  const { called, likeliest } = meantBy(query, masks);
  if (called.length > 0) return { result: { masks: called } };
  return { result: { masks: likeliest, hint: notCalled(query, likeliest.length) } };
};

const notCalled = (query: string, guesses: number): string =>
  `No mask is called "${query}"${guesses === 0 ? '' : '; these only mention a part of it'}. Point at it: draw a path or an ellipse around it with "snap": true and look at it with preview_mask, or call detect (kind subjects) with hints on it. save_mask gives it a name on this photo.`;

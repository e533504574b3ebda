import { ChemigramError } from '@chemigram/errors';
import type { Workspace } from '@chemigram/workspace';
import type { Handler, Result } from '../contracts/index.ts';
import type { Studio } from '../studio.ts';

/** A damaged photo takes no other one away: it is named in the warnings. */
export const listPhotos: Handler<'list_photos', Studio> = async (studio, { query, limit }) => {
  const photos: Result<'list_photos'>['photos'] = [];
  const warnings: string[] = [];
  let total = 0;
  const isAsked = (text: string): boolean => query === undefined || text.toLowerCase().includes(query.toLowerCase());
  for (const id of await studio.store.list()) {
    try {
      const workspace = await studio.store.open(id);
      if (!isAsked(id) && !isAsked(workspace.photo.source)) continue;
      if (photos.length < limit) photos.push(await listedPhoto(id, workspace));
      total++;
    } catch (error) {
      if (!(error instanceof ChemigramError)) throw error;
      warnings.push(
        `"${id}" is left out, it cannot be opened: ${error.message} Call doctor with image_id "${id}" to see what is wrong and whether it can be repaired.`,
      );
    }
  }
  return { result: { photos, total, warnings } };
};

async function listedPhoto(id: string, workspace: Workspace): Promise<Result<'list_photos'>['photos'][number]> {
  const [recipe, head] = [await workspace.recipe(), await workspace.head()];
  const { source, width, height } = workspace.photo;
  return { image_id: id, photo: source, width, height, moves: recipe.moves.length, snapshot: head.id };
}

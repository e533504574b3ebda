import { ChemigramError } from '@chemigram/errors';
import type { Size } from '@chemigram/mask';
import type { Recipe, Workspace } from '@chemigram/workspace';
import { frameOf } from '../develop/frame.ts';
import type { Studio } from '../studio.ts';

/** Full size of the displayed picture; darktable is asked only where the recipe frames it. */
export async function displayedSize(studio: Studio, workspace: Workspace, recipe: Recipe): Promise<Size> {
  const frame = frameOf(recipe.moves, await studio.vocabulary());
  if (frame.length > 0) return (await studio.developer(workspace)).displayed(frame);
  return { width: workspace.photo.width, height: workspace.photo.height };
}

/**
 * The same to be told along with what is on disk: where darktable or the photo is away, moves and history are still worth
 * telling, and the size is that of the photo without its frame.
 */
export const shownSize = (studio: Studio, workspace: Workspace, recipe: Recipe): Promise<Size> =>
  displayedSize(studio, workspace, recipe).catch((error: unknown) => {
    if (!(error instanceof ChemigramError)) throw error;
    return { width: workspace.photo.width, height: workspace.photo.height };
  });

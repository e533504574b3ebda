import { ChemigramError } from '@chemigram/errors';
import type { Size } from '@chemigram/mask';
import type { Recipe, Workspace } from '@chemigram/workspace';
import { frameName } from '../develop/frame-name.ts';
import { frameOf } from '../develop/frame.ts';
import type { Studio } from '../studio.ts';

/** The displayed picture, as places in it are read: its size in pixels, and the name of its frame. */
export interface Displayed extends Size {
  readonly frame: string;
}

/** Full size of the displayed picture, and how it is framed; darktable is asked only where the recipe frames it. */
export async function displayedSize(studio: Studio, workspace: Workspace, recipe: Recipe): Promise<Displayed> {
  const frame = frameOf(recipe.moves, await studio.vocabulary());
  const { width, height } =
    frame.length > 0 ? await (await studio.developer(workspace)).displayed(frame) : workspace.photo;
  return { width, height, frame: frameName(frame) };
}

/**
 * The same to be told along with what is on disk: where darktable or the photo is away, moves and history are still worth
 * telling, and the size is that of the photo without its frame.
 */
export async function shownSize(studio: Studio, workspace: Workspace, recipe: Recipe): Promise<Size> {
  const { width, height } = await displayedSize(studio, workspace, recipe).catch((error: unknown) => {
    if (!(error instanceof ChemigramError)) throw error;
    return workspace.photo;
  });
  return { width, height };
}

import { ChemigramError } from '@chemigram/errors';
import type { Recipe, Snapshot, Workspace } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import type { Development } from '../photos/developer.ts';
import type { Studio } from '../studio.ts';
import { look } from './shared.ts';

/** The compiled sidecar of a state, beside its recipe in the history. */
const COMPILED_FILE = 'edit.xmp';

/**
 * One step of the history: the recipe is edited and compiled before anything is written, so what darktable cannot do
 * is refused with the photo as it was.
 */
export async function change(
  studio: Studio,
  workspace: Workspace,
  call: Call,
  edit: (recipe: Recipe) => { message: string; recipe: Recipe },
): Promise<{ snapshot: Snapshot; before: Snapshot; development: Development }> {
  const developer = await studio.developer(workspace);
  // Compiled outside the lock, for it may take renders; the lock's own reading decides whether that still holds.
  const from = await workspace.head();
  const planned = edit(await workspace.recipe(from.id));
  const development = await developer.develop(planned.recipe, look(call));
  call.progress(0.9, 'Keeping the step');
  const snapshot = await workspace.change(
    planned.message,
    async () => {
      const now = await workspace.head();
      if (now.id === from.id) return planned.recipe;
      throw new ChemigramError('conflict', `"${workspace.imageId}" was changed by somebody else in the meantime.`, {
        hint: 'Look at get_state and try again.',
      });
    },
    async () => ({ [COMPILED_FILE]: development.xmp }),
  );
  if (snapshot.id !== from.id) {
    const step = { before: from.id, after: snapshot.id, words: snapshot.message };
    call.onStep?.({ image_id: workspace.imageId, ...step });
  }
  return { snapshot, before: from, development };
}

import { ChemigramError } from '@chemigram/errors';
import type { Recipe, Snapshot, Workspace } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import type { Developer, Development } from '../photos/developer.ts';
import type { Studio } from '../studio.ts';
import { inTurn } from './in-turn.ts';

/** The compiled sidecar of a state, beside its recipe in the history. */
const COMPILED_FILE = 'edit.xmp';

/** How often a step is planned anew because another program's came in between. */
const MOST_PLANS = 24;

/** Share of the progress when a step is kept: what is looked at behind it has the rest. */
const KEPT = 0.9;

/** The call for what is done behind its kept step: its progress goes on from there, where one that falls is not told. */
export const behindTheStep = (call: Call): Call => ({
  ...call,
  progress: (fraction, message) => call.progress(KEPT + (1 - KEPT) * fraction, message),
});

interface Planned {
  readonly message: string;
  readonly recipe: Recipe;
}
type Edit = (recipe: Recipe) => Planned | Promise<Planned>;

interface KeptStep {
  readonly snapshot: Snapshot;
  readonly before: Snapshot;
  readonly development: Development;
}

/**
 * One step of the history: the recipe is edited and compiled before anything is written, so what darktable cannot do
 * is refused with the photo as it was. Steps that are asked for at one time take turns, those of other programs too: each
 * that was kept would make all the others begin anew. What waits for no turn, an undo, makes one begin anew.
 * @param edit makes the new recipe of the present one; asked again when another step came in between
 */
export async function change(studio: Studio, workspace: Workspace, call: Call, edit: Edit): Promise<KeptStep> {
  const developer = await studio.developer(workspace);
  return inTurn(workspace.dir, call.signal, () =>
    workspace.afterOthers(call.signal, () => planned(studio, workspace, developer, call, edit)),
  );
}

async function planned(
  studio: Studio,
  workspace: Workspace,
  developer: Developer,
  call: Call,
  edit: Edit,
): Promise<KeptStep> {
  for (let plan = 0; plan < MOST_PLANS; plan++) {
    // Compiled outside the lock, for it may take renders; the lock's own reading decides whether that still holds.
    const before = await workspace.head();
    const next = await edit(await workspace.recipe(before.id));
    const development = await developer.develop(next.recipe, call);
    // While it is kept: what is begun for nothing, where it cannot be, hurts nobody.
    studio.lookAhead(developer, development);
    call.progress(KEPT, 'Keeping the step');
    const snapshot = await workspace
      .change(
        next.message,
        async () => {
          if ((await workspace.head()).id !== before.id) throw new Overtaken();
          // What it is made of may have been there already: then nothing on the way heard of it.
          if (call.signal.aborted) throw cancelled(workspace.imageId);
          return next.recipe;
        },
        async () => ({ [COMPILED_FILE]: development.xmp }),
      )
      .catch((error: unknown) => {
        if (error instanceof Overtaken) return null;
        throw error;
      });
    if (snapshot === null) continue;
    if (snapshot.id !== before.id) {
      const step = { before: before.id, after: snapshot.id, words: snapshot.message };
      call.onStep?.({ image_id: workspace.imageId, ...step });
    }
    return { snapshot, before, development };
  }
  throw new ChemigramError('conflict', `"${workspace.imageId}" was changed by others again and again meanwhile.`, {
    hint: 'Nothing was written. Look at get_state, and ask for one step after the other.',
  });
}

const cancelled = (id: string): ChemigramError =>
  new ChemigramError('cancelled', `The change of "${id}" was cancelled; nothing of it was kept.`);

/** Another step was kept since this one was planned. */
class Overtaken extends Error {}

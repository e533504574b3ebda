import type { Handler } from '../contracts/index.ts';
import { currentBranch, shownName } from '../history/named-snapshots.ts';
import type { Studio } from '../studio.ts';

/**
 * Makes a branch and goes to it, renames or deletes one; without a name it lists them.
 * @throws ChemigramError not_found, conflict for a name that is taken and for deleting the branch that one is on
 */
export const branch: Handler<'branch', Studio> = async (studio, args) => {
  const { image_id, name, ref, rename_to } = args;
  const workspace = await studio.store.open(image_id);
  if (name !== undefined) {
    if (args.delete) await workspace.deleteBranch(name);
    else if (rename_to !== undefined) await workspace.renameBranch(name, rename_to);
    else {
      await workspace.branch(name, ref);
      await workspace.checkout(name);
    }
  }
  const snapshot = (await workspace.head()).id;
  const branches = (await workspace.branches()).map(shownName);
  return { result: { image_id, snapshot, branch: await currentBranch(workspace), branches } };
};

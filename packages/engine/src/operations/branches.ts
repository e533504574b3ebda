import type { Named, Workspace } from '@chemigram/workspace';
import type { Handler } from '../contracts/index.ts';
import type { Studio } from '../studio.ts';
import { steps } from './shared.ts';

export const checkout: Handler<'checkout', Studio> = async (studio, { image_id, ref }) => {
  const workspace = await studio.store.open(image_id);
  const { id, message } = await workspace.checkout(ref);
  const { moves } = await workspace.recipe();
  const branch = await branchOf(workspace);
  return { result: { image_id, snapshot: id, branch, message, moves: moves.length, ...(await steps(workspace)) } };
};

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
  return { result: { image_id, snapshot, branch: await branchOf(workspace), branches } };
};

export const tag: Handler<'tag', Studio> = async (studio, args) => {
  const { image_id, name, ref } = args;
  const workspace = await studio.store.open(image_id);
  if (name !== undefined) await (args.delete ? workspace.deleteTag(name) : workspace.tag(name, ref));
  return { result: { image_id, tags: (await workspace.tags()).map(shownName) } };
};

const branchOf = async (workspace: Workspace): Promise<string | null> =>
  (await workspace.branches()).find(({ current }) => current)?.name ?? null;

const shownName = ({ name, snapshot: { id, message, at } }: Named) => ({ name, snapshot: id, message, at });

import type { Named, Snapshot, Workspace } from '@chemigram/workspace';
import type { Handler } from '../contracts/index.ts';
import { walkable } from '../history/walk.ts';
import type { Studio } from '../studio.ts';

/** The snapshots that lead to a state, the newest first; steps that were undone come before. @throws ChemigramError not_found */
export const log: Handler<'log', Studio> = async (studio, { image_id, ref, all, limit }) => {
  const workspace = await studio.store.open(image_id);
  const head = await workspace.head();
  const branches = await workspace.branches();
  const tags = namesBySnapshot(await workspace.tags());
  const tips = namesBySnapshot(branches);
  return {
    result: {
      image_id,
      branch: branches.find(({ current }) => current)?.name ?? null,
      snapshots: (await listed(workspace, { ref, all, limit })).map(({ id, parent, message, at }) => ({
        snapshot: id,
        parent,
        message,
        at,
        current: id === head.id,
        branches: tips.get(id) ?? [],
        tags: tags.get(id) ?? [],
      })),
      ...(await walkable(workspace)),
    },
  };
};

async function listed(
  workspace: Workspace,
  { ref, all, limit }: { ref: string | undefined; all: boolean; limit: number },
): Promise<Snapshot[]> {
  if (all) return workspace.logOfAll({ limit });
  if (ref !== undefined) return workspace.log({ ref, limit });
  const undone = (await workspace.undone()).toReversed();
  return [...undone, ...(await workspace.log({ limit }))].slice(0, limit);
}

function namesBySnapshot(named: readonly Named[]): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const { name, snapshot } of named) names.set(snapshot.id, [...(names.get(snapshot.id) ?? []), name]);
  return names;
}

import { ChemigramError } from '@chemigram/errors';
import type { Named, Snapshot, Workspace } from '@chemigram/workspace';
import type { Handler, Result } from '../contracts/index.ts';
import type { Studio } from '../studio.ts';
import { changeInWords, savedMasksInWords } from '../words/change-words.ts';
import { changesBetween } from '../changes.ts';
import { baselineOf, before, shownMove, shownSize, snapshotAt, steps } from './shared.ts';

/** A damaged photo takes no other one away: it is named in the warnings. */
export const listPhotos: Handler<'list_photos', Studio> = async (studio) => {
  const photos: Result<'list_photos'>['photos'] = [];
  const warnings: string[] = [];
  for (const id of await studio.store.list()) {
    try {
      photos.push(await listedPhoto(studio, id));
    } catch (error) {
      if (!(error instanceof ChemigramError)) throw error;
      warnings.push(
        `"${id}" is left out, it cannot be opened: ${error.message} Call doctor with image_id "${id}" to see what is wrong and whether it can be repaired.`,
      );
    }
  }
  return { result: { photos, warnings } };
};

async function listedPhoto(studio: Studio, id: string): Promise<Result<'list_photos'>['photos'][number]> {
  const workspace = await studio.store.open(id);
  const [recipe, head] = [await workspace.recipe(), await workspace.head()];
  const { source, width, height } = workspace.photo;
  return { image_id: id, photo: source, width, height, moves: recipe.moves.length, snapshot: head.id };
}

export const getState: Handler<'get_state', Studio> = async (studio, { image_id }) => {
  const workspace = await studio.store.open(image_id);
  const [recipe, head] = [await workspace.recipe(), await workspace.head()];
  return {
    result: {
      image_id,
      photo: workspace.photo.source,
      ...(await shownSize(studio, workspace, recipe)),
      baseline: baselineOf(workspace),
      snapshot: head.id,
      moves: recipe.moves.map(shownMove),
      looks: Object.entries(recipe.looks ?? {}).map(([group_id, { look, strength }]) => ({ group_id, look, strength })),
      ...(await steps(workspace)),
    },
  };
};

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
      ...(await steps(workspace)),
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

export const diff: Handler<'diff', Studio> = async (studio, { image_id, ref_a, ref_b }) => {
  const workspace = await studio.store.open(image_id);
  const b = await snapshotAt(workspace, ref_b, 'ref_b');
  const a = ref_a === undefined ? await before(workspace, b) : await snapshotAt(workspace, ref_a, 'ref_a');
  const [from, to] = [await workspace.recipe(a.id), await workspace.recipe(b.id)];
  const changes = changesBetween(from, to);
  return {
    result: {
      image_id,
      ref_a: a.id,
      ref_b: b.id,
      lines: [...changes.map(changeInWords), ...savedMasksInWords(from, to)],
      changes: changes.map(({ kind, move_id, before: old, after }) => ({
        kind,
        move_id,
        before: old === null ? null : shownMove(old),
        after: after === null ? null : shownMove(after),
      })),
    },
  };
};

export const undo: Handler<'undo', Studio> = async (studio, { image_id }) => {
  const workspace = await studio.store.open(image_id);
  const undone = await workspace.head();
  const snapshot = await stepped(() => workspace.undo());
  return { result: { image_id, snapshot: snapshot.id, undone: undone.message, ...(await steps(workspace)) } };
};

export const redo: Handler<'redo', Studio> = async (studio, { image_id }) => {
  const workspace = await studio.store.open(image_id);
  const snapshot = await stepped(() => workspace.redo());
  return { result: { image_id, snapshot: snapshot.id, redone: snapshot.message, ...(await steps(workspace)) } };
};

/** At an end of the history nothing is out of range that the caller gave: the state is in the way. */
async function stepped<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof ChemigramError) || error.code !== 'out_of_range') throw error;
    throw new ChemigramError('conflict', error.message, { hint: error.hint ?? 'See log.', cause: error });
  }
}

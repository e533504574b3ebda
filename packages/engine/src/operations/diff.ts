import type { Handler } from '../contracts/index.ts';
import { frameOf } from '../develop/frame.ts';
import { changesBetween } from '../history/changes-between.ts';
import { snapshotAt, snapshotBefore } from '../history/snapshots.ts';
import { shownMove } from '../moves/shown-move.ts';
import type { Studio } from '../studio.ts';
import { changeInWords, savedMasksInWords } from '../words/change-words.ts';

/** What differs between two states, move by move; without `ref_a` between one and the one before it. @throws ChemigramError not_found naming the ref */
export const diff: Handler<'diff', Studio> = async (studio, { image_id, ref_a, ref_b }) => {
  const workspace = await studio.store.open(image_id);
  const b = await snapshotAt(workspace, ref_b, 'ref_b');
  const a = ref_a === undefined ? await snapshotBefore(workspace, b) : await snapshotAt(workspace, ref_a, 'ref_a');
  const [from, to] = [await workspace.recipe(a.id), await workspace.recipe(b.id)];
  const changes = changesBetween(from, to);
  const vocabulary = await studio.vocabulary();
  const [before, after] = [frameOf(from.moves, vocabulary), frameOf(to.moves, vocabulary)];
  return {
    result: {
      image_id,
      ref_a: a.id,
      ref_b: b.id,
      lines: [...changes.map(changeInWords), ...savedMasksInWords(from, to)],
      changes: changes.map(({ kind, move_id, before: old, after: next }) => ({
        kind,
        move_id,
        before: old === null ? null : shownMove(old, before),
        after: next === null ? null : shownMove(next, after),
      })),
    },
  };
};

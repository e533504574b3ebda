import { maskId } from '@chemigram/mask';
import type { Mask } from '@chemigram/mask';
import type { Move, Snapshot, Spot, Workspace } from '@chemigram/workspace';
import type { Handler } from '../contracts/index.ts';
import { changesBetween } from '../history/changes-between.ts';
import { snapshotAt, snapshotBefore } from '../history/snapshots.ts';
import { measureBetween } from '../measure/measure-between.ts';
import { readMask } from '../moves/read-mask.ts';
import { maskOfSpots } from '../repair/measure-spots.ts';
import type { Studio } from '../studio.ts';

const NOTHING_BETWEEN = 'Both refs are the same snapshot: there is no edit between them to measure.';

/**
 * Measures by two renders what changed between two states, inside a mask and outside; without one, where the moves that differ act.
 * @throws ChemigramError not_found naming the ref, invalid_input where the states are framed differently
 */
export const measureEdit: Handler<'measure_edit', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const b = await snapshotAt(workspace, args.ref_b, 'ref_b');
  const a =
    args.ref_a === undefined ? await snapshotBefore(workspace, b) : await snapshotAt(workspace, args.ref_a, 'ref_a');
  const given =
    args.mask_spec === undefined
      ? null
      : await readMask(studio, workspace, args.mask_spec, await workspace.recipe(b.id));
  const touched = given === null ? await touchedPlaces(workspace, a, b) : { mask: given.mask, spots: [] };
  const { mask } = touched;
  const measured = await measureBetween(studio, workspace, a.id, b.id, mask, call, touched.spots);
  return {
    result: {
      image_id: args.image_id,
      ref_a: a.id,
      ref_b: b.id,
      mask_id: mask === null ? null : maskId(mask),
      ...measured,
      warnings: [...(given?.notes ?? []), ...(a.id === b.id ? [NOTHING_BETWEEN] : measured.warnings)],
    },
  };
};

/**
 * Where the moves that differ act: one mask, or the union of several, spots being masks too; null when any of them acts
 * on the whole picture. With the spots among it, which may be too small for the usual size.
 */
async function touchedPlaces(
  workspace: Workspace,
  a: Snapshot,
  b: Snapshot,
): Promise<{ mask: Mask | null; spots: Spot[] }> {
  const [from, to] = [await workspace.recipe(a.id), await workspace.recipe(b.id)];
  const masks = new Map<string, Mask>();
  const spots: Spot[] = [];
  for (const { before: old, after } of changesBetween(from, to)) {
    for (const move of [old, after]) {
      if (move === null) continue;
      const mask = placeOf(move);
      if (mask === null) return { mask: null, spots: [] };
      masks.set(maskId(mask), mask);
      spots.push(...(move.spots ?? []));
    }
  }
  const all = [...masks.values()];
  if (all.length === 0) return { mask: null, spots };
  return { mask: all.length === 1 ? all[0]! : { kind: 'compose', operation: 'union', operands: all }, spots };
}

/** The part of the picture that a move acts on; null for the whole. */
const placeOf = (move: Move): Mask | null =>
  move.spots === undefined ? (move.mask as Mask | null) : maskOfSpots(move.spots);

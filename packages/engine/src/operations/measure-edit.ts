import { maskId } from '@chemigram/mask';
import type { Mask } from '@chemigram/mask';
import type { Move, Snapshot, Spot, Workspace } from '@chemigram/workspace';
import type { Handler } from '../contracts/index.ts';
import { frameOf, frameOfMask } from '../develop/frame.ts';
import type { Frame } from '../develop/frame.ts';
import { changesBetween } from '../history/changes-between.ts';
import { snapshotAt, snapshotBefore } from '../history/snapshots.ts';
import type { AskedPlace } from '../measure/asked-opacity.ts';
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
  const recipe = await workspace.recipe(b.id);
  const given = args.mask_spec === undefined ? null : await readMask(studio, workspace, args.mask_spec, recipe);
  const { places, spots } =
    given === null
      ? await touchedPlaces(workspace, a, b)
      : { places: [{ mask: given.mask, frame: frameOf(recipe.moves, await studio.vocabulary()) }], spots: [] };
  const measured = await measureBetween(studio, workspace, a.id, b.id, places, call, spots);
  return {
    result: {
      image_id: args.image_id,
      ref_a: a.id,
      ref_b: b.id,
      mask_id: places === null ? null : maskId(unionOf(places.map(({ mask }) => mask))),
      ...measured,
      warnings: [...(given?.notes ?? []), ...(a.id === b.id ? [NOTHING_BETWEEN] : measured.warnings)],
    },
  };
};

/**
 * Where the moves that differ act: each mask once for each framing that it was said of, with the moves that go through it,
 * spots being masks too; null when any of them acts on the whole picture. With the spots among it, which may be too small for the usual
 * size.
 */
async function touchedPlaces(
  workspace: Workspace,
  a: Snapshot,
  b: Snapshot,
): Promise<{ places: AskedPlace[] | null; spots: Spot[] }> {
  const [from, to] = [await workspace.recipe(a.id), await workspace.recipe(b.id)];
  const places = new Map<string, { mask: Mask; frame: Frame; moves: string[] }>();
  const spots: Spot[] = [];
  for (const { before: old, after } of changesBetween(from, to)) {
    for (const move of [old, after]) {
      if (move === null) continue;
      const mask = placeOf(move);
      if (mask === null) return { places: null, spots: [] };
      const frame = frameOfMask(move);
      const key = JSON.stringify([frame, maskId(mask)]);
      const there = places.get(key) ?? { mask, frame, moves: [] };
      places.set(key, there);
      there.moves.push(move.move_id);
      spots.push(...(move.spots ?? []));
    }
  }
  return { places: places.size === 0 ? null : [...places.values()], spots };
}

const unionOf = (masks: readonly Mask[]): Mask =>
  masks.length === 1 ? masks[0]! : { kind: 'compose', operation: 'union', operands: [...masks] };

/** The part of the picture that a move acts on; null for the whole. */
const placeOf = (move: Move): Mask | null =>
  move.spots === undefined ? (move.mask as Mask | null) : maskOfSpots(move.spots);

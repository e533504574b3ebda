import { maskId } from '@chemigram/mask';
import type { Mask, Raster, Size } from '@chemigram/mask';
import { resample } from '@chemigram/mask';
import type { Snapshot, Workspace } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import type { Handler, Result } from '../contracts/index.ts';
import { ChemigramError } from '@chemigram/errors';
import { frameOfMask } from '../develop/frame.ts';
import { reframe } from '../geometry/warp.ts';
import { measureChange } from '../measure.ts';
import type { SavedMasks } from '../named-masks/lookup.ts';
import { maskOn, MASK_SIZE } from '../photos/developer.ts';
import type { Developer, Development } from '../photos/developer.ts';
import type { Studio } from '../studio.ts';
import { changesBetween } from '../changes.ts';
import { before, look, readMask, snapshotAt } from './shared.ts';

export const measureEdit: Handler<'measure_edit', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const b = await snapshotAt(workspace, args.ref_b, 'ref_b');
  const a = args.ref_a === undefined ? await before(workspace, b) : await snapshotAt(workspace, args.ref_a, 'ref_a');
  const given =
    args.mask_spec === undefined
      ? null
      : await readMask(studio, workspace, args.mask_spec, await workspace.recipe(b.id));
  const mask = given === null ? await touchedMask(workspace, a, b) : given.mask;
  const measured = await measureBetween(studio, workspace, a.id, b.id, mask, call);
  return {
    result: {
      image_id: args.image_id,
      ref_a: a.id,
      ref_b: b.id,
      mask_id: mask === null ? null : maskId(mask),
      ...measured,
      warnings: [...(given?.notes ?? []), ...measured.warnings],
    },
  };
};

/** The mask of the moves that differ: one mask, or the union of several; null when any of them has none. */
async function touchedMask(workspace: Workspace, a: Snapshot, b: Snapshot): Promise<Mask | null> {
  const [from, to] = [await workspace.recipe(a.id), await workspace.recipe(b.id)];
  const masks = new Map<string, Mask>();
  for (const { before: old, after } of changesBetween(from, to)) {
    for (const move of [old, after]) {
      if (move === null) continue;
      if (move.mask === null) return null;
      masks.set(maskId(move.mask as Mask), move.mask as Mask);
    }
  }
  const all = [...masks.values()];
  if (all.length === 0) return null;
  return all.length === 1 ? all[0]! : { kind: 'compose', operation: 'union', operands: all };
}

type Measured = Pick<Result<'measure_edit'>, 'inside' | 'outside' | 'edge_spill' | 'verdict' | 'warnings'>;

/** Renders two states and measures what changed inside the mask as it was asked for, and outside of it. */
export async function measureBetween(
  studio: Studio,
  workspace: Workspace,
  a: string,
  b: string,
  mask: Mask | null,
  call: Call,
): Promise<Measured> {
  const { old, now, to, development, developer } = await developBoth(studio, workspace, a, b, call);
  const opacity = mask === null ? null : await opacityOf(mask, developer, development, now, to.masks, call);
  return measureChange(old, now, opacity);
}

/** Renders two states that are framed alike, at the size that masks are compared on. */
export async function developBoth(studio: Studio, workspace: Workspace, a: string, b: string, call: Call) {
  const developer = await studio.developer(workspace);
  const [from, to] = [await workspace.recipe(a), await workspace.recipe(b)];
  call.progress(0.1, 'Developing the state before');
  const fromDevelopment = await developer.develop(from, look(call));
  const { picture: old } = await developer.session.picture(fromDevelopment.layers, MASK_SIZE, look(call));
  call.progress(0.5, 'Developing the state after');
  const development = await developer.develop(to, look(call));
  const { picture: now } = await developer.session.picture(development.layers, MASK_SIZE, look(call));
  if (JSON.stringify(fromDevelopment.frame) !== JSON.stringify(development.frame)) {
    throw new ChemigramError(
      'invalid_input',
      'The picture is framed differently in the two states: no pixel of one is that of the other.',
      {
        field: 'ref_a',
        hint: 'Measure between two states with the same crop; compare shows both side by side.',
      },
    );
  }
  return { old, now, to, development, developer };
}

/** What the mask asks for, on the picture as it is displayed in the later state. */
export async function opacityOf(
  mask: Mask,
  developer: Developer,
  development: Development,
  size: Size,
  saved: SavedMasks | undefined,
  call: Call,
): Promise<Raster> {
  const id = maskId(mask);
  const used = development.moves.find((move) => move.mask?.id === id);
  if (used === undefined || used.mask === null) {
    const placed = await developer.place(maskOn(development, mask, 'measure'), look(call), saved);
    return resample(placed.asked(), size);
  }
  const [from, to] = [frameOfMask(used.move), development.frame];
  if (JSON.stringify(from) === JSON.stringify(to)) return resample(used.mask.asked(), size);
  return reframe(
    used.mask.asked(),
    await developer.geometry(from, look(call)),
    await developer.geometry(to, look(call)),
    size,
  );
}

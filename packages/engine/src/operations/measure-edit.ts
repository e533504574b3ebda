import { maskId } from '@chemigram/mask';
import type { Mask, Raster, Size } from '@chemigram/mask';
import { rasterise, resample } from '@chemigram/mask';
import type { Move, Snapshot, Spot, Workspace } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import type { Handler, Result } from '../contracts/index.ts';
import { ChemigramError } from '@chemigram/errors';
import { frameOfMask } from '../develop/frame.ts';
import { reframe } from '../geometry/warp.ts';
import { measureChange } from '../measure.ts';
import type { SavedMasks } from '../named-masks/lookup.ts';
import { maskOn } from '../photos/developer.ts';
import type { Developer, Development } from '../photos/developer.ts';
import { fitted, MASK_SIZE } from '../photos/masks/photo-masks.ts';
import { maskOfSpots, sideForSpots } from '../repair/measure-spots.ts';
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
      warnings: [...(given?.notes ?? []), ...measured.warnings],
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

type Measured = Pick<Result<'measure_edit'>, 'inside' | 'outside' | 'edge_spill' | 'verdict' | 'warnings'>;

/**
 * Renders two states and measures what changed inside the mask as it was asked for, and outside of it.
 * @param spots what the picture has to be large enough for
 */
export async function measureBetween(
  studio: Studio,
  workspace: Workspace,
  a: string,
  b: string,
  mask: Mask | null,
  call: Call,
  spots: readonly Spot[] = [],
): Promise<Measured> {
  const { old, now, to, development, developer } = await developBoth(studio, workspace, a, b, call, spots);
  const opacity = mask === null ? null : await opacityOf(mask, developer, development, now, to.masks, call);
  return measureChange(old, now, opacity);
}

/** Renders two states that are framed alike, at the size that masks are compared on or as large as spots need it. */
export async function developBoth(
  studio: Studio,
  workspace: Workspace,
  a: string,
  b: string,
  call: Call,
  spots: readonly Spot[] = [],
) {
  const developer = await studio.developer(workspace);
  const [from, to] = [await workspace.recipe(a), await workspace.recipe(b)];
  call.progress(0.1, 'Developing the state before');
  const fromDevelopment = await developer.develop(from, look(call));
  const side = sideForSpots(spots, fromDevelopment.displayed, MASK_SIZE);
  const { picture: old } = await developer.session.picture(fromDevelopment.layers, side, look(call));
  call.progress(0.5, 'Developing the state after');
  const development = await developer.develop(to, look(call));
  const { picture: now } = await developer.session.picture(development.layers, side, look(call));
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
  const used = development.moves.find(({ move, mask: placed }) => (placed?.id ?? spotsId(move)) === id);
  if (used === undefined) {
    const placed = await developer.masks.compile(maskOn(development, mask, 'measure'), look(call), saved ?? {});
    return resample(placed.asked(), size);
  }
  const [from, to] = [frameOfMask(used.move), development.frame];
  const reframed = JSON.stringify(from) !== JSON.stringify(to);
  const drawn = reframed ? fitted(await developer.displayed(from, look(call)), MASK_SIZE) : size;
  const asked = used.mask?.asked() ?? rasterise(mask, drawn, {});
  if (!reframed) return resample(asked, size);
  const [was, is] = [await developer.geometry(from, look(call)), await developer.geometry(to, look(call))];
  return reframe(asked, was, is, size);
}

const spotsId = ({ spots }: Move): string | null => (spots === undefined ? null : maskId(maskOfSpots(spots)));

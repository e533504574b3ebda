import { ChemigramError, nearestNames } from '@chemigram/errors';
import { maskId, parseMask } from '@chemigram/mask';
import type { Mask, Size } from '@chemigram/mask';
import type { Vocabulary } from '@chemigram/vocabulary';
import type { Move, Recipe, Snapshot, Spot, Workspace } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import type { Result } from '../contracts/index.ts';
import { detectedOn } from '../detected/detected-masks.ts';
import { frameOf } from '../develop/frame.ts';
import type { DevelopedMove } from '../develop/recipe-layers.ts';
import type { CompiledMask } from '../masks/place.ts';
import { lookupOf } from '../named-masks/lookup.ts';
import { hasNamed, needsFinding } from '../named-masks/resolve.ts';
import { hasRaster, keepRasters } from '../photos/masks/raster-masks.ts';
import type { Studio } from '../studio.ts';

/** The author of a move made through a door. */
export const AGENT = 'agent';

/**
 * Reads a mask_spec about the displayed picture; an error's field begins with the argument's name. Names in it are those
 * of the packs and of the recipe; rasters in it are kept in the workspace, and the mask names the copies.
 */
export async function readMask(
  studio: Studio,
  workspace: Workspace,
  spec: unknown,
  recipe: Recipe,
  argument = 'mask_spec',
): Promise<{ mask: Mask; notes: string[] }> {
  return within(argument, async () => {
    const displayed = await displayedSize(studio, workspace, recipe);
    const read = parseMask(spec, displayed);
    if (hasNamed(read.mask))
      needsFinding(read.mask, lookupOf(await studio.masks(), recipe.masks, detectedOn(workspace.dir)));
    if (!hasRaster(read.mask)) return read;
    return { ...read, mask: await keepRasters(read.mask, { workspace, displayed, env: studio.env }) };
  });
}

/** Does a piece of work whose failure is about a part of the arguments: the error's field then begins with that part. */
export async function within<T>(argument: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ChemigramError && argument !== '' ? error.within(argument) : error;
  }
}

/**
 * The frame that a new place, a mask or spots, speaks of: that of the picture on which it was read. Whoever crops while
 * a place is still being read moves nothing: the place stays on the same things.
 *
 * @param seen the state that the place was read on, not the one that the move is added to
 */
export function framed(
  place: Mask | readonly Spot[] | null,
  seen: Recipe,
  vocabulary: Vocabulary,
): Pick<Move, 'frame'> {
  const frame = place === null ? [] : frameOf(seen.moves, vocabulary);
  return frame.length === 0 ? {} : { frame };
}

/** Full size of the displayed picture; darktable is asked only where the recipe frames it. */
export async function displayedSize(studio: Studio, workspace: Workspace, recipe: Recipe): Promise<Size> {
  const frame = frameOf(recipe.moves, await studio.vocabulary());
  if (frame.length > 0) return (await studio.developer(workspace)).displayed(frame);
  return { width: workspace.photo.width, height: workspace.photo.height };
}

/**
 * The same to be told along with what is on disk: where darktable or the photo is away, moves and history are still worth
 * telling, and the size is that of the photo without its frame.
 */
export const shownSize = (studio: Studio, workspace: Workspace, recipe: Recipe): Promise<Size> =>
  displayedSize(studio, workspace, recipe).catch((error: unknown) => {
    if (!(error instanceof ChemigramError)) throw error;
    return { width: workspace.photo.width, height: workspace.photo.height };
  });

export function moveOf(recipe: Recipe, id: string): Move {
  const move = recipe.moves.find(({ move_id }) => move_id === id);
  if (move !== undefined) return move;
  const ids = recipe.moves.map(({ move_id }) => move_id);
  throw new ChemigramError('not_found', `There is no move "${id}" on "${recipe.image_id}".`, {
    field: 'move_id',
    hint:
      ids.length === 0
        ? 'The photo has no moves yet.'
        : `Nearest: ${nearestNames(id, ids).join(', ')}; get_state lists all.`,
  });
}

export const baselineOf = (workspace: Workspace): 'auto' | 'sidecar' =>
  workspace.photo.facts['baseline'] === 'sidecar' ? 'sidecar' : 'auto';

/** A move as results show it. */
export function shownMove({
  move_id,
  primitive,
  values,
  mask,
  spots,
  label,
  group,
}: Move): Result<'get_state'>['moves'][number] {
  return {
    move_id,
    primitive,
    values,
    mask: mask === null ? null : { id: maskId(mask as Mask), spec: mask as Record<string, unknown> },
    ...(spots === undefined ? {} : { spots }),
    label,
    ...(group === undefined ? {} : { group_id: group }),
  };
}

export function maskSummary(placed: CompiledMask | null): Result<'apply_primitive'>['mask'] {
  if (placed === null) return null;
  return { id: placed.id, coverage: placed.coverage, agreement: placed.agreement, strategy: placed.strategy };
}

export const developedMove = (moves: readonly DevelopedMove[], id: string): DevelopedMove =>
  moves.find(({ move }) => move.move_id === id)!;

/** How far the history can be walked from here. */
export async function steps(workspace: Workspace): Promise<{ undoable: number; redoable: number }> {
  const [log, undone] = await Promise.all([workspace.log(), workspace.undone()]);
  return { undoable: log.length - 1, redoable: undone.length };
}

/** The snapshot meant by a ref, its error naming the argument. */
export async function snapshotAt(workspace: Workspace, ref: string, argument: string): Promise<Snapshot> {
  try {
    return await workspace.resolve(ref);
  } catch (error) {
    if (!(error instanceof ChemigramError)) throw error;
    throw new ChemigramError(error.code, error.message, {
      field: argument,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      cause: error,
    });
  }
}

/** The snapshot before another; the first one has itself. */
export async function before(workspace: Workspace, snapshot: Snapshot): Promise<Snapshot> {
  return snapshot.parent === null ? snapshot : workspace.resolve(snapshot.parent);
}

export const look = (call: Call): { signal: AbortSignal } => ({ signal: call.signal });

/** A name for a file that is made again whenever its content would differ. */
export const shortHash = (hash: string): string => hash.slice(0, 12);

/** What moves of framing do only in part on a photo, in words: a lens that is known for its distortion alone, say. */
export async function framingWarnings(
  studio: Studio,
  workspace: Workspace,
  moves: readonly Pick<Move, 'primitive' | 'values'>[],
  call: Call,
): Promise<string[]> {
  const developer = await studio.developer(workspace);
  const told = new Set<string>();
  for (const move of moves) for (const warning of await developer.framingWarnings(move, look(call))) told.add(warning);
  return [...told];
}

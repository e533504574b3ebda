import { SELECTED, strongestOf } from '@chemigram/mask';
import type { Mask, Raster } from '@chemigram/mask';
import type { Move, Snapshot, Workspace } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import { frameOf, frameOfMask } from '../develop/frame.ts';
import { showsMore } from '../geometry/warp.ts';
import type { CompiledMask } from '../masks/place.ts';
import { afterTheEdit } from '../measure/after-the-edit.ts';
import { hasNamed } from '../named-masks/resolve.ts';
import type { Developer, Development } from '../photos/developer.ts';
import type { Studio } from '../studio.ts';

/**
 * What to look at where a step lets the picture show more: a mask that was found in a narrower picture, or is a raster of it,
 * ends where that ended, and an edit through it gets an edge there. Shapes and ranges go on.
 * @param before the state before the step
 */
export async function widenedWarnings(
  studio: Studio,
  workspace: Workspace,
  before: Snapshot,
  development: Development,
  call: Call,
): Promise<string[]> {
  const { moves } = await workspace.recipe(before.id);
  if (JSON.stringify(frameOf(moves, await studio.vocabulary())) === JSON.stringify(development.frame)) return [];
  const { measured: ending = [], warnings } = await afterTheEdit(
    call,
    async () => endingMoves(await studio.developer(workspace), development, call),
    'whether masks end at its old edge is not known',
  );
  if (ending.length === 0) return [...warnings];
  return [
    ...warnings,
    `The picture shows more than it did for the masks of ${ending.join(', ')}, which reach its old edge and may end there: look at what came in, and give them masks anew with adjust_move.`,
  ];
}

/** The ids of the moves whose masks end at the edge of a picture that this one reaches beyond. */
async function endingMoves(developer: Developer, { frame, moves }: Development, call: Call): Promise<string[]> {
  const now = await developer.geometry(frame, call);
  const ending: string[] = [];
  for (const { move, mask } of moves) {
    if (mask === null || !endsWithPicture({ move, mask })) continue;
    if (showsMore(now, await developer.geometry(frameOfMask(move), call)) && touchesRim(mask.asked()))
      ending.push(move.move_id);
  }
  return ending;
}

/** Whether a mask is known for the picture alone that it was said of. */
const endsWithPicture = ({ move, mask }: { move: Move; mask: CompiledMask }): boolean =>
  mask.strategy === 'external raster' || mask.strategy === 'traced outlines' || hasNamed(move.mask as Mask);

function touchesRim(opacity: Raster): boolean {
  const { width, height, data } = opacity;
  const least = SELECTED * strongestOf(opacity);
  const touches = (x: number, y: number): boolean => data[y * width + x]! > 0 && data[y * width + x]! >= least;
  for (let x = 0; x < width; x++) if (touches(x, 0) || touches(x, height - 1)) return true;
  for (let y = 0; y < height; y++) if (touches(0, y) || touches(width - 1, y)) return true;
  return false;
}

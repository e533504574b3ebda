import { SELECTED, strongestOf } from '@chemigram/mask';
import type { Mask, Raster } from '@chemigram/mask';
import type { Move } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import { frameOfMask } from '../develop/frame.ts';
import { showsMore } from '../geometry/warp.ts';
import type { CompiledMask } from '../masks/place.ts';
import { hasNamed } from '../named-masks/resolve.ts';
import type { Developer, Development } from '../photos/developer.ts';

/** The moves whose masks end at the edge of a picture that this one reaches beyond. Shapes and ranges go on. */
export async function endingMoves(developer: Developer, { frame, moves }: Development, call: Call): Promise<Move[]> {
  const now = await developer.geometry(frame, call);
  const ending: Move[] = [];
  for (const { move, mask } of moves) {
    if (mask === null || !endsWithPicture({ move, mask })) continue;
    if (showsMore(now, await developer.geometry(frameOfMask(move), call)) && touchesRim(mask.asked()))
      ending.push(move);
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

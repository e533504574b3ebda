import { maskId, rasterise, resample } from '@chemigram/mask';
import type { Mask, Raster, Size } from '@chemigram/mask';
import type { Move } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import { frameOfMask } from '../develop/frame.ts';
import { reframe } from '../geometry/warp.ts';
import type { SavedMasks } from '../named-masks/lookup.ts';
import { maskOn } from '../photos/developer.ts';
import type { Developer, Development } from '../photos/developer.ts';
import { fitted, MASK_SIZE } from '../photos/masks/mask-size.ts';
import { maskOfSpots } from '../repair/measure-spots.ts';

/** What the mask asks for, on the picture as it is displayed in the later state. */
export async function askedOpacity(
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
    const placed = await developer.masks.compile(maskOn(development, mask, 'measure'), call, saved ?? {});
    return resample(placed.asked(), size);
  }
  const [from, to] = [frameOfMask(used.move), development.frame];
  const reframed = JSON.stringify(from) !== JSON.stringify(to);
  const drawn = reframed ? fitted(await developer.displayed(from, call), MASK_SIZE) : size;
  const asked = used.mask?.asked() ?? rasterise(mask, drawn, {});
  if (!reframed) return resample(asked, size);
  const [was, is] = [await developer.geometry(from, call), await developer.geometry(to, call)];
  return reframe(asked, was, is, size);
}

const spotsId = ({ spots }: Move): string | null => (spots === undefined ? null : maskId(maskOfSpots(spots)));

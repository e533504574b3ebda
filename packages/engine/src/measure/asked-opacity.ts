import { maskId, rasterise, resample } from '@chemigram/mask';
import type { Mask, Raster, Size } from '@chemigram/mask';
import type { Move } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import { frameOfMask } from '../develop/frame.ts';
import type { Frame } from '../develop/frame.ts';
import { reframe } from '../geometry/warp.ts';
import type { SavedMasks } from '../named-masks/lookup.ts';
import { maskOn } from '../photos/developer.ts';
import type { Developer, Development } from '../photos/developer.ts';
import { fitted } from '../geometry/fitted.ts';
import { MASK_SIZE } from '../photos/masks/mask-size.ts';
import { maskOfSpots } from '../repair/measure-spots.ts';

/** A mask, and how the picture was framed that it was said of. */
export interface AskedPlace {
  readonly mask: Mask;
  readonly frame: Frame;
  /** The moves whose mask it is: a name or a range is found anew for each. Without them it is that of the last one that has it. */
  readonly moves?: readonly string[];
}

/** What the mask asks for, on the picture as it is displayed in the later state. */
export async function askedOpacity(
  { mask, frame: from, moves }: AskedPlace,
  developer: Developer,
  development: Development,
  size: Size,
  saved: SavedMasks | undefined,
  call: Call,
): Promise<Raster> {
  const id = maskId(mask);
  const to = development.frame;
  // The same words said of the picture as it is framed otherwise are another place.
  const having = development.moves.filter(
    ({ move, mask: placed }) => (placed?.id ?? spotsId(move)) === id && isSame(frameOfMask(move), from),
  );
  const used = moves === undefined ? having.slice(-1) : having.filter(({ move }) => moves.includes(move.move_id));
  const reframed = !isSame(from, to);
  const drawn = async (): Promise<Raster> =>
    rasterise(mask, reframed ? fitted(await developer.displayed(from, call), MASK_SIZE) : size, {});
  const found = async (): Promise<Raster> =>
    (
      await developer.masks.compile({ ...maskOn(development, mask, 'measure'), frame: from }, call, saved ?? {})
    ).asked();
  const each = await Promise.all(used.map(async (one) => one.mask?.asked() ?? (await drawn())));
  const asked = each.length === 0 ? await found() : each.reduce(larger);
  if (!reframed) return resample(asked, size);
  const [was, is] = [await developer.geometry(from, call), await developer.geometry(to, call)];
  return reframe(asked, was, is, size);
}

/** A union, as the mask language has it, of rasters of one size. */
export const larger = ({ width, height, data }: Raster, other: Raster): Raster => ({
  width,
  height,
  data: data.map((opacity, i) => Math.max(opacity, other.data[i]!)),
});

const isSame = (a: Frame, b: Frame): boolean => JSON.stringify(a) === JSON.stringify(b);

const spotsId = ({ spots }: Move): string | null => (spots === undefined ? null : maskId(maskOfSpots(spots)));

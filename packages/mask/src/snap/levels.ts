import { boxBlur, planesOf, type Planes } from '../raster/planes.ts';
import type { Guide } from '../refine/guided-filter.ts';
import type { Picture, Size } from '../raster/raster.ts';
import { guideOf } from './soften.ts';

/** Long side of the picture that is looked at; larger ones are scaled down, the edge is then feathered along their own pixels. */
const FINEST = 768;
/** Pixels to each side over which the local spread of L is taken, at half size. */
const SPREAD_RADIUS = 2;

/** A picture at one size: its colours, and the local spread of L, which tells textures apart. */
export interface Level extends Planes {
  readonly spread: Float32Array;
}

/** The picture at its full, half and quarter size. */
export interface Levels {
  readonly full: Level;
  readonly half: Level;
  readonly quarter: Level;
}

/** A picture in all that deciding and softening look at. */
export interface Sight {
  readonly levels: Levels;
  readonly guide: Guide;
}

const sights = new WeakMap<Picture, Sight>();

/** What a picture looks like to the snap: made once for each picture object, and kept as long as that. */
export function sightOf(picture: Picture): Sight {
  let sight = sights.get(picture);
  if (sight === undefined) {
    const levels = levelsOf(picture);
    sight = { levels, guide: guideOf(levels.full) };
    sights.set(picture, sight);
  }
  return sight;
}

/** Levels of a picture; pixel (x, y) of one level holds the pixels (2x, 2y) to (2x + 1, 2y + 1) of the one before. */
function levelsOf(picture: Picture): Levels {
  const full = planesOf(picture, FINEST);
  const half = halvedPlanes(full);
  const quarter = halvedPlanes(half);
  // Spread is a matter of the neighbourhood: the half size's serves all three.
  const spread = localSpread(half);
  return {
    full: { ...full, spread: doubled(spread, half, full) },
    half: { ...half, spread },
    quarter: { ...quarter, spread: halved(spread, half) },
  };
}

function localSpread(planes: Planes): Float32Array {
  const { l } = planes;
  const squares = new Float32Array(l.length);
  for (let i = 0; i < l.length; i++) squares[i] = l[i]! * l[i]!;
  const mean = boxBlur(l, planes, SPREAD_RADIUS);
  const spread = boxBlur(squares, planes, SPREAD_RADIUS);
  for (let i = 0; i < l.length; i++) spread[i] = Math.sqrt(Math.max(0, spread[i]! - mean[i]! * mean[i]!));
  return spread;
}

/** Half the size, at least one pixel: what is left over at the right and below is dropped. */
const halfSize = ({ width, height }: Size): Size => ({
  width: Math.max(1, width >> 1),
  height: Math.max(1, height >> 1),
});

function halvedPlanes(planes: Planes): Planes {
  const { l, a, b } = planes;
  return { ...halfSize(planes), l: halved(l, planes), a: halved(a, planes), b: halved(b, planes) };
}

/** The mean of each two by two pixels. */
export function halved(plane: Float32Array, size: Size): Float32Array {
  const { width, height } = halfSize(size);
  const right = size.width > 1 ? 1 : 0;
  const below = size.height > 1 ? size.width : 0;
  const out = new Float32Array(width * height);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to++) {
      const i = 2 * y * size.width + 2 * x;
      out[to] = (plane[i]! + plane[i + right]! + plane[i + below]! + plane[i + below + right]!) / 4;
    }
  }
  return out;
}

/** Each pixel four times, and the last ones again where `size` is odd. */
export function doubled<T extends Float32Array | Uint8Array>(plane: T, from: Size, size: Size): T {
  const out = (
    plane instanceof Uint8Array ? new Uint8Array(size.width * size.height) : new Float32Array(size.width * size.height)
  ) as T;
  for (let y = 0, to = 0; y < size.height; y++) {
    const row = Math.min(from.height - 1, y >> 1) * from.width;
    for (let x = 0; x < size.width; x++, to++) out[to] = plane[row + Math.min(from.width - 1, x >> 1)]!;
  }
  return out;
}

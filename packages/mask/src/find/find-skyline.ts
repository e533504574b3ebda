import { planesOf, type Planes } from '../raster/planes.ts';
import type { Picture } from '../raster/raster.ts';
import { cutOff } from './cut-off.ts';
import { textureOf } from './texture.ts';
import { laySkyline, raised, type Skyline } from './skyline.ts';
import { waterLineOf } from './water-line.ts';

/** Long side of the copy on which the line is laid, and of the one on which texture is seen. */
const BOX = 256;
const TEXTURE_BOX = 512;
/** First guesses, as shares of the height: high ones, so that the line stops at the topmost thing that is not sky. */
const STARTS = [0.08, 0.25];

export interface FoundSkyline extends Skyline {
  readonly planes: Planes;
  /** Whether it runs along the horizon of water that looks as the sky does. */
  readonly water: boolean;
}

const KNOWN = new WeakMap<Picture, FoundSkyline>();

/** The line that parts the sky from the rest best, of those that the first guesses lead to. */
export function findSkyline(picture: Picture): FoundSkyline {
  const known = KNOWN.get(picture);
  if (known !== undefined) return known;
  const planes = planesOf(picture, BOX);
  const texture = textureOf(planesOf(picture, TEXTURE_BOX), planes);
  const laid = STARTS.map((start) => laySkyline(planes, texture, () => start * planes.height));
  const laidBest = laid.reduce((a, b) => (b.separation > a.separation ? b : a));
  const best = raised(laidBest, cutOff(laidBest, planes), planes, texture);
  const water = waterLineOf(planes, best.rows);
  const found = { ...(water === null ? best : raised(best, water, planes, texture)), planes, water: water !== null };
  KNOWN.set(picture, found);
  return found;
}

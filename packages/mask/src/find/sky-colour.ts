import type { Planes } from '../raster/planes.ts';
import { ramp } from './ramp.ts';

/** Chroma (of Lab) of clouds and haze, and from which on a pale colour is none of theirs: painted walls have 10 to 20. */
const GREY = { clear: 7, none: 14 };
/** Blue: a lies within these shares of -b, from the turquoise above a summer horizon to the deep blue of dusk. */
const BLUE = { turquoise: -2, violet: 0.5 };
/** Dusk: yellow to red, stronger than a wall in warm light. */
const DUSK = { none: 18, clear: 30 };
const REDDEST = 0.36;

/** How far a colour is one that skies have, 0..1: the grey of clouds, blue, or the yellow and red of dusk. */
export function skyColour({ a, b }: Pick<Planes, 'a' | 'b'>, pixel: number): number {
  const [u, v] = [a[pixel]!, b[pixel]!];
  const chroma = Math.hypot(u, v);
  const grey = ramp(chroma, GREY.none, GREY.clear);
  if (v < 0 && u > -v * BLUE.turquoise && u < -v * BLUE.violet) return 1;
  const dusk = v > REDDEST * u && u > -0.2 * v ? ramp(chroma, DUSK.none, DUSK.clear) : 0;
  return Math.max(grey, dusk);
}

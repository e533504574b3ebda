import { HORIZON, SUN } from '../shapes/layout.ts';
import { type Noise, smoothstep } from '../fields/noise.ts';
import { skyColour } from './sky.ts';

/** Light that comes back from within the water, linear Rec.709. */
const WATER = [0.008, 0.05, 0.066] as const;
const FOAM = [0.5, 0.5, 0.5] as const;
const SPARK = [1.9, 1.35, 0.8] as const;
/** Foam reaches no further from the rocks than this (heights). */
const MOST_FOAM = 0.09;
/** The eye's height over the sea in heights of the picture; sets how fast waves grow towards the viewer. */
const EYE = 0.055;

/** The sea at one place, into `out`; `shore` is the distance (in heights) down to the rocks' edge. */
export function paintSea(noise: Noise, x: number, y: number, shore: number, out: Float64Array): void {
  const below = y - HORIZON;
  const depth = EYE / (below + 0.012);
  const lateral = (x - 0.62) * depth * 9;
  const away = depth * 26;
  // Swell, then chop: slopes towards the viewer. Far waves blend into one another.
  const calm = smoothstep(0, 0.07, below);
  const swell = noise.fbm(lateral * 0.42 + 3, away * 0.95, 3);
  const chop = noise.fbm(lateral * 2.1, away * 3.9 + swell * 1.3, 4);
  const slope = (0.55 * swell + 0.75 * chop) * (0.25 + 0.75 * calm);

  // A wave that leans away shows the low bright sky, one that leans towards us the water and the high sky.
  const up = HORIZON - (0.035 + below * 0.62) * (1 - 1.15 * slope);
  skyColour(x, up < 0 ? 0 : up > HORIZON ? HORIZON : up, out);
  const fresnel = Math.min(0.92, Math.max(0.12, 0.78 - below * 1.15 + slope * 0.55));
  for (let c = 0; c < 3; c++) out[c] = WATER[c]! + (out[c]! * 0.86 - WATER[c]!) * fresnel;

  // Glitter: sparks where a wave's facet happens to mirror the sun, in a path that widens towards the viewer.
  const width = 0.03 + below * 0.27;
  const off = (x - SUN.x + 0.02 * swell) / width;
  const path = 1 / (1 + off * off * off * off + off * off);
  if (path > 0.02) {
    const facet = noise.fbm(lateral * 3.4 + 60, away * 8.5, 3) + 0.62 * slope;
    const spark = smoothstep(0.62 - 0.62 * path, 0.95 - 0.55 * path, facet) * path;
    const sheen = 0.2 * path * (1 - 0.6 * smoothstep(0, 0.3, below));
    for (let c = 0; c < 3; c++) out[c] = out[c]! + SPARK[c]! * (spark * (1.25 - 1.6 * below) + sheen * (0.6 + slope));
  }

  // Foam where the sea meets the rocks, in torn streaks.
  if (shore > MOST_FOAM) return;
  const reach = 0.055 + 0.035 * noise.gradient(x * 7, 3.3);
  if (shore < reach) {
    const torn = noise.fbm(x * 38, y * 70, 5) + 0.75 * (1 - shore / reach) - 0.3;
    const foam = smoothstep(0, 0.4, torn) * 0.85;
    for (let c = 0; c < 3; c++)
      out[c] = out[c]! + (FOAM[c]! * (c === 0 ? 1.05 : c === 1 ? 0.95 : 0.95) - out[c]!) * foam;
  }
}

import type { Planes } from '../raster/planes.ts';
import type { Picture } from '../raster/raster.ts';
import { findSkyline } from './find-skyline.ts';
import { type FoundRegion, judged } from './found-region.ts';
import { ramp } from './ramp.ts';
import { skyColour } from './sky-colour.ts';

/**
 * What tells a sky, from photographs and a generated scene: with sky the separation was 2.6 to 2.9 nats and the texture
 * above 1.5 to 4.4; without (door, wall, crowd, street) 1.5 to 2.0, or the texture 6.6 to 19.
 */
const SEPARATION = { none: 1.9, clear: 2.5 };
const TEXTURE = { none: 7, clear: 4.5 };
/** Less than this share of the picture is no sky. */
const SMALLEST = 0.01;
/** A horizon within what looks like one sky is rarely anything else; the straight edge of a bank of clouds may be. */
const WATER = 0.85;
/** A sky darker than the ground by this much (L*) is rare: moonlit snow, a dark wall above a bright table. */
const DARKER = { rare: -25, common: -5 };
/** More than this share of the picture: nothing is below it, and a wall is likelier. */
const WHOLE = { none: 0.98, clear: 0.92 };
/**
 * Colour difference (Lab) between the strips above and below the line: 16 to 30 at skylines of photographs, 1 or less where
 * the line was laid across an even wall. Hills in fog are seen from about 2 on.
 */
const ACROSS = { none: 1.2, clear: 3 };
/** Rows of each strip, and those between the line and it, which are mixed of both. */
const STRIP = { rows: 5, aside: 2 };
/** Share of what is above that has a colour of skies. Of another colour it may be the sky of a tinted photo: half the trust. */
const COLOURED = { none: 0.5, clear: 0.8 };
const OF_ANOTHER_COLOUR = 0.4;

/** The sky: all above the skyline. */
export function skyRegionOf(picture: Picture): FoundRegion {
  const { rows, separation, texture, planes, water } = findSkyline(picture);
  const { width, height, l } = planes;
  const region = new Uint8Array(width * height);
  const light = { above: 0, below: 0 };
  let area = 0;
  let coloured = 0;
  for (let i = 0; i < region.length; i++) {
    const above = Math.floor(i / width) < rows[i % width]!;
    light[above ? 'above' : 'below'] += l[i]!;
    if (!above) continue;
    region[i] = 1;
    area++;
    coloured += skyColour(planes, i);
  }
  if (area < SMALLEST * region.length) {
    return { width, height, region: region.fill(0), confidence: 0, doubts: ['no sky was found at the top edge'] };
  }
  const brighter = light.above / area - light.below / Math.max(1, region.length - area);
  const judgement = judged(water ? WATER : 1, [
    [ramp(separation, SEPARATION.none, SEPARATION.clear), 'what is above the line looks much like what is below it'],
    [ramp(texture.above, TEXTURE.none, TEXTURE.clear), 'what is above the line is not smooth as a sky'],
    [ramp(brighter, DARKER.rare, DARKER.common), 'what is above the line is darker than what is below it'],
    [ramp(area / region.length, WHOLE.none, WHOLE.clear), 'it takes in the whole picture and nothing lies below it'],
    [ramp(acrossOf(rows, planes), ACROSS.none, ACROSS.clear), 'no skyline or horizon can be seen where it ends'],
    [
      OF_ANOTHER_COLOUR + (1 - OF_ANOTHER_COLOUR) * ramp(coloured / area, COLOURED.none, COLOURED.clear),
      'its colour is not of a sky: neither blue, grey nor that of dusk',
    ],
  ]);
  return { width, height, region, ...judgement };
}

/** How much the colours above and below the line differ on average, where it runs within the picture; 0 where it does nowhere. */
function acrossOf(rows: Int32Array, planes: Planes): number {
  const { width, height } = planes;
  let [sum, count] = [0, 0];
  rows.forEach((row, x) => {
    const [above, below] = [row - STRIP.aside, row + STRIP.aside];
    if (above <= 0 || below >= height) return;
    const mean = (plane: Float32Array, from: number, to: number): number => {
      let total = 0;
      for (let y = from; y < to; y++) total += plane[y * width + x]!;
      return total / (to - from);
    };
    const differs = (plane: Float32Array): number =>
      mean(plane, Math.max(0, above - STRIP.rows), above) - mean(plane, below, Math.min(height, below + STRIP.rows));
    sum += Math.hypot(differs(planes.l), differs(planes.a), differs(planes.b));
    count++;
  });
  return count === 0 ? 0 : sum / count;
}

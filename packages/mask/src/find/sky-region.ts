import type { Picture } from '../raster/raster.ts';
import { findSkyline } from './find-skyline.ts';
import { type FoundRegion, judged } from './found-region.ts';
import { ramp } from './ramp.ts';

/**
 * What tells a sky, from photographs and a generated scene: with sky the separation was 2.6 to 2.9 nats and the texture
 * above 1.5 to 4.4; without (door, wall, crowd, street) 1.5 to 2.0, or the texture 6.6 to 19.
 */
const SEPARATION = { none: 1.9, clear: 2.5 };
const TEXTURE = { none: 7, clear: 4.5 };
/** Less than this share of the picture is no sky. */
const SMALLEST = 0.01;
/** A sky darker than the ground by this much (L*) is rare: moonlit snow, a dark wall above a bright table. */
const DARKER = { rare: -25, common: -5 };

/** The sky: all above the skyline. */
export function skyRegionOf(picture: Picture): FoundRegion {
  const { rows, separation, texture, planes } = findSkyline(picture);
  const { width, height, l } = planes;
  const region = new Uint8Array(width * height);
  const light = { above: 0, below: 0 };
  let area = 0;
  for (let i = 0; i < region.length; i++) {
    const above = Math.floor(i / width) < rows[i % width]!;
    light[above ? 'above' : 'below'] += l[i]!;
    if (!above) continue;
    region[i] = 1;
    area++;
  }
  if (area < SMALLEST * region.length) {
    return { width, height, region: region.fill(0), confidence: 0, doubts: ['no sky was found at the top edge'] };
  }
  const brighter = light.above / area - light.below / Math.max(1, region.length - area);
  const judgement = judged(1, [
    [ramp(separation, SEPARATION.none, SEPARATION.clear), 'what is above the line looks much like what is below it'],
    [ramp(texture.above, TEXTURE.none, TEXTURE.clear), 'what is above the line is not smooth as a sky'],
    [ramp(brighter, DARKER.rare, DARKER.common), 'what is above the line is darker than what is below it'],
  ]);
  return { width, height, region, ...judgement };
}

import type { FoundSpot } from '../../src/index.ts';
import type { Planted } from './planted.ts';

/** A found centre is a planted one within so many radii, and within so many pixels. */
const NEAR = { radii: 0.5, pixels: 1.5 };

/** Each planted spot with the found one nearest to it, where there is one; each found one once. */
export function matched(spots: readonly Planted[], found: readonly FoundSpot[]): [Planted, FoundSpot][] {
  const left = new Set(found);
  return spots.flatMap((spot): [Planted, FoundSpot][] => {
    let [nearest, least]: [FoundSpot | null, number] = [null, Math.max(NEAR.pixels, NEAR.radii * spot.radius)];
    for (const other of left) {
      const distance = Math.hypot(other.x - spot.x, other.y - spot.y);
      if (distance < least) [nearest, least] = [other, distance];
    }
    if (nearest === null) return [];
    left.delete(nearest);
    return [[spot, nearest]];
  });
}

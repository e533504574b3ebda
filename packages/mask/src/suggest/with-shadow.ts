import type { Planes } from '../raster/planes.ts';
import type { Size } from '../raster/raster.ts';
import { Parts } from '../snap/parts.ts';
import { regionWhere } from '../snap/region.ts';

/** A shadow is darker than the ground around by so much of its L at least. */
const DARKER = 0.2;
/** It is of the ground's colour: a and b differ by no more than this. Sky light makes shadows bluer by some units. */
const SAME_COLOUR = 14;
/** Further from the subject, of the diagonal, no shadow is looked for. */
const REACH = 0.2;
/** Of the subject's area: less is no shadow that matters, more is no shadow of this subject. */
const SHARE = { least: 0.03, most: 0.8 };

/**
 * The subject with what lies on the ground beside it, touches it, is darker than the ground and of its colour.
 *
 * @param distance to the subject's contour, above 0 inside, in pixels
 * @returns 1 or 0 per pixel; null where there is no such shadow
 */
export function withShadow(planes: Planes, inside: Uint8Array, distance: Float32Array): Uint8Array | null {
  const { l, a, b } = planes;
  const size: Size = planes;
  const reach = REACH * Math.hypot(size.width, size.height);
  const around: number[] = [];
  let subject = 0;
  for (let i = 0; i < inside.length; i++) {
    subject += inside[i]!;
    if (inside[i] === 0 && distance[i]! > -reach) around.push(i);
  }
  if (around.length === 0 || subject === 0) return null;
  const middle = (plane: Float32Array): number => {
    const sorted = Float32Array.from(around, (i) => plane[i]!).sort();
    return sorted[sorted.length >> 1]!;
  };
  const ground = { l: middle(l), a: middle(a), b: middle(b) };
  const dark = new Uint8Array(inside.length);
  for (const i of around) {
    const isDarker = l[i]! < (1 - DARKER) * ground.l;
    dark[i] = isDarker && Math.hypot(a[i]! - ground.a, b[i]! - ground.b) < SAME_COLOUR ? 1 : 0;
  }
  const parts = new Parts(dark, size);
  const touching = parts.shared(regionWhere(distance, (d) => d > -2));
  const both = inside.slice();
  parts.fill(both, 1, (part) => touching[part]! > 0);
  const added = both.reduce((sum, v) => sum + v, 0) - subject;
  return added >= SHARE.least * subject && added <= SHARE.most * subject ? both : null;
}

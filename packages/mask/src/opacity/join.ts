import type { Operation } from '../language/mask.ts';
import { type Box, boxOf, type Raster } from '../raster/raster.ts';

/** How opacities of two masks become one: the words of `compose`, and darktable's own exclusion. */
export type Join = Operation | 'larger rest';

/** Changes pixels of `a` by what base + gain b is there, rounded as a raster would hold it. */
type Change = (a: Float32Array, b: Float32Array, from: number, to: number, base: number, gain: number) => void;

const CHANGES: Readonly<Record<Join, Change>> = {
  /** The larger, which is the same rounded before and after. (Math.max looks for NaN and takes half as long again.) */
  union(a, b, from, to, base, gain) {
    for (let i = from; i < to; i++) {
      const other = base + gain * b[i]!;
      if (other > a[i]!) a[i] = other;
    }
  },
  /** a b */
  intersect(a, b, from, to, base, gain) {
    for (let i = from; i < to; i++) a[i]! *= Math.fround(base + gain * b[i]!);
  },
  /** a (1 - b) */
  subtract(a, b, from, to, base, gain) {
    for (let i = from; i < to; i++) a[i]! *= 1 - Math.fround(base + gain * b[i]!);
  },
  /** a + b - 2 a b */
  exclude(a, b, from, to, base, gain) {
    for (let i = from; i < to; i++) {
      const other = Math.fround(base + gain * b[i]!);
      a[i] = a[i]! + other - 2 * a[i]! * other;
    }
  },
  /** The larger of a (1 - b) and b (1 - a): darktable's exclusion. */
  'larger rest'(a, b, from, to, base, gain) {
    for (let i = from; i < to; i++) {
      const other = Math.fround(base + gain * b[i]!);
      a[i] = Math.max(a[i]! * (1 - other), other * (1 - a[i]!));
    }
  },
};

/** How a mask counts among others: turned round first, then as strong as its opacity. */
export interface Weight {
  readonly invert: boolean;
  /** 0..1 */
  readonly opacity: number;
}
const AS_IT_IS: Weight = { invert: false, opacity: 1 };

/**
 * Changes `a` by what `b`, of the same size, holds. Only b's box can change it, unless it is inverted; intersecting, nothing
 * else stays.
 * @param how b counts: the same as if it were scaled first, without a pass of its own
 */
export function join(a: Raster, b: Raster, by: Join, { invert, opacity }: Weight = AS_IT_IS): void {
  const { width } = a;
  const known = invert ? undefined : b.box;
  const box = boxOf({ width, height: a.height, box: known });
  const [base, gain] = invert ? [opacity, -opacity] : [0, opacity];
  if (by === 'intersect') clearOutside(a, box);
  for (let y = box.top; y < box.bottom; y++) {
    CHANGES[by](a.data, b.data, y * width + box.left, y * width + box.right, base, gain);
  }
  if (by === 'intersect') a.box = known;
  else if (by !== 'subtract') a.box = a.box === undefined || known === undefined ? undefined : aroundBoth(a.box, known);
}

function clearOutside({ data, width }: Raster, { left, top, right, bottom }: Box): void {
  data.fill(0, 0, top * width).fill(0, bottom * width);
  for (let y = top; y < bottom; y++)
    data.fill(0, y * width, y * width + left).fill(0, y * width + right, (y + 1) * width);
}

/** A box without pixels adds none. */
function aroundBoth(a: Box, b: Box): Box {
  if (a.left === a.right) return b;
  if (b.left === b.right) return a;
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}

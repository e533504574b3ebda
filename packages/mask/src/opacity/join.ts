import type { Operation } from '../language/mask.ts';
import { type Box, boxOf, type Raster } from '../raster/raster.ts';
import { inStrips, STRIP } from '../raster/strips.ts';

/** How opacities of two masks become one: the words of `compose`, and darktable's own exclusion. */
export type Join = Operation | 'larger rest';

/** The opacities of both masks in one strip of pixels, and what the first become. */
const FIRST = new Float32Array(STRIP);
const SECOND = new Float32Array(STRIP);

/** Changes so many of FIRST by what base + gain SECOND is there, rounded as a raster would hold it. */
type Change = (count: number, base: number, gain: number) => void;

const CHANGES: Readonly<Record<Join, Change>> = {
  /** The larger. (Math.max looks for NaN and takes half as long again.) */
  union(count, base, gain) {
    for (let i = 0; i < count; i++) {
      const other = Math.fround(base + gain * SECOND[i]!);
      if (other > FIRST[i]!) FIRST[i] = other;
    }
  },
  /** a b */
  intersect(count, base, gain) {
    for (let i = 0; i < count; i++) FIRST[i]! *= Math.fround(base + gain * SECOND[i]!);
  },
  /** a (1 - b) */
  subtract(count, base, gain) {
    for (let i = 0; i < count; i++) FIRST[i]! *= 1 - Math.fround(base + gain * SECOND[i]!);
  },
  /** a + b - 2 a b */
  exclude(count, base, gain) {
    for (let i = 0; i < count; i++) {
      const other = Math.fround(base + gain * SECOND[i]!);
      FIRST[i] = FIRST[i]! + other - 2 * FIRST[i]! * other;
    }
  },
  /** The larger of a (1 - b) and b (1 - a): darktable's exclusion. */
  'larger rest'(count, base, gain) {
    for (let i = 0; i < count; i++) {
      const other = Math.fround(base + gain * SECOND[i]!);
      FIRST[i] = Math.max(FIRST[i]! * (1 - other), other * (1 - FIRST[i]!));
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
  // Whole rows follow each other.
  const isWhole = box.right - box.left === width;
  const rows = isWhole ? box.bottom - box.top : 1;
  for (let y = box.top; y < box.bottom; y += rows) {
    const from = y * width + box.left;
    inStrips(from, isWhole ? from + rows * width : y * width + box.right, (start, end) => {
      const part = a.data.subarray(start, end);
      FIRST.set(part);
      SECOND.set(b.data.subarray(start, end));
      CHANGES[by](end - start, base, gain);
      part.set(end - start === STRIP ? FIRST : FIRST.subarray(0, end - start));
    });
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

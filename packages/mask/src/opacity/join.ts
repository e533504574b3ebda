import type { Operation } from '../language/mask.ts';
import { type Box, boxOf, type Raster } from '../raster/raster.ts';
import { inStrips, STRIP } from '../raster/strips.ts';

/** How opacities of two masks become one: the words of `compose`, and darktable's own exclusion. */
export type Join = Operation | 'larger rest';

/** Of both masks the present strip, see inStrips. */
const A = new Float32Array(STRIP);
const B = new Float32Array(STRIP);

/** Each changes the strip of the first mask by that of the second. */
const STRIPS: Readonly<Record<Join, (count: number) => void>> = {
  /** The larger. */
  union(count) {
    for (let i = 0; i < count; i++) A[i] = Math.max(A[i]!, B[i]!);
  },
  /** a b */
  intersect(count) {
    for (let i = 0; i < count; i++) A[i]! *= B[i]!;
  },
  /** a (1 - b) */
  subtract(count) {
    for (let i = 0; i < count; i++) A[i]! *= 1 - B[i]!;
  },
  /** a + b - 2 a b */
  exclude(count) {
    for (let i = 0; i < count; i++) A[i] = A[i]! + B[i]! - 2 * A[i]! * B[i]!;
  },
  /** The larger of a (1 - b) and b (1 - a): darktable's exclusion. */
  'larger rest'(count) {
    for (let i = 0; i < count; i++) A[i] = Math.max(A[i]! * (1 - B[i]!), B[i]! * (1 - A[i]!));
  },
};

/** Changes `a` by what `b`, of the same size, holds. Only b's box can change it; intersecting, nothing else stays. */
export function join(a: Raster, b: Raster, by: Join): void {
  const { width } = a;
  const box = boxOf(b);
  if (by === 'intersect') clearOutside(a, box);
  const change = (start: number, end: number): void => {
    A.set(a.data.subarray(start, end));
    B.set(b.data.subarray(start, end));
    STRIPS[by](end - start);
    a.data.set(A.subarray(0, end - start), start);
  };
  // Whole rows follow each other.
  if (box.right - box.left === width) inStrips(box.top * width, box.bottom * width, change);
  else for (let y = box.top; y < box.bottom; y++) inStrips(y * width + box.left, y * width + box.right, change);
  if (by === 'intersect') a.box = b.box;
  else if (by !== 'subtract') a.box = a.box === undefined || b.box === undefined ? undefined : aroundBoth(a.box, b.box);
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

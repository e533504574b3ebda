import type { Operation } from './mask.ts';
import { type Box, boxOf, type Raster } from './raster.ts';

/** How opacities of two masks become one: the words of `compose`, and darktable's own exclusion. */
export type Join = Operation | 'larger rest';

/** Each changes a[from..to) by the same part of b. */
type JoinRow = (a: Float32Array, b: Float32Array, from: number, to: number) => void;

const ROWS: Readonly<Record<Join, JoinRow>> = {
  /** The larger. */
  union(a, b, from, to) {
    for (let i = from; i < to; i++) if (b[i]! > a[i]!) a[i] = b[i]!;
  },
  /** a b */
  intersect(a, b, from, to) {
    for (let i = from; i < to; i++) a[i]! *= b[i]!;
  },
  /** a (1 - b) */
  subtract(a, b, from, to) {
    for (let i = from; i < to; i++) a[i]! *= 1 - b[i]!;
  },
  /** a + b - 2 a b */
  exclude(a, b, from, to) {
    for (let i = from; i < to; i++) a[i] = a[i]! + b[i]! - 2 * a[i]! * b[i]!;
  },
  /** The larger of a (1 - b) and b (1 - a): darktable's exclusion. */
  'larger rest'(a, b, from, to) {
    for (let i = from; i < to; i++) a[i] = Math.max(a[i]! * (1 - b[i]!), b[i]! * (1 - a[i]!));
  },
};

/** Changes `a` by what `b`, of the same size, holds. Only b's box can change it; intersecting, nothing else stays. */
export function join(a: Raster, b: Raster, by: Join): void {
  const { width } = a;
  const box = boxOf(b);
  const row = ROWS[by];
  if (by === 'intersect') clearOutside(a, box);
  for (let y = box.top; y < box.bottom; y++) row(a.data, b.data, y * width + box.left, y * width + box.right);
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

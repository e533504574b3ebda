/** Closed outlines: smoothing, filling with exact edge coverage, thinning to few vertices. */

export type Point = readonly [x: number, y: number];

/** A closed Catmull-Rom curve through `points`, `perSpan` points on each span. */
export function smoothOutline(points: readonly Point[], perSpan: number): Point[] {
  const n = points.length;
  const at = (i: number): Point => points[(i + n) % n]!;
  const out: Point[] = [];
  for (let i = 0; i < n; i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    for (let k = 0; k < perSpan; k++) {
      const t = k / perSpan;
      const blend = (p: number, q: number, r: number, s: number): number =>
        0.5 * (2 * q + t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p))));
      out.push([blend(a[0], b[0], c[0], d[0]), blend(a[1], b[1], c[1], d[1])]);
    }
  }
  return out;
}

/** Rows per pixel that are sampled; along a row the coverage is exact. */
const SUBROWS = 4;

/**
 * How much of each pixel lies inside a closed outline (even-odd).
 * `outline` is in pixels of the `width` x `height` raster; the result is row by row, 0..1.
 */
export function fillOutline(outline: readonly Point[], width: number, height: number): Float32Array {
  const cover = new Float32Array(width * height);
  const n = outline.length;
  const xs = Float64Array.from(outline, ([x]) => x);
  const ys = Float64Array.from(outline, ([, y]) => y);
  const lastRow = Math.min(height - 1, Math.ceil(Math.max(...ys)));
  for (let row = Math.max(0, Math.floor(Math.min(...ys))); row <= lastRow; row++) {
    for (let s = 0; s < SUBROWS; s++) {
      const y = row + (s + 0.5) / SUBROWS;
      const crossings: number[] = [];
      for (let i = 0, j = n - 1; i < n; j = i++) {
        const y0 = ys[j]!;
        const y1 = ys[i]!;
        if (y0 <= y !== y1 <= y) crossings.push(xs[j]! + ((y - y0) / (y1 - y0)) * (xs[i]! - xs[j]!));
      }
      crossings.sort((a, b) => a - b);
      for (let i = 0; i + 1 < crossings.length; i += 2)
        addSpan(cover, row * width, width, crossings[i]!, crossings[i + 1]!);
    }
  }
  return cover;
}

function addSpan(cover: Float32Array, base: number, width: number, from: number, to: number): void {
  const x0 = Math.max(0, Math.min(width, from));
  const x1 = Math.max(0, Math.min(width, to));
  if (x1 <= x0) return;
  const share = 1 / SUBROWS;
  const first = Math.floor(x0);
  const last = Math.floor(x1);
  if (first === last) {
    cover[base + first]! += share * (x1 - x0);
    return;
  }
  cover[base + first]! += share * (first + 1 - x0);
  for (let x = first + 1; x < last; x++) cover[base + x]! += share;
  if (last < width) cover[base + last]! += share * (x1 - last);
}

/** At most `count` vertices: again and again the vertex goes that spans the smallest triangle (Visvalingam). */
export function thinOutline(outline: readonly Point[], count: number): Point[] {
  const kept = [...outline];
  const area = (i: number): number => {
    const a = kept.at((i - 1) % kept.length)!;
    const b = kept.at(i % kept.length)!;
    const c = kept[(i + 1) % kept.length]!;
    return Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]));
  };
  const areas = kept.map((_, i) => area(i));
  while (kept.length > count) {
    let least = 0;
    for (let i = 1; i < areas.length; i++) if (areas[i]! < areas[least]!) least = i;
    kept.splice(least, 1);
    areas.splice(least, 1);
    const before = (least + kept.length - 1) % kept.length;
    areas[before] = area(before);
    areas[least % kept.length] = area(least % kept.length);
  }
  return kept;
}

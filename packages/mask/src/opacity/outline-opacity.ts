import { fillDistanceBand } from './distance-band.ts';
import { emptyRaster, boxAround, type Raster, type Size } from '../raster/raster.ts';
import { bounds, closedSegments, type Point, type Segments } from './segments.ts';

/** First row whose centre lies at or below y. */
const rowAt = (y: number): number => Math.ceil(y - 0.5);

/** Sets 1 at every pixel whose centre the rings enclose an odd number of times. */
function fillEvenOdd(s: Segments, raster: Raster): void {
  const { width, height, data } = raster;
  const clampRow = (row: number) => Math.min(height, Math.max(0, row));
  // How many edges cross the centre line of each row, then where, grouped by row.
  const starts = new Int32Array(height + 2);
  const first = new Int32Array(s.count);
  const end = new Int32Array(s.count);
  for (let k = 0; k < s.count; k++) {
    const y0 = s.y[k]!;
    const y1 = y0 + s.dy[k]!;
    first[k] = clampRow(rowAt(Math.min(y0, y1)));
    end[k] = clampRow(rowAt(Math.max(y0, y1)));
    for (let row = first[k]!; row < end[k]!; row++) starts[row + 2]!++;
  }
  for (let row = 2; row < starts.length; row++) starts[row]! += starts[row - 1]!;
  const crossings = new Float64Array(starts[height + 1]!);
  for (let k = 0; k < s.count; k++) {
    const slope = s.dx[k]! / s.dy[k]!;
    for (let row = first[k]!; row < end[k]!; row++) {
      crossings[starts[row + 1]!++] = s.x[k]! + (row + 0.5 - s.y[k]!) * slope;
    }
  }
  for (let row = 0; row < height; row++) {
    const [start, end] = [starts[row]!, starts[row + 1]!];
    // Most rows of most outlines cross them twice: for fill the two need no order, and no view of their own.
    if (end - start > 2) crossings.subarray(start, end).sort();
    for (let c = start; c + 1 < end; c += 2) {
      const from = Math.max(0, rowAt(Math.min(crossings[c]!, crossings[c + 1]!)));
      const to = Math.min(width, rowAt(Math.max(crossings[c]!, crossings[c + 1]!)));
      if (to > from) data.fill(1, row * width + from, row * width + to);
    }
  }
}

/**
 * 1 inside the rings (even-odd: rings inside a ring are holes), outside linearly 1 - d / border with d the exact
 * Euclidean distance to the outline, into holes as well.
 *
 * @param rings in pixels, closed by themselves
 * @param border in pixels; 0 is a hard edge
 */
export function outlineOpacity(
  rings: ReadonlyArray<ReadonlyArray<readonly [number, number]>>,
  border: number,
  size: Size,
): Raster {
  const raster = emptyRaster(size);
  const segments = closedSegments(rings);
  fillEvenOdd(segments, raster);
  const { left, top, right, bottom } = bounds(segments);
  raster.box = boxAround(
    { left: left - border, top: top - border, right: right + border, bottom: bottom + border },
    size,
  );
  if (border > 0 && segments.count > 0) fillDistanceBand(segments, 0, border, raster, true);
  return raster;
}

/** How far, in pixels, a flattened curve may run from the true one where nothing else is asked. */
const FLATNESS = 0.05;
const MAX_STEPS = 64;

/**
 * A closed ring drawn smoothly through its vertices: a uniform Catmull-Rom spline, as darktable draws smooth paths,
 * as a ring of short lines.
 *
 * @param ring in pixels
 * @param flatness how far, in pixels, the lines may run from the curve
 */
export function smoothRing(ring: readonly Point[], flatness = FLATNESS): Point[] {
  const at = (i: number): Point => ring[(i + ring.length) % ring.length] ?? [0, 0];
  const curve: Point[] = [];
  for (let i = 0; i < ring.length; i++) {
    const [before, a, b, after] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    // The cubic Bezier piece of the spline: its inner control points lie a sixth of the neighbours' chord away.
    const bezier = ([0, 1] as const).map((k) => {
      const c1 = a[k] + (b[k] - before[k]) / 6;
      const c2 = b[k] - (after[k] - a[k]) / 6;
      return { a: a[k], c1, c2, b: b[k], bend: Math.max(Math.abs(a[k] - 2 * c1 + c2), Math.abs(c1 - 2 * c2 + b[k])) };
    });
    const bend = Math.hypot(...bezier.map((piece) => piece.bend));
    // A Bezier piece cut in n runs at most 3/4 bend / n^2 from its chords.
    const steps = Math.min(MAX_STEPS, Math.max(1, Math.ceil(Math.sqrt((0.75 * bend) / flatness))));
    for (let step = 0; step < steps; step++) {
      const t = step / steps;
      const r = 1 - t;
      const [x = 0, y = 0] = bezier.map(
        (p) => r * r * r * p.a + 3 * r * r * t * p.c1 + 3 * r * t * t * p.c2 + t * t * t * p.b,
      );
      curve.push([x, y]);
    }
  }
  return curve;
}

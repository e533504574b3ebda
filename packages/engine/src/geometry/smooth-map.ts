import type { Size } from '@chemigram/mask';

/** Pixels from one place that is asked for to the next. */
const EVERY = 8;
/** Along the shorter side there are at least so many places: in a small picture a bend takes fewer pixels. */
const LEAST_CELLS = 64;

/**
 * A picture whose pixels take their values where a smooth map has them: through a lens or a perspective each place takes microseconds,
 * and there are millions of pixels, so it is asked for some and interpolated between them. (Perspectives of 0.15 in both
 * directions lie within 0.01 pixels so.)
 * @param where the place of a pixel, asked on a grid of them
 * @param valueAt the value at a place
 */
export function throughMap(
  { width, height }: Size,
  where: (i: number, j: number) => readonly [number, number],
  valueAt: (x: number, y: number) => number,
): Float32Array {
  const every = Math.min(EVERY, Math.max(1, Math.floor(Math.min(width, height) / LEAST_CELLS)));
  const [across, down] = [axisOf(width, every), axisOf(height, every)];
  const asked = down.nodes.map((j) => Float64Array.from(across.nodes.flatMap((i) => where(i, j))));
  const row = new Float64Array(2 * across.nodes.length);
  const data = new Float32Array(width * height);
  for (let j = 0, at = 0; j < height; j++) {
    const [upper, lower] = [asked[down.cell[j]!]!, asked[down.cell[j]! + 1]!];
    for (let k = 0; k < row.length; k++) row[k] = upper[k]! + (lower[k]! - upper[k]!) * down.part[j]!;
    for (let i = 0; i < width; i++, at++) {
      const k = 2 * across.cell[i]!;
      const f = across.part[i]!;
      data[at] = valueAt(row[k]! + (row[k + 2]! - row[k]!) * f, row[k + 1]! + (row[k + 3]! - row[k + 1]!) * f);
    }
  }
  return data;
}

/** The pixels along an axis that are asked for, one beyond the last; and of each pixel before which of them, and how far behind, it lies. */
function axisOf(length: number, every: number): { nodes: number[]; cell: Int32Array; part: Float64Array } {
  return {
    nodes: Array.from({ length: Math.ceil(length / every) + 1 }, (_, k) => k * every),
    cell: Int32Array.from({ length }, (_, i) => Math.floor(i / every)),
    part: Float64Array.from({ length }, (_, i) => (i % every) / every),
  };
}

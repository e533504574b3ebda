import { type Box, boxOf, emptyRaster, recycle, type Raster, type Size } from './raster.ts';

/** One axis of a filter: of each pixel that comes out the first one that goes in, and the weights from there on. */
export interface Filter {
  readonly first: Int32Array;
  readonly spans: readonly Float64Array[];
}

/** Weights of a triangle filter along one side: as wide as a pixel of the coarser of the two rasters. */
function triangles(from: number, to: number): Filter {
  const scale = from / to;
  const support = Math.max(1, scale);
  const first = new Int32Array(to);
  const spans = Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * scale;
    const low = Math.max(0, Math.ceil(centre - support - 0.5));
    const high = Math.min(from - 1, Math.floor(centre + support - 0.5));
    first[i] = low;
    const span = Float64Array.from({ length: high - low + 1 }, (_, k) =>
      Math.max(0, 1 - Math.abs(low + k + 0.5 - centre) / support),
    );
    const sum = span.reduce((a, b) => a + b, 0);
    return span.map((w) => w / sum);
  });
  return { first, spans };
}

/** A raster at another size (bilinear up, area-weighted down); the very same one when the size is the same. */
export function resample(raster: Raster, size: Size): Raster {
  if (raster.width === size.width && raster.height === size.height) return raster;
  const across = raster.width === size.width ? null : triangles(raster.width, size.width);
  return filtered(raster, across, triangles(raster.height, size.height));
}

/**
 * A raster through a filter along its rows, where there is one, and another along its columns. What is known to be empty
 * is not gone through.
 * @returns a new one, of as many columns and rows as come out of the filters
 */
export function filtered(raster: Raster, across: Filter | null, down: Filter): Raster {
  const from = boxOf(raster);
  const [left, right] = across === null ? [from.left, from.right] : reached(across, from.left, from.right);
  const [top, bottom] = reached(down, from.top, from.bottom);
  const rows = across === null ? raster : filteredRows(raster, across, { ...from, left, right });
  const result = emptyRaster({ width: rows.width, height: down.spans.length });
  // Row by row, so that what is read and written lies side by side.
  const sums = new Float64Array(right - left);
  for (let j = top; j < bottom; j++) {
    const span = down.spans[j]!;
    sums.fill(0);
    for (let k = 0; k < span.length; k++) {
      if (span[k] !== 0) addRow(sums, rows.data, (down.first[j]! + k) * rows.width + left, span[k]!);
    }
    storeRow(sums, result.data, j * rows.width + left);
  }
  if (rows !== raster) recycle(rows);
  if (raster.box !== undefined) result.box = { left, top, right, bottom };
  return result;
}

/** What comes out of a filter that sees anything of [from, to). */
function reached({ first, spans }: Filter, from: number, to: number): readonly [number, number] {
  const sees = (span: Float64Array, i: number): boolean => first[i]! < to && first[i]! + span.length > from;
  const start = spans.findIndex(sees);
  return from === to || start < 0 ? [0, 0] : [start, spans.findLastIndex(sees) + 1];
}

/** @param into the rows to be gone through, and the columns that come out */
function filteredRows({ width, height, data }: Raster, { first, spans }: Filter, into: Box): Raster {
  const rows = emptyRaster({ width: spans.length, height });
  const most = spans.reduce((longest, { length }) => Math.max(longest, length), 0);
  // Flat, and as many weights for each: a list of lists took three times as long.
  const weights = new Float64Array(most * spans.length);
  const from = first.map((at) => Math.max(0, Math.min(at, width - most)));
  for (const [i, span] of spans.entries()) weights.set(span, most * i + first[i]! - from[i]!);
  for (let j = into.top; j < into.bottom; j++) {
    for (let i = into.left, w = most * i; i < into.right; i++) {
      const at = j * width + from[i]!;
      let sum = 0;
      for (let k = 0; k < most; k++) sum += weights[w++]! * data[at + k]!;
      rows.data[j * rows.width + i] = sum;
    }
  }
  rows.box = into;
  return rows;
}

function addRow(sums: Float64Array, rows: Float32Array, at: number, weight: number): void {
  for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! + weight * rows[at + i]!;
}

function storeRow(sums: Float64Array, into: Float32Array, at: number): void {
  for (let i = 0; i < sums.length; i++) into[at + i] = Math.min(1, Math.max(0, sums[i]!));
}

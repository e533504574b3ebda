import { emptyRaster, recycle, type Raster, type Size } from './raster.ts';

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
 * A raster through a filter along its rows, where there is one, and another along its columns.
 * @returns a new one, of as many columns and rows as come out of the filters
 */
export function filtered(raster: Raster, across: Filter | null, { first, spans }: Filter): Raster {
  const width = across === null ? raster.width : across.spans.length;
  const height = spans.length;
  const rows = across === null ? raster : filteredRows(raster, across);
  const result = emptyRaster({ width, height });
  // Row by row, so that what is read and written lies side by side.
  const sums = new Float64Array(width);
  for (let j = 0; j < height; j++) {
    const span = spans[j]!;
    sums.fill(0);
    for (let k = 0; k < span.length; k++) {
      if (span[k] !== 0) addRow(sums, rows.data, (first[j]! + k) * width, span[k]!);
    }
    storeRow(sums, result.data, j * width);
  }
  if (rows !== raster) recycle(rows);
  return result;
}

function filteredRows({ width, height, data }: Raster, { first, spans }: Filter): Raster {
  const rows = emptyRaster({ width: spans.length, height });
  const most = spans.reduce((longest, { length }) => Math.max(longest, length), 0);
  // Flat, and as many weights for each: a list of lists took three times as long.
  const weights = new Float64Array(most * spans.length);
  const from = first.map((at) => Math.max(0, Math.min(at, width - most)));
  for (const [i, span] of spans.entries()) weights.set(span, most * i + first[i]! - from[i]!);
  for (let j = 0, out = 0; j < height; j++) {
    for (let i = 0, w = 0; i < from.length; i++, out++) {
      const at = j * width + from[i]!;
      let sum = 0;
      for (let k = 0; k < most; k++) sum += weights[w++]! * data[at + k]!;
      rows.data[out] = sum;
    }
  }
  return rows;
}

function addRow(sums: Float64Array, rows: Float32Array, at: number, weight: number): void {
  for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! + weight * rows[at + i]!;
}

function storeRow(sums: Float64Array, into: Float32Array, at: number): void {
  for (let i = 0; i < sums.length; i++) into[at + i] = Math.min(1, Math.max(0, sums[i]!));
}

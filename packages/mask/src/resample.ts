import { emptyRaster, type Raster, type Size } from './raster.ts';

/** Weights of a triangle filter along one side: as wide as a pixel of the coarser of the two rasters. */
function weights(from: number, to: number): { first: Int32Array; spans: Float64Array[] } {
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
  const rows = raster.width === size.width ? raster.data : resampleRows(raster, size.width);
  const result = emptyRaster(size);
  const { first, spans } = weights(raster.height, size.height);
  // Row by row, so that what is read and written lies side by side.
  const sums = new Float64Array(size.width);
  for (let j = 0; j < size.height; j++) {
    sums.fill(0);
    for (const [k, weight] of spans[j]!.entries()) {
      if (weight !== 0) addRow(sums, rows, (first[j]! + k) * size.width, weight);
    }
    storeRow(sums, result.data, j * size.width);
  }
  return result;
}

/** All rows at another width. */
function resampleRows({ width, height, data }: Raster, to: number): Float32Array {
  const { first, spans } = weights(width, to);
  const rows = new Float32Array(to * height);
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < to; i++) {
      const span = spans[i]!;
      const at = j * width + first[i]!;
      let sum = 0;
      for (let k = 0; k < span.length; k++) sum += span[k]! * data[at + k]!;
      rows[j * to + i] = sum;
    }
  }
  return rows;
}

function addRow(sums: Float64Array, rows: Float32Array, at: number, weight: number): void {
  for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! + weight * rows[at + i]!;
}

function storeRow(sums: Float64Array, into: Float32Array, at: number): void {
  for (let i = 0; i < sums.length; i++) into[at + i] = Math.min(1, sums[i]!);
}

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
  const across = weights(raster.width, size.width);
  const down = weights(raster.height, size.height);
  const rows = new Float32Array(size.width * raster.height);
  for (let j = 0; j < raster.height; j++) {
    for (let i = 0; i < size.width; i++) {
      const span = across.spans[i]!;
      const at = j * raster.width + across.first[i]!;
      let sum = 0;
      for (let k = 0; k < span.length; k++) sum += span[k]! * raster.data[at + k]!;
      rows[j * size.width + i] = sum;
    }
  }
  const result = emptyRaster(size);
  for (let j = 0; j < size.height; j++) {
    const span = down.spans[j]!;
    for (let i = 0; i < size.width; i++) {
      let sum = 0;
      for (let k = 0; k < span.length; k++) sum += span[k]! * rows[(down.first[j]! + k) * size.width + i]!;
      result.data[j * size.width + i] = Math.min(1, sum);
    }
  }
  return result;
}

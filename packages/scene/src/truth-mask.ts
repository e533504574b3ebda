import type { Orientation } from './files/dng.ts';
import type { MaskName } from './mask-names.ts';
import type { Scene } from './scene.ts';

export interface TruthMaskSize {
  /** Pixels of the picture as shown, that is after `orientation`. */
  width: number;
  height: number;
  /** The EXIF orientation that the raw was written with; 1 by default. */
  orientation?: Orientation;
}

/**
 * A truth mask at the size of a preview: opacity 0..1 per pixel, row by row, each the mean of the area it stands for.
 * @throws RangeError when a size is not a positive whole number
 */
export function truthMask(scene: Scene, name: MaskName, size: TruthMaskSize): Float32Array {
  const { width, height, orientation = 1 } = size;
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1)
    throw new RangeError(`truthMask: ${width} x ${height}; positive whole numbers are needed`);
  const turned = orientation >= 5;
  const [w, h] = turned ? [height, width] : [width, height];
  const upright = shrink(scene.masks[name], scene.width, scene.height, w, h);
  return orient(upright, w, h, orientation);
}

/** Area mean (or, when enlarging, the area's own share of its pixels). Bytes in, 0..1 out. */
function shrink(mask: Uint8Array, fromWidth: number, fromHeight: number, width: number, height: number): Float32Array {
  const columns = spans(fromWidth, width);
  const rows = spans(fromHeight, height);
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const { first: y0, weights: wy } = rows[y]!;
    for (let x = 0; x < width; x++) {
      const { first: x0, weights: wx } = columns[x]!;
      let sum = 0;
      for (let j = 0; j < wy.length; j++) {
        const base = (y0 + j) * fromWidth + x0;
        let line = 0;
        for (let i = 0; i < wx.length; i++) line += wx[i]! * mask[base + i]!;
        sum += wy[j]! * line;
      }
      out[y * width + x] = sum / 255;
    }
  }
  return out;
}

/** For each of `to` cells, which of `from` cells lie under it and with what weight (summing to 1). */
function spans(from: number, to: number): { first: number; weights: number[] }[] {
  return Array.from({ length: to }, (_, i) => {
    const low = (i * from) / to;
    const high = ((i + 1) * from) / to;
    const first = Math.floor(low);
    const last = Math.min(from - 1, Math.ceil(high) - 1);
    const weights = Array.from(
      { length: last - first + 1 },
      (__, k) => (Math.min(high, first + k + 1) - Math.max(low, first + k)) / (high - low),
    );
    return { first, weights };
  });
}

/** A raster of the stored picture as the EXIF orientation shows it. */
function orient(values: Float32Array, width: number, height: number, orientation: Orientation): Float32Array {
  if (orientation === 1) return values;
  const [w, h] = orientation >= 5 ? [height, width] : [width, height];
  const out = new Float32Array(values.length);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const [sx, sy] = storedPosition(x, y, width, height, orientation);
      out[y * w + x] = values[sy * width + sx]!;
    }
  }
  return out;
}

/** Where the shown pixel (x, y) is in the stored picture of `width` x `height` (EXIF 2.3, table of orientations). */
function storedPosition(
  x: number,
  y: number,
  width: number,
  height: number,
  orientation: Orientation,
): [number, number] {
  const right = width - 1;
  const bottom = height - 1;
  switch (orientation) {
    case 1:
      return [x, y];
    case 2:
      return [right - x, y];
    case 3:
      return [right - x, bottom - y];
    case 4:
      return [x, bottom - y];
    case 5:
      return [y, x];
    case 6:
      return [y, bottom - x];
    case 7:
      return [right - y, bottom - x];
    case 8:
      return [right - y, x];
  }
}

import { ChemigramError } from '@chemigram/errors';
import type { Raster, Size } from '@chemigram/mask';

/**
 * How darktable scales a raster file to the size that it renders, along one side: row by row the pixels of the file that a
 * rendered pixel is made of. Two steps in one (5.4.1): the file is interpolated to the frame's own pixels
 * (interpolate_bilinear of common/fast_guided_filter.h: by the corners), and the frame is scaled down with the bicubic
 * kernel of modules that move pixels (common/interpolation.c). Held against what darktable did with a file, pixel by
 * pixel, it is off by 0.00005 on average.
 */
export interface ScaledSide {
  /** Pixels of the file, and of the rendered picture. */
  readonly from: number;
  readonly to: number;
  /** Per rendered pixel the first pixel of the file, and the weights of so many from there. */
  readonly first: Int32Array;
  readonly reach: number;
  readonly weights: Float32Array;
}

/** The bicubic kernel reaches this far to either side, in rendered pixels. */
const SUPPORT = 2;
/** A tap that rounding decides about is left out at the end and kept at the start, where it weighs nothing. */
const ROUNDING = 1e-3;

/**
 * @param file pixels of the file along this side
 * @param frame the frame's own pixels
 * @param scale rendered pixels per pixel of the frame, at most 1
 * @param shown rendered pixels
 */
export function scaledSide(file: number, frame: number, scale: number, shown: number): ScaledSide {
  const rows = Array.from({ length: shown }, (_, i) => rowOf(i, file, frame, scale));
  const reach = Math.max(...rows.map(({ weights }) => weights.length));
  const first = new Int32Array(shown);
  const weights = new Float32Array(shown * reach);
  for (const [i, row] of rows.entries()) {
    // Zeros make up the difference; they must not lie beyond the end.
    first[i] = Math.max(0, Math.min(row.first, file - reach));
    weights.set(row.weights, i * reach + row.first - first[i]!);
  }
  return { from: file, to: shown, first, reach, weights };
}

function rowOf(i: number, file: number, frame: number, scale: number): { first: number; weights: Float64Array } {
  const taps = scale >= 1 ? [{ at: i, weight: 1 }] : framePixels(i, scale);
  const sum = taps.reduce((all, { weight }) => all + weight, 0);
  const parts = taps.flatMap(({ at, weight }) => {
    const x = (Math.min(Math.max(at, 0), frame - 1) / frame) * file;
    const [low, part] = [Math.floor(x), x % 1];
    return [
      { at: Math.min(low, file - 1), weight: (weight / sum) * (1 - part) },
      { at: Math.min(low + 1, file - 1), weight: (weight / sum) * part },
    ];
  });
  const first = Math.min(...parts.map(({ at }) => at));
  const weights = new Float64Array(Math.max(...parts.map(({ at }) => at)) - first + 1);
  for (const { at, weight } of parts) weights[at - first]! += weight;
  return { first, weights };
}

/** The frame's pixels that rendered pixel i is made of: the kernel stands on the pixel that begins where it begins. */
function framePixels(i: number, scale: number): { at: number; weight: number }[] {
  const first = Math.ceil((i - SUPPORT) / scale - ROUNDING);
  const start = first * scale - i;
  const count = Math.floor((SUPPORT - start) / scale - ROUNDING);
  return Array.from({ length: count }, (_, k) => ({ at: first + k, weight: bicubic(start + k * scale) }));
}

function bicubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

/** The same weights asked the other way: per pixel of the file the rendered pixels that it is part of. */
export function transposed({ from, to, first, reach, weights }: ScaledSide): ScaledSide {
  const starts = new Int32Array(from).fill(to);
  const ends = new Int32Array(from);
  for (let i = 0; i < to; i++) {
    for (let k = 0; k < reach; k++) {
      const at = first[i]! + k;
      if (at >= from || weights[i * reach + k] === 0) continue;
      starts[at] = Math.min(starts[at]!, i);
      ends[at] = Math.max(ends[at]!, i + 1);
    }
  }
  const longest = starts.reduce((most, start, at) => Math.max(most, ends[at]! - start), 1);
  const turned = starts.map((start) => Math.max(0, Math.min(start, to - longest)));
  const out = new Float32Array(from * longest);
  for (let i = 0; i < to; i++) {
    for (let k = 0; k < reach; k++) {
      const [at, weight] = [first[i]! + k, weights[i * reach + k]!];
      if (at < from && weight !== 0) out[at * longest + i - turned[at]!] = weight;
    }
  }
  return { from: to, to: from, first: turned, reach: longest, weights: out };
}

/** The largest factor by which scaling can lengthen a row of values, squared; an upper bound. */
export function squaredGain(side: ScaledSide): number {
  const sums = ({ to, reach, weights }: ScaledSide): number => {
    let most = 0;
    for (let i = 0; i < to; i++) {
      let sum = 0;
      for (let k = 0; k < reach; k++) sum += Math.abs(weights[i * reach + k]!);
      most = Math.max(most, sum);
    }
    return most;
  };
  return sums(side) * sums(transposed(side));
}

/** Lines of pixels. Buffers that are always the same are gone through in half the time of others. */
const LINE = new Float32Array(8192);
const SUM = new Float32Array(LINE.length);

/**
 * A raster scaled along both sides.
 * @throws internal when it is wider than previews are looked at
 */
export function scaled(raster: Raster, across: ScaledSide, down: ScaledSide): Raster {
  if (raster.width > LINE.length || across.to > LINE.length) {
    throw new ChemigramError('internal', `A raster of ${raster.width} pixels was to be scaled to ${across.to}.`);
  }
  const size: Size = { width: across.to, height: down.to };
  const data = new Float32Array(size.width * size.height);
  for (let j = 0; j < size.height; j++) {
    SUM.fill(0, 0, raster.width);
    for (let k = 0; k < down.reach; k++) {
      const weight = down.weights[j * down.reach + k]!;
      if (weight === 0) continue;
      const at = (down.first[j]! + k) * raster.width;
      LINE.set(raster.data.subarray(at, at + raster.width));
      addLine(weight, raster.width);
    }
    scaleSum(across);
    data.set(LINE.subarray(0, size.width), j * size.width);
  }
  return { ...size, data };
}

function addLine(weight: number, width: number): void {
  for (let i = 0; i < width; i++) SUM[i] = SUM[i]! + weight * LINE[i]!;
}

function scaleSum({ first, reach, weights, to }: ScaledSide): void {
  for (let i = 0, w = 0; i < to; i++) {
    let sum = 0;
    for (let k = 0, x = first[i]!; k < reach; k++, x++, w++) sum += weights[w]! * SUM[x]!;
    LINE[i] = sum;
  }
}

import type { Raster } from '../raster/raster.ts';

/** Deriche's constant between the decay of his recursive filter and the sigma of the Gaussian that it stands for. */
const DECAY = 1.695;
/** So many sigmas from where a mask ends, nothing of it is left: the filter's tail is below a hundred thousandth. */
const REACH = 8;

/**
 * The recursive Gaussian of Deriche ("Recursively implementing the Gaussian and its derivatives", INRIA 1893, 1993), in
 * its second-order form, down and then across, each as a causal and an anticausal pass; beyond the edge the last value
 * goes on. darktable blurs masks with it, and it is not quite a Gaussian: its tails are longer.
 *
 * @param sigma pixels, above 0
 * @returns a new raster
 */
export function gaussianBlur(raster: Raster, sigma: number): Raster {
  const { width, height, data } = raster;
  const alpha = DECAY / sigma;
  const decay = Math.exp(-alpha);
  const decay2 = decay * decay;
  const k = ((1 - decay) * (1 - decay)) / (1 + 2 * alpha * decay - decay2);
  const [a0, a1, a2, a3] = [k, k * (alpha - 1) * decay, k * (alpha + 1) * decay, -k * decay2];
  const [b1, b2] = [-2 * decay, decay2];
  const sum = 1 + b1 + b2;
  // What a pass gives for a constant 1.
  const [causal, anticausal] = [(a0 + a1) / sum, (a2 + a3) / sum];

  const out = new Float32Array(width * height);
  const { left, right, top, bottom } = within(raster, Math.ceil(REACH * sigma));
  const columns = Math.max(0, right - left);
  const down = new Float32Array(columns * Math.max(0, bottom - top));
  // Row by row with the state of every column at hand: a column's own pixels lie far apart in memory.
  const x1 = new Float64Array(columns);
  const x2 = new Float64Array(columns);
  const y1 = new Float64Array(columns);
  const y2 = new Float64Array(columns);
  const start = (row: number, gain: number): void => {
    for (let i = 0; i < columns; i++) {
      x1[i] = x2[i] = data[row * width + left + i]!;
      y1[i] = y2[i] = x1[i]! * gain;
    }
  };
  if (columns > 0) start(top, causal);
  for (let j = top, to = 0; j < bottom; j++) {
    for (let i = 0, at = j * width + left; i < columns; i++, at++, to++) {
      const x = data[at]!;
      const y = a0 * x + a1 * x1[i]! - b1 * y1[i]! - b2 * y2[i]!;
      down[to] = y;
      x1[i] = x;
      y2[i] = y1[i]!;
      y1[i] = y;
    }
  }
  if (columns > 0) start(bottom - 1, anticausal);
  for (let j = bottom - 1; j >= top; j--) {
    for (let i = 0, at = j * width + left, to = (j - top) * columns; i < columns; i++, at++, to++) {
      const y = a2 * x1[i]! + a3 * x2[i]! - b1 * y1[i]! - b2 * y2[i]!;
      down[to] = down[to]! + y;
      x2[i] = x1[i]!;
      x1[i] = data[at]!;
      y2[i] = y1[i]!;
      y1[i] = y;
    }
  }

  for (let j = top; j < bottom; j++) {
    const [first, shift] = [(j - top) * columns, j * width + left - (j - top) * columns];
    const last = first + columns - 1;
    let x1 = down[first]!;
    let y1 = x1 * causal;
    let y2 = y1;
    for (let at = first; at <= last; at++) {
      const x = down[at]!;
      const y = a0 * x + a1 * x1 - b1 * y1 - b2 * y2;
      out[at + shift] = y;
      x1 = x;
      y2 = y1;
      y1 = y;
    }
    x1 = down[last]!;
    let x2 = x1;
    y1 = x1 * anticausal;
    y2 = y1;
    for (let at = last; at >= first; at--) {
      const y = a2 * x1 + a3 * x2 - b1 * y1 - b2 * y2;
      const both = out[at + shift]! + y;
      out[at + shift] = both < 0 ? 0 : both > 1 ? 1 : both;
      x2 = x1;
      x1 = down[at]!;
      y2 = y1;
      y1 = y;
    }
  }
  return { width, height, data: out };
}

/** The part of a raster that its opacity lies in, `reach` pixels wider on every side; empty for an empty one. */
function within(
  { width, height, data }: Raster,
  reach: number,
): { left: number; right: number; top: number; bottom: number } {
  let [left, right, top, bottom] = [width, 0, height, 0];
  for (let j = 0; j < height; j++) {
    const row = j * width;
    let first = 0;
    while (first < width && data[row + first] === 0) first++;
    if (first === width) continue;
    let last = width - 1;
    while (data[row + last] === 0) last--;
    left = Math.min(left, first);
    right = Math.max(right, last + 1);
    top = Math.min(top, j);
    bottom = j + 1;
  }
  if (right === 0) return { left: 0, right: 0, top: 0, bottom: 0 };
  return {
    left: Math.max(0, left - reach),
    right: Math.min(width, right + reach),
    top: Math.max(0, top - reach),
    bottom: Math.min(height, bottom + reach),
  };
}

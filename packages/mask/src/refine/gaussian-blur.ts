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
  const filter = filterOf(sigma);
  const part = within(raster, Math.ceil(REACH * sigma));
  const data = new Float32Array(raster.data.length);
  if (part.right > part.left) blurAcross(blurDown(raster, part, filter), part, filter, data, raster.width);
  return { width: raster.width, height: raster.height, data };
}

/** The weights of both passes: of values (a) and of what came out before (b), and what each gives for a constant 1. */
interface Filter {
  readonly a: readonly [number, number, number, number];
  readonly b: readonly [number, number];
  readonly causal: number;
  readonly anticausal: number;
}

function filterOf(sigma: number): Filter {
  const alpha = DECAY / sigma;
  const decay = Math.exp(-alpha);
  const decay2 = decay * decay;
  const k = ((1 - decay) * (1 - decay)) / (1 + 2 * alpha * decay - decay2);
  const [a0, a1, a2, a3] = [k, k * (alpha - 1) * decay, k * (alpha + 1) * decay, -k * decay2];
  const [b1, b2] = [-2 * decay, decay2];
  const sum = 1 + b1 + b2;
  return { a: [a0, a1, a2, a3], b: [b1, b2], causal: (a0 + a1) / sum, anticausal: (a2 + a3) / sum };
}

/** The columns of a part of a raster, blurred. Row by row with the state of every column at hand: its own pixels lie far apart. */
function blurDown({ width, data }: Raster, { left, right, top, bottom }: Part, filter: Filter): Float32Array {
  const [a0, a1, a2, a3] = filter.a;
  const [b1, b2] = filter.b;
  const columns = right - left;
  const down = new Float32Array(columns * (bottom - top));
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
  start(top, filter.causal);
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
  start(bottom - 1, filter.anticausal);
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
  return down;
}

/** The rows of that part, blurred and kept within 0..1, into their places in a raster of `width`. */
function blurAcross(
  down: Float32Array,
  { left, right, top, bottom }: Part,
  { a: [a0, a1, a2, a3], b: [b1, b2], causal, anticausal }: Filter,
  out: Float32Array,
  width: number,
): void {
  const columns = right - left;
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
}

interface Part {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The part of a raster that its opacity lies in, `reach` pixels wider on every side; empty for an empty one. */
function within({ width, height, data }: Raster, reach: number): Part {
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

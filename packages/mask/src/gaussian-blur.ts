import type { Raster } from './raster.ts';

/** Deriche's constant between the decay of his recursive filter and the sigma of the Gaussian that it stands for. */
const DECAY = 1.695;

/**
 * The recursive Gaussian of Deriche ("Recursively implementing the Gaussian and its derivatives", INRIA 1893, 1993), in
 * its second-order form, down and then across, each as a causal and an anticausal pass; beyond the edge the last value
 * goes on. darktable blurs masks with it, and it is not quite a Gaussian: its tails are longer.
 *
 * @param sigma pixels, above 0
 * @returns a new raster
 */
export function gaussianBlur({ width, height, data }: Raster, sigma: number): Raster {
  const alpha = DECAY / sigma;
  const decay = Math.exp(-alpha);
  const decay2 = decay * decay;
  const k = ((1 - decay) * (1 - decay)) / (1 + 2 * alpha * decay - decay2);
  const [a0, a1, a2, a3] = [k, k * (alpha - 1) * decay, k * (alpha + 1) * decay, -k * decay2];
  const [b1, b2] = [-2 * decay, decay2];
  const sum = 1 + b1 + b2;
  // What a pass gives for a constant 1.
  const [causal, anticausal] = [(a0 + a1) / sum, (a2 + a3) / sum];

  const down = new Float32Array(width * height);
  // Row by row with the state of every column at hand: a column's own pixels lie far apart in memory.
  let x1 = Float64Array.from(data.subarray(0, width));
  let y1 = x1.map((x) => x * causal);
  let y2 = y1.slice();
  for (let j = 0; j < height; j++) {
    for (let i = 0, at = j * width; i < width; i++, at++) {
      const x = data[at]!;
      const y = a0 * x + a1 * x1[i]! - b1 * y1[i]! - b2 * y2[i]!;
      down[at] = y;
      x1[i] = x;
      y2[i] = y1[i]!;
      y1[i] = y;
    }
  }
  x1 = Float64Array.from(data.subarray((height - 1) * width, height * width));
  let x2 = x1.slice();
  y1 = x1.map((x) => x * anticausal);
  y2 = y1.slice();
  for (let j = height - 1; j >= 0; j--) {
    for (let i = 0, at = j * width; i < width; i++, at++) {
      const y = a2 * x1[i]! + a3 * x2[i]! - b1 * y1[i]! - b2 * y2[i]!;
      down[at]! += y;
      x2[i] = x1[i]!;
      x1[i] = data[at]!;
      y2[i] = y1[i]!;
      y1[i] = y;
    }
  }

  const out = new Float32Array(width * height);
  for (let j = 0; j < height; j++) {
    const [first, last] = [j * width, (j + 1) * width - 1];
    let x1 = down[first]!;
    let y1 = x1 * causal;
    let y2 = y1;
    for (let at = first; at <= last; at++) {
      const x = down[at]!;
      const y = a0 * x + a1 * x1 - b1 * y1 - b2 * y2;
      out[at] = y;
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
      const both = out[at]! + y;
      out[at] = both < 0 ? 0 : both > 1 ? 1 : both;
      x2 = x1;
      x1 = down[at]!;
      y2 = y1;
      y1 = y;
    }
  }
  return { width, height, data: out };
}

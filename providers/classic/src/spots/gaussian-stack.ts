import type { Size } from '@chemigram/mask';

/** Beyond three sigmas of a Gaussian lies 0.3 % of it. */
const REACH = 3;

/** A plane blurred by a Gaussian of that sigma (pixels, above 0), sampled and cut off at three sigmas; edges are repeated. */
function gaussian(plane: Float32Array, { width, height }: Size, sigma: number): Float32Array {
  const weights = kernel(sigma);
  const across = new Float32Array(plane.length);
  const out = new Float32Array(plane.length);
  alongRows(plane, across, width, height, weights);
  downColumns(across, out, width, height, weights);
  return out;
}

/** A plane at growing blurs: each is made of the one before, since Gaussians add by their squares. */
export function gaussianStack(plane: Float32Array, size: Size, sigmas: readonly number[]): Float32Array[] {
  const stack: Float32Array[] = [];
  let before = 0;
  for (const sigma of sigmas) {
    stack.push(gaussian(stack.at(-1) ?? plane, size, Math.sqrt(sigma * sigma - before * before)));
    before = sigma;
  }
  return stack;
}

/** Half of the kernel, from the middle on; the whole sums to 1. */
function kernel(sigma: number): Float64Array {
  const half = Float64Array.from({ length: 1 + Math.max(1, Math.ceil(REACH * sigma)) }, (_, i) =>
    Math.exp(-(i * i) / (2 * sigma * sigma)),
  );
  const sum = half.reduce((total, weight, i) => total + (i === 0 ? weight : 2 * weight), 0);
  return half.map((weight) => weight / sum);
}

function alongRows(from: Float32Array, to: Float32Array, width: number, height: number, weights: Float64Array): void {
  const reach = weights.length - 1;
  const line = new Float32Array(width + 2 * reach);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    line.fill(from[row]!, 0, reach);
    line.set(from.subarray(row, row + width), reach);
    line.fill(from[row + width - 1]!, reach + width);
    for (let x = 0; x < width; x++) {
      const middle = x + reach;
      let sum = weights[0]! * line[middle]!;
      for (let k = 1; k <= reach; k++) sum += weights[k]! * (line[middle - k]! + line[middle + k]!);
      to[row + x] = sum;
    }
  }
}

/** Row by row, so that what is read lies together in memory. */
function downColumns(from: Float32Array, to: Float32Array, width: number, height: number, weights: Float64Array): void {
  const sums = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) sums[x] = weights[0]! * from[row + x]!;
    for (let k = 1; k < weights.length; k++) {
      const above = Math.max(0, y - k) * width;
      const below = Math.min(height - 1, y + k) * width;
      const weight = weights[k]!;
      for (let x = 0; x < width; x++) sums[x] = sums[x]! + weight * (from[above + x]! + from[below + x]!);
    }
    to.set(sums, row);
  }
}

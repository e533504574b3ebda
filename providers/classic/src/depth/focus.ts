import { boxBlur, type Planes } from '@chemigram/mask';

/** An edge is blurred once more by a box of so many pixels to each side: a sharp one loses much, a soft one little. */
const AGAIN = 2;
/** Pixels to each side that an edge speaks for. */
const REACH = 12;
/** Edges weaker than this (L* a pixel) are noise, and speak for nothing. */
const FAINT = 1;

/**
 * How sharp the edges around each pixel are, 0 (soft) to 1: what is left of their gradients when blurred once more (after
 * S. Zhuo and T. Sim, "Defocus map estimation from a single image", 2011).
 */
export function focusOf({ l, width, height }: Planes): Float32Array {
  const size = { width, height };
  const fine = gradients(l, width, height);
  const coarse = gradients(boxBlur(l, size, AGAIN), width, height);
  const weight = fine.map((value) => Math.max(0, value - FAINT));
  const lost = weight.map((value, i) => (value === 0 ? 0 : value * (1 - Math.min(1, coarse[i]! / fine[i]!))));
  const [sum, of] = [boxBlur(lost, size, REACH), boxBlur(weight, size, REACH)];
  return sum.map((value, i) => (of[i]! <= 1e-6 ? 0 : value / of[i]!));
}

function gradients(plane: Float32Array, width: number, height: number): Float32Array {
  return plane.map((_, i) => {
    const x = i % width;
    const y = (i - x) / width;
    const across = plane[i + (x + 1 < width ? 1 : 0)]! - plane[i - (x > 0 ? 1 : 0)]!;
    const down = plane[i + (y + 1 < height ? width : 0)]! - plane[i - (y > 0 ? width : 0)]!;
    return Math.hypot(across, down) / 2;
  });
}

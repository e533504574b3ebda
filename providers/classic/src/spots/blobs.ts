import { halved, type Size } from '@chemigram/mask';
import { gaussianStack } from './gaussian-stack.ts';

/** Scales per doubling: radii are first told to an eighth, then fitted. */
const PER_OCTAVE = 3;
const STEP = 2 ** (1 / PER_OCTAVE);
/** A disc of radius r answers most to a Laplacian of the sigma r / sqrt(2) (T. Lindeberg, 1998). */
const RADIUS_PER_SIGMA = Math.SQRT2;
/** The smallest radius of an octave, in its own pixels: with fewer pixels a disc is no disc. */
const LEAST_RADIUS = 1.6;
/** Side of the tiles in which the answers of the texture are measured, in pixels of the octave. */
const TILE = 48;
/** Smaller pictures hold no texture to compare with. */
const SMALLEST = 16;
/** Pixels of a tile that are measured, every so manieth in both directions. */
const EVERY = 2;
/**
 * The share of the pixels of a tile by whose answer texture is measured: below the median, so that spots on a third of a
 * tile leave it as it is; and what a normal deviate's absolute value is there.
 */
const QUANTILE = 0.35;
const QUANTILE_OF_NORMAL = 0.4538;

/** Where something round is lighter or darker than what is around it. */
export interface Blob {
  /** Pixels; the centre of the first pixel is at 0.5. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Difference of Gaussians, for a scale-free step: 0.7 of the contrast of a disc; below 0 for a lighter one. */
  readonly answer: number;
  /** By how many standard deviations of the texture there the answer stands out. */
  readonly significance: number;
}

export interface BlobLimits {
  /** The largest radius, in pixels. */
  readonly radius: number;
  /** Smallest answer and significance of a blob. */
  readonly answer: number;
  readonly significance: number;
}

/**
 * The extremes of a plane's differences of Gaussians in place and scale, the most significant first: positive answers are
 * darker than what is around them. Each doubling of the radius is looked for in a picture of half the size.
 */
export function blobsOf(plane: Float32Array, size: Size, limits: BlobLimits): Blob[] {
  const found: Blob[] = [];
  let [octave, shown, scale] = [plane, size, 1];
  while (LEAST_RADIUS * scale <= limits.radius && Math.min(shown.width, shown.height) >= SMALLEST) {
    for (const blob of octaveOf(octave, shown, limits)) {
      const [x, y, radius] = [blob.x * scale, blob.y * scale, blob.radius * scale];
      if (radius <= limits.radius) found.push({ ...blob, x, y, radius });
    }
    octave = halved(octave, shown);
    shown = { width: shown.width >> 1, height: shown.height >> 1 };
    scale *= 2;
  }
  return found.sort((a, b) => b.significance - a.significance);
}

/** Blobs with radii from LEAST_RADIUS to its double, in pixels of that size. */
function octaveOf(plane: Float32Array, size: Size, limits: BlobLimits): Blob[] {
  const first = LEAST_RADIUS / RADIUS_PER_SIGMA / STEP ** 1.5;
  const sigmas = Array.from({ length: PER_OCTAVE + 3 }, (_, k) => first * STEP ** k);
  const blurred = gaussianStack(plane, size, sigmas);
  const answers = sigmas.slice(1).map((_, k) => differences(blurred[k]!, blurred[k + 1]!));
  const found: Blob[] = [];
  for (let k = 1; k + 1 < answers.length; k++) {
    // The difference of two Gaussians is the Laplacian of the one in the middle.
    const sigma = sigmas[k]! * Math.sqrt(STEP);
    const texture = textureOf(answers[k]!, size);
    for (const i of extremes(answers, k, size, limits.answer)) {
      const answer = answers[k]![i]!;
      const [x, y] = [i % size.width, Math.floor(i / size.width)];
      const significance = Math.abs(answer) / texture(x, y);
      if (significance < limits.significance) continue;
      const [dx, dy, dk] = peak(answers, k, i, size.width);
      const radius = RADIUS_PER_SIGMA * sigma * STEP ** dk;
      found.push({ x: x + 0.5 + dx, y: y + 0.5 + dy, radius, answer, significance });
    }
  }
  return found;
}

/** Scale-normalised: divided by the relative step of the scale. */
function differences(fine: Float32Array, coarse: Float32Array): Float32Array {
  const out = new Float32Array(fine.length);
  for (let i = 0; i < out.length; i++) out[i] = (coarse[i]! - fine[i]!) / (STEP - 1);
  return out;
}

/** Pixels whose answer is further from 0 than those of all 26 neighbours in place and scale. */
function extremes(answers: readonly Float32Array[], k: number, { width, height }: Size, least: number): number[] {
  const [below, here, above] = [answers[k - 1]!, answers[k]!, answers[k + 1]!];
  const around = [-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1];
  const found: number[] = [];
  for (let y = 1; y + 1 < height; y++) {
    for (let i = y * width + 1, end = i + width - 2; i < end; i++) {
      const value = here[i]!;
      const strength = Math.abs(value);
      if (strength < least) continue;
      const sign = Math.sign(value);
      if (sign * below[i]! >= strength || sign * above[i]! >= strength) continue;
      // Of equal ones next to each other the last one counts.
      const beaten = around.some(
        (step) =>
          (step > 0 ? sign * here[i + step]! >= strength : sign * here[i + step]! > strength) ||
          sign * below[i + step]! >= strength ||
          sign * above[i + step]! >= strength,
      );
      if (!beaten) found.push(i);
    }
  }
  return found;
}

/** How far the top of the parabola through an extreme and its neighbours lies from it: in x, in y and in steps of scale. */
function peak(answers: readonly Float32Array[], k: number, i: number, width: number): [number, number, number] {
  const top = (before: number, here: number, after: number): number => {
    const bend = before - 2 * here + after;
    return bend === 0 ? 0 : Math.min(0.5, Math.max(-0.5, (before - after) / (2 * bend)));
  };
  const here = answers[k]!;
  return [
    top(here[i - 1]!, here[i]!, here[i + 1]!),
    top(here[i - width]!, here[i]!, here[i + width]!),
    top(answers[k - 1]![i]!, here[i]!, answers[k + 1]![i]!),
  ];
}

/** The standard deviation of what texture and noise answer around each pixel, by tiles; between them interpolated. */
function textureOf(answer: Float32Array, { width, height }: Size): (x: number, y: number) => number {
  const [columns, rows] = [Math.max(1, Math.round(width / TILE)), Math.max(1, Math.round(height / TILE))];
  const tiles = new Float32Array(columns * rows);
  for (let r = 0, at = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++, at++) {
      const [x0, x1] = [Math.floor((c * width) / columns), Math.floor(((c + 1) * width) / columns)];
      const [y0, y1] = [Math.floor((r * height) / rows), Math.floor(((r + 1) * height) / rows)];
      const values = new Float32Array((x1 - x0) * (y1 - y0));
      let n = 0;
      for (let y = y0; y < y1; y += EVERY)
        for (let x = x0; x < x1; x += EVERY) values[n++] = Math.abs(answer[y * width + x]!);
      tiles[at] = values.subarray(0, n).sort()[Math.floor(QUANTILE * n)]! / QUANTILE_OF_NORMAL + 1e-6;
    }
  }
  return (x, y) => {
    const u = Math.min(columns - 1, Math.max(0, ((x + 0.5) * columns) / width - 0.5));
    const v = Math.min(rows - 1, Math.max(0, ((y + 0.5) * rows) / height - 0.5));
    const [c, r] = [Math.floor(u), Math.floor(v)];
    const [c1, r1] = [Math.min(columns - 1, c + 1), Math.min(rows - 1, r + 1)];
    const [fu, fv] = [u - c, v - r];
    const above = tiles[r * columns + c]! * (1 - fu) + tiles[r * columns + c1]! * fu;
    const below = tiles[r1 * columns + c]! * (1 - fu) + tiles[r1 * columns + c1]! * fu;
    return above * (1 - fv) + below * fv;
  };
}

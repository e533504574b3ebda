import type { Planes } from '../planes.ts';
import { minCut, WAYS } from './max-flow.ts';

/** The eight neighbours, in pairs of one direction and its opposite (see WAYS); the first four lie nearest. */
const STEP_X = [1, -1, 0, 0, 1, -1, 1, -1] as const;
const STEP_Y = [0, 0, 1, -1, 1, -1, -1, 1] as const;

/** Mean squared difference of neighbours below which a picture has no edges: a tenth of what can just be seen. */
const LEAST_CONTRAST = 0.01;

/** The pixels about which is to be decided, with what it costs to part each two neighbours of them. */
export interface Band {
  readonly pixels: Int32Array;
  readonly neighbour: Int32Array;
  readonly capacity: Float32Array;
  /** What the decided neighbours outside of the band speak for: above 0 for the inside. */
  readonly rim: Float32Array;
}

/**
 * Parting two neighbours costs `smoothness` where they are alike and next to nothing across a strong edge: exp(-d^2 / (2
 * <d^2>)) over their distance, with d the difference of their colours, as in Boykov and Jolly's "Interactive Graph Cuts"
 * (2001) and GrabCut.
 * @param inside 1 or 0 for every pixel of the picture; of those outside of the band it is what holds
 */
export function bandOf(planes: Planes, pixels: Int32Array, inside: Uint8Array, smoothness: number): Band {
  const { width, height } = planes;
  const node = new Int32Array(width * height).fill(-1);
  for (let k = 0; k < pixels.length; k++) node[pixels[k]!] = k;
  const neighbour = new Int32Array(pixels.length * WAYS).fill(-1);
  const capacity = new Float32Array(pixels.length * WAYS);
  const rim = new Float32Array(pixels.length);
  const steepness = 1 / (2 * Math.max(LEAST_CONTRAST, meanContrast(planes, pixels)));
  for (let k = 0; k < pixels.length; k++) {
    const i = pixels[k]!;
    const x = i % width;
    const y = (i - x) / width;
    for (let way = 0; way < WAYS; way++) {
      const u = x + STEP_X[way]!;
      const v = y + STEP_Y[way]!;
      if (u < 0 || v < 0 || u >= width || v >= height) continue;
      const j = v * width + u;
      const other = node[j]!;
      // Both directions cost the same: the first of the two has it already.
      if (other >= 0 && other < k) {
        capacity[k * WAYS + way] = capacity[other * WAYS + (way ^ 1)]!;
        neighbour[k * WAYS + way] = other;
        continue;
      }
      const alike = Math.exp(-steepness * contrast(planes, i, j));
      const cost = (smoothness * alike) / (way < 4 ? 1 : Math.SQRT2);
      if (other < 0) {
        rim[k]! += inside[j] === 1 ? cost : -cost;
        continue;
      }
      neighbour[k * WAYS + way] = other;
      capacity[k * WAYS + way] = cost;
    }
  }
  return { pixels, neighbour, capacity, rim };
}

/** Per pixel of the band 1 or 0: the cheapest division for this evidence, which is above 0 for the inside. */
export function divide({ pixels, neighbour, capacity, rim }: Band, evidence: Float32Array): Uint8Array {
  const terminal = new Float32Array(pixels.length);
  for (let k = 0; k < terminal.length; k++) terminal[k] = evidence[k]! + rim[k]!;
  return minCut({ nodes: pixels.length, neighbour, capacity: capacity.slice(), terminal });
}

/** The squared difference of two pixels' colours. */
function contrast({ l, a, b }: Planes, i: number, j: number): number {
  const dl = l[i]! - l[j]!;
  const da = a[i]! - a[j]!;
  const db = b[i]! - b[j]!;
  return dl * dl + da * da + db * db;
}

function meanContrast(planes: Planes, pixels: Int32Array): number {
  const { width, height } = planes;
  let sum = 0;
  let count = 0;
  for (const i of pixels) {
    if ((i % width) + 1 < width) {
      sum += contrast(planes, i, i + 1);
      count++;
    }
    if (i + width < width * height) {
      sum += contrast(planes, i, i + width);
      count++;
    }
  }
  return count === 0 ? 0 : sum / count;
}

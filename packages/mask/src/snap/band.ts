import type { Planes } from '../raster/planes.ts';
import { minCut, WAYS } from './max-flow.ts';

/** The eight neighbours, in pairs of one direction and its opposite (see WAYS); the first four lie nearest. */
const STEP_X = [1, -1, 0, 0, 1, -1, 1, -1] as const;
const STEP_Y = [0, 0, 1, -1, 1, -1, -1, 1] as const;

/** Mean squared difference of neighbours below which a picture has no edges: a tenth of what can just be seen. */
const LEAST_CONTRAST = 0.01;

/** The pixels about which is to be decided, with what it costs to part each two neighbours of them. */
export class Band {
  readonly #neighbour: Int32Array;
  readonly #capacity: Float32Array;
  readonly #terminal: Float32Array;
  /** What was said last. */
  readonly #evidence: Float32Array;

  /**
   * Parting two neighbours costs `smoothness` where they are alike and next to nothing across a strong edge: exp(-d^2 / (2
   * <d^2>)) over their distance, with d the difference of their colours, as in Boykov and Jolly's "Interactive Graph Cuts"
   * (2001) and GrabCut.
   * @param inside 1 or 0 for every pixel of the picture; of those outside of the band it is what holds
   */
  constructor(planes: Planes, pixels: Int32Array, inside: Uint8Array, smoothness: number) {
    const { width, height, l, a, b } = planes;
    const count = pixels.length;
    // One more than the node, so that what is new is in none.
    const node = new Int32Array(width * height);
    for (let k = 0; k < count; k++) node[pixels[k]!] = k + 1;
    const neighbour = new Int32Array(count * WAYS);
    const capacity = new Float32Array(count * WAYS);
    const terminal = new Float32Array(count);
    const steepness = 1 / (2 * Math.max(LEAST_CONTRAST, meanContrast(planes, pixels)));
    for (let k = 0; k < count; k++) {
      const i = pixels[k]!;
      const y = Math.floor(i / width);
      const x = i - y * width;
      for (let way = 0; way < WAYS; way++) {
        const at = k * WAYS + way;
        neighbour[at] = k;
        const u = x + STEP_X[way]!;
        const v = y + STEP_Y[way]!;
        if (u < 0 || v < 0 || u >= width || v >= height) continue;
        const j = v * width + u;
        const other = node[j]! - 1;
        // Both directions cost the same: the first of the two has it already.
        if (other >= 0 && other < k) {
          neighbour[at] = other;
          capacity[at] = capacity[other * WAYS + (way ^ 1)]!;
          continue;
        }
        const dl = l[i]! - l[j]!;
        const da = a[i]! - a[j]!;
        const db = b[i]! - b[j]!;
        const alike = Math.exp(-steepness * (dl * dl + da * da + db * db));
        const cost = (smoothness * alike) / (way < 4 ? 1 : Math.SQRT2);
        if (other < 0) terminal[k] = terminal[k]! + (inside[j] === 1 ? cost : -cost);
        else {
          neighbour[at] = other;
          capacity[at] = cost;
        }
      }
    }
    this.#neighbour = neighbour;
    this.#capacity = capacity;
    this.#terminal = terminal;
    this.#evidence = new Float32Array(count);
  }

  /**
   * Per pixel of the band 1 or 0: the cheapest division for this evidence, which is above 0 for the inside. What flowed for
   * the evidence before stays: only the difference is to be pushed (Kohli and Torr, "Efficiently Solving Dynamic Markov
   * Random Fields Using Graph Cuts", 2005).
   */
  divide(evidence: Float32Array): Uint8Array {
    const terminal = this.#terminal;
    const said = this.#evidence;
    for (let k = 0; k < terminal.length; k++) terminal[k] = terminal[k]! + evidence[k]! - said[k]!;
    said.set(evidence);
    return minCut({ nodes: terminal.length, neighbour: this.#neighbour, capacity: this.#capacity, terminal });
  }
}

/** The mean squared difference of two neighbours' colours. */
function meanContrast({ width, height, l, a, b }: Planes, pixels: Int32Array): number {
  let sum = 0;
  let count = 0;
  for (let k = 0; k < pixels.length; k++) {
    const i = pixels[k]!;
    if ((i % width) + 1 < width) {
      sum += (l[i]! - l[i + 1]!) ** 2 + (a[i]! - a[i + 1]!) ** 2 + (b[i]! - b[i + 1]!) ** 2;
      count++;
    }
    const j = i + width;
    if (j < width * height) {
      sum += (l[i]! - l[j]!) ** 2 + (a[i]! - a[j]!) ** 2 + (b[i]! - b[j]!) ** 2;
      count++;
    }
  }
  return count === 0 ? 0 : sum / count;
}

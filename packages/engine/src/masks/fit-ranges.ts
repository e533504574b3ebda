/**
 * Learns trapezoids on a module's own channels that select the same pixels as an asked opacity.
 *
 * darktable's parametric mask is a product of one trapezoid per channel of the module's input. The asked range speaks
 * of the displayed picture. The two meet here: for each channel, given the others, the best trapezoid under squared
 * error needs only two sums per bin of that channel; a hard interval is found exactly (the largest sub-array), then
 * its four knots are moved while that helps. Channels join one by one as long as each pays for itself.
 */

/** Values of one channel of the module's input, a value per pixel. */
export interface ChannelValues {
  readonly channel: string;
  readonly values: Float32Array;
  /** Hue-like: the ends of [0, 1] meet. */
  readonly circular: boolean;
}

/** Opacity 0 up to knots[0], 1 from knots[1] to knots[2], 0 from knots[3]; the complement where `inverted`. */
export interface ChannelRange {
  readonly channel: string;
  /** Ascending; -Infinity and Infinity where the range is open. */
  readonly knots: readonly [number, number, number, number];
  readonly inverted: boolean;
}

const BINS = 256;
/** A further channel must lower the squared error by this share of what is left, or it is not worth its fragility. */
const WORTH = 0.04;
const MAX_CHANNELS = 4;
const ROUNDS = 3;
const KNOT_STEPS = [32, 16, 8, 4, 2, 1];

interface Binned extends ChannelValues {
  readonly bin: Uint8Array;
  /** BINS + 1 edges in channel units. */
  readonly edges: Float64Array;
}

interface Fit {
  readonly knots: readonly [number, number, number, number];
  readonly inverted: boolean;
  readonly gain: number;
}

/**
 * @param target asked opacity per pixel
 * @param weight how much each pixel counts: where the drawn part of the mask is 0, the range does not matter
 * @returns the ranges whose product comes nearest; empty when a constant 1 is best
 */
export function fitRanges(
  target: Float32Array,
  weight: Float32Array | null,
  channels: readonly ChannelValues[],
): ChannelRange[] {
  const binned = channels.map(binChannel);
  const chosen = new Map<Binned, { fit: Fit; factor: Float32Array }>();
  const n = target.length;
  const product = (except: Binned | null): Float32Array => {
    const out = new Float32Array(n).fill(1);
    for (const [channel, { factor }] of chosen) {
      if (channel !== except) for (let i = 0; i < n; i++) out[i]! *= factor[channel.bin[i]!]!;
    }
    return out;
  };
  const errorOf = (opacity: Float32Array): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += (weight?.[i] ?? 1) * (opacity[i]! - target[i]!) ** 2;
    return sum;
  };
  while (chosen.size < MAX_CHANNELS) {
    const rest = product(null);
    const before = errorOf(rest);
    let best: { channel: Binned; fit: Fit } | null = null;
    for (const channel of binned) {
      if (chosen.has(channel)) continue;
      const fit = fitChannel(channel, target, weight, rest);
      if (best === null || fit.gain > best.fit.gain) best = { channel, fit };
    }
    if (best === null || best.fit.gain < WORTH * before) break;
    chosen.set(best.channel, { fit: best.fit, factor: factorOf(best.fit) });
    for (let round = 0; round < ROUNDS && chosen.size > 1; round++) {
      for (const channel of chosen.keys()) {
        const fit = fitChannel(channel, target, weight, product(channel));
        chosen.set(channel, { fit, factor: factorOf(fit) });
      }
    }
  }
  return [...chosen].map(([channel, { fit }]) => ({
    channel: channel.channel,
    inverted: fit.inverted,
    knots: fit.knots.map((knot, i) => knotValue(channel, knot, i)) as unknown as ChannelRange['knots'],
  }));
}

/** Bins by quantiles, so that each holds about as many pixels. */
function binChannel(channel: ChannelValues): Binned {
  const sample = Float32Array.from(
    { length: Math.min(channel.values.length, 65_536) },
    (_, i) => channel.values[Math.floor((i * channel.values.length) / Math.min(channel.values.length, 65_536))]!,
  ).sort();
  const edges = Float64Array.from({ length: BINS + 1 }, (_, k) => {
    const at = Math.min(sample.length - 1, Math.floor((k * (sample.length - 1)) / BINS));
    return sample[at]!;
  });
  const bin = new Uint8Array(channel.values.length);
  for (let i = 0; i < bin.length; i++) bin[i] = binOf(edges, channel.values[i]!);
  return { ...channel, bin, edges };
}

function binOf(edges: Float64Array, value: number): number {
  let [low, high] = [0, BINS - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (edges[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The trapezoid on one channel that lowers the squared error most, the product of the others being `rest`. */
function fitChannel(channel: Binned, target: Float32Array, weight: Float32Array | null, rest: Float32Array): Fit {
  const squares = new Float64Array(BINS);
  const products = new Float64Array(BINS);
  for (let i = 0; i < target.length; i++) {
    const w = weight?.[i] ?? 1;
    const b = channel.bin[i]!;
    squares[b]! += w * rest[i]! * rest[i]!;
    products[b]! += w * rest[i]! * target[i]!;
  }
  // Squared error as a function of f alone: f² squares - 2 f products; with f = 1 everywhere it is `base`.
  let base = 0;
  for (let b = 0; b < BINS; b++) base += squares[b]! - 2 * products[b]!;
  const costOf = (knots: readonly number[], inverted: boolean): number => {
    let sum = 0;
    for (let b = 0; b < BINS; b++) {
      const f = trapezoid(knots, b + 0.5, inverted);
      sum += f * f * squares[b]! - 2 * f * products[b]!;
    }
    return sum;
  };
  const candidates: Fit[] = (channel.circular ? [false, true] : [false]).map((inverted) => {
    const [from, to] = bestInterval(squares, products, inverted);
    let knots = [from, from, to, to] as [number, number, number, number];
    let cost = costOf(knots, inverted);
    for (const step of KNOT_STEPS) {
      for (let improved = true; improved;) {
        improved = false;
        for (let k = 0; k < 4; k++) {
          for (const delta of [-step, step]) {
            const next = [...knots] as [number, number, number, number];
            next[k] = Math.min(BINS, Math.max(0, next[k]! + delta));
            if (next[0] > next[1] || next[1] > next[2] || next[2] > next[3]) continue;
            const nextCost = costOf(next, inverted);
            if (nextCost < cost - 1e-9) [knots, cost, improved] = [next, nextCost, true];
          }
        }
      }
    }
    return { knots, inverted, gain: base - cost };
  });
  return candidates.reduce((a, b) => (b.gain > a.gain ? b : a));
}

/** The interval of bins [from, to) for which f = 1 inside and 0 outside (or the other way round) costs least. */
function bestInterval(squares: Float64Array, products: Float64Array, inverted: boolean): [number, number] {
  let [best, bestFrom, bestTo, sum, from] = [-Infinity, 0, BINS, 0, 0];
  for (let b = 0; b < BINS; b++) {
    const value = (inverted ? -1 : 1) * (2 * products[b]! - squares[b]!);
    if (sum <= 0) [sum, from] = [0, b];
    sum += value;
    if (sum > best) [best, bestFrom, bestTo] = [sum, from, b + 1];
  }
  return [bestFrom, bestTo];
}

function trapezoid(knots: readonly number[], x: number, inverted: boolean): number {
  const [k0, k1, k2, k3] = knots as [number, number, number, number];
  const open = [k1 <= 0, k2 >= BINS];
  let f = 1;
  if (x < k1 && !open[0]) f = x <= k0 ? 0 : (x - k0) / (k1 - k0);
  else if (x > k2 && !open[1]) f = x >= k3 ? 0 : (k3 - x) / (k3 - k2);
  return inverted ? 1 - f : f;
}

const factorOf = (fit: Fit): Float32Array =>
  Float32Array.from({ length: BINS }, (_, b) => trapezoid(fit.knots, b + 0.5, fit.inverted));

/** A knot in channel units; at the ends of the bins the range is open, for pixels beyond those that were seen. */
function knotValue(channel: Binned, knot: number, index: number): number {
  if (!channel.circular && index < 2 && knot <= 0) return -Infinity;
  if (!channel.circular && index >= 2 && knot >= BINS) return Infinity;
  return channel.edges[Math.round(knot)]!;
}

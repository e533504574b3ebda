import { BINS } from './binned-channel.ts';
import type { BinnedChannel } from './binned-channel.ts';

/**
 * The best trapezoid on one channel, when the other channels' product is given.
 *
 * The squared error is then a function of two sums per bin of that channel, and along a straight ramp of sums of those, so
 * a try costs neither a pass over the pixels nor one over the bins. The ramps are straight in the channel's own units, as darktable's are, however the bins lie.
 */

/** Opacity 0 up to knots[0], 1 from knots[1] to knots[2], 0 from knots[3]; the complement where `inverted`. */
export interface ChannelRange {
  readonly channel: string;
  /** Ascending; both -Infinity, or both Infinity, where the range is open at that end. */
  readonly knots: Knots;
  readonly inverted: boolean;
}
/** Where a trapezoid begins to rise, is full, begins to fall and is nothing again, in units of the channel. */
export type Knots = readonly [number, number, number, number];

/** darktable's narrowest ramp, in units of the channel: it ends in a jump. */
const NARROWEST = 0.001;

/** A trapezoid by the indices of its knots among a channel's places. */
export interface Trapezoid {
  readonly at: readonly [number, number, number, number];
  readonly inverted: boolean;
}

/** The knots in the channel's units. A ramp that no value reaches is open: so are zeros, where darktable's slider ends. */
function knotsOf({ places, means }: BinnedChannel, [i0, i1, i2, i3]: Trapezoid['at']): Knots {
  const [k0, k1, k2, k3] = [places[i0]!, places[i1]!, places[i2]!, places[i3]!];
  const openBelow = k0 === -Infinity || k1 <= means[0]!;
  const openAbove = k3 === Infinity || k2 >= means[BINS - 1]!;
  return [openBelow ? -Infinity : k0, openBelow ? -Infinity : k1, openAbove ? Infinity : k2, openAbove ? Infinity : k3];
}

/** The opacity of each bin. */
export function factorOf(channel: BinnedChannel, { at, inverted }: Trapezoid, out: Float64Array): Float64Array {
  const [k0, k1, k2, k3] = knotsOf(channel, at);
  const { means } = channel;
  const rise = 1 / Math.max(NARROWEST, k1 - k0);
  const fall = 1 / Math.max(NARROWEST, k3 - k2);
  for (let b = 0; b < BINS; b++) {
    const x = means[b]!;
    let f = 1;
    if (x < k1) f = x <= k0 ? 0 : (x - k0) * rise;
    else if (x > k2) f = x >= k3 ? 0 : 1 - (x - k2) * fall;
    out[b] = inverted ? 1 - f : f;
  }
  return out;
}

/** A trapezoid in the channel's own units. */
export const rangeOf = (channel: BinnedChannel, { at, inverted }: Trapezoid): ChannelRange => ({
  channel: channel.channel,
  inverted,
  knots: knotsOf(channel, at),
});

/**
 * Per bin: squares of what the other channels give, and their products with what is asked, both weighted. And, so that
 * the cost of a straight ramp over any bins is a difference of two of each: their sums up to every bin, also times the
 * bins' means and the squares of those.
 */
export class Sums {
  readonly squares = new Float64Array(BINS);
  readonly products = new Float64Array(BINS);
  readonly s0 = new Float64Array(BINS + 1);
  readonly s1 = new Float64Array(BINS + 1);
  readonly s2 = new Float64Array(BINS + 1);
  readonly p0 = new Float64Array(BINS + 1);
  readonly p1 = new Float64Array(BINS + 1);

  /** To be called when squares and products are there. */
  sumUp({ means }: BinnedChannel): this {
    const { squares, products, s0, s1, s2, p0, p1 } = this;
    for (let b = 0; b < BINS; b++) {
      const x = means[b]!;
      const s = squares[b]!;
      const p = products[b]!;
      s0[b + 1] = s0[b]! + s;
      s1[b + 1] = s1[b]! + s * x;
      s2[b + 1] = s2[b]! + s * x * x;
      p0[b + 1] = p0[b]! + p;
      p1[b + 1] = p1[b]! + p * x;
    }
    return this;
  }

  /** The sum of f (f squares - 2 products) for f = slope (x - zero) over bins [from, to), x being their means. */
  ramp(from: number, to: number, slope: number, zero: number, inverted: boolean): number {
    if (from >= to) return 0;
    const s0 = this.s0[to]! - this.s0[from]!;
    const s1 = this.s1[to]! - this.s1[from]!;
    const s2 = this.s2[to]! - this.s2[from]!;
    let p0 = this.p0[to]! - this.p0[from]!;
    let p1 = this.p1[to]! - this.p1[from]!;
    // (1 - f)^2 s - 2 (1 - f) p is f^2 s - 2 f (s - p), and what does not depend on f.
    if (inverted) {
      p0 = s0 - p0;
      p1 = s1 - p1;
    }
    return slope * (slope * (s2 - 2 * zero * s1 + zero * zero * s0) - 2 * (p1 - zero * p0));
  }

  /** The same for f = 1. */
  full(from: number, to: number, inverted: boolean): number {
    const s0 = this.s0[to]! - this.s0[from]!;
    const p0 = this.p0[to]! - this.p0[from]!;
    return inverted ? 2 * p0 - s0 : s0 - 2 * p0;
  }

  /** The same for f = 1 everywhere: what `inverted` costs where the trapezoid is 0. */
  get all(): number {
    return this.s0[BINS]! - 2 * this.p0[BINS]!;
  }
}

/**
 * The squared error with this trapezoid, less the sum of the asked squares. (Tried thousands of times for a mask: taking
 * four numbers out of an array at once made megabytes of garbage.)
 */
function costOf({ places, below, upTo }: BinnedChannel, at: Trapezoid['at'], inverted: boolean, sums: Sums): number {
  const i0 = at[0];
  const i1 = at[1];
  const i2 = at[2];
  const i3 = at[3];
  let risingTo = below[i1]!;
  let fallingFrom = upTo[i2]!;
  let risingFrom = Math.min(upTo[i0]!, risingTo);
  let fallingTo = Math.max(below[i3]!, fallingFrom);
  // As in knotsOf: open.
  if (i0 === 0) risingFrom = risingTo = 0;
  if (i3 === places.length - 1) fallingFrom = fallingTo = BINS;
  const k0 = places[i0]!;
  const k1 = places[i1]!;
  const k2 = places[i2]!;
  const k3 = places[i3]!;
  const slope = 1 / Math.max(NARROWEST, k1 - k0);
  const fall = 1 / Math.max(NARROWEST, k3 - k2);
  return (
    (inverted ? sums.all : 0) +
    sums.ramp(risingFrom, risingTo, slope, k0, inverted) +
    sums.full(risingTo, fallingFrom, inverted) +
    sums.ramp(fallingFrom, fallingTo, -fall, k2 + 1 / fall, inverted)
  );
}

/** Knots that move together: one ramp's ends, a whole ramp, the whole band. */
const MOVES = [[0], [1], [2], [3], [0, 1], [2, 3], [0, 1, 2, 3]];
/** A step must lower the cost by this share of it: without it, rounding would walk on. */
const STEP_WORTH = 1e-5;

/** Moves the knots as long as that helps, by large steps first. */
export function descend(
  channel: BinnedChannel,
  start: Trapezoid,
  sums: Sums,
  steps: readonly number[],
): { trapezoid: Trapezoid; cost: number } {
  const top = channel.places.length - 1;
  const { inverted } = start;
  let at = [...start.at] as At;
  let next = [...start.at] as At;
  let cost = costOf(channel, at, inverted, sums);
  for (const step of steps) {
    for (let improved = true; improved;) {
      improved = false;
      for (let move = 0; move < 2 * MOVES.length; move++) {
        const knots = MOVES[move >> 1]!;
        const by = (move & 1) === 0 ? -step : step;
        for (let k = 0; k < at.length; k++) next[k] = at[k]!;
        for (let k = 0; k < knots.length; k++) next[knots[k]!] = Math.min(top, Math.max(0, at[knots[k]!]! + by));
        if (next[0] > next[1] || next[1] > next[2] || next[2] > next[3]) continue;
        // A band between the open ends alone would be nothing, and darktable has no word for that.
        if (next[1] === top || next[2] === 0) continue;
        const nextCost = costOf(channel, next, inverted, sums);
        // Asked this way round: what is no number is no improvement.
        if (!(nextCost < cost - STEP_WORTH * Math.abs(cost))) continue;
        const last = at;
        at = next;
        next = last;
        cost = nextCost;
        improved = true;
      }
    }
  }
  return { trapezoid: { at, inverted }, cost };
}

type At = [number, number, number, number];

/** Where the soft starts have their knots, as shares of the bins. */
const SOFT = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1];
const FIRST_STEPS = [32, 8, 2];

/** The trapezoid to start from on a channel that is open so far: the best hard band, or ramp, or its complement. */
export function firstTry(channel: BinnedChannel, sums: Sums): { trapezoid: Trapezoid; cost: number } {
  const top = channel.places.length - 1;
  const origin = channel.places.findIndex((value) => value >= channel.means[0]!);
  const starts: Trapezoid[] = [];
  for (const inverted of [false, true]) {
    const [from, to] = bestInterval(sums, inverted);
    const [low, high] = [from === 0 ? 0 : origin + from, to === BINS ? top : origin + to];
    starts.push({ at: [low, low, high, high], inverted });
  }
  const softs = SOFT.map((share) => Math.min(top - 1, origin + Math.round(share * BINS)));
  for (const low of softs) {
    for (const high of softs) {
      if (low >= high) continue;
      starts.push({ at: [low, high, top, top], inverted: false }, { at: [0, 0, low, high], inverted: false });
    }
  }
  const costs = starts.map(({ at, inverted }) => costOf(channel, at, inverted, sums));
  const best = starts[costs.indexOf(Math.min(...costs))]!;
  return descend(channel, best, sums, FIRST_STEPS);
}

/** The interval of bins [from, to) for which 1 inside and 0 outside (or the other way round) costs least. */
function bestInterval({ squares, products }: Sums, inverted: boolean): [number, number] {
  let best = -Infinity;
  let bestFrom = 0;
  let bestTo = BINS;
  let sum = 0;
  let from = 0;
  for (let b = 0; b < BINS; b++) {
    const value = (inverted ? -1 : 1) * (2 * products[b]! - squares[b]!);
    if (sum <= 0) {
      sum = 0;
      from = b;
    }
    sum += value;
    if (sum > best) {
      best = sum;
      bestFrom = from;
      bestTo = b + 1;
    }
  }
  return [bestFrom, bestTo];
}

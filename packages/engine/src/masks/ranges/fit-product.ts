import { BINS } from './binned-channel.ts';
import type { BinnedChannel } from './binned-channel.ts';
import { descend, factorOf, firstTry, Sums } from './channel-search.ts';
import type { Trapezoid } from './channel-search.ts';
import { MOST_SAMPLED } from './sample-pixels.ts';

/** What a product of trapezoids is fitted to, per pixel; of at most MOST_SAMPLED. */
export interface AskedPixels {
  readonly target: Float32Array;
  readonly weight: Float32Array;
}

/** One trapezoid of a product. */
export interface Factor {
  readonly channel: BinnedChannel;
  readonly trapezoid: Trapezoid;
}

/** A further channel must lower the squared error by this share of what is left, or it is not worth its fragility. */
const WORTH = 0.02;
const MAX_CHANNELS = 4;
/** Rounds over all channels when none joins any more; after each that joins one will do. */
const LAST_ROUNDS = 4;
/** The last rounds end when one lowers the error by less than this share of it. */
const ROUND_WORTH = 0.003;
const STEPS = [64, 32, 16, 8, 4, 2, 1];

/**
 * The channel that lowers the squared error most joins, all that are in are fitted anew in turn, until another is not worth it.
 * @param start which channel joins first: the best is 0
 */
export function joinChannels(asked: AskedPixels, channels: readonly BinnedChannel[], start: number): Factor[] {
  const fit = new ProductFit(asked);
  let squares = fit.squaresOfAll;
  while (fit.factors.length < MAX_CHANNELS) {
    const tries = fit.tryEach(channels);
    const next = tries[fit.factors.length === 0 ? start : 0];
    if (next === undefined || fit.squaresOfNone + next.cost > (1 - WORTH) * squares) break;
    fit.join(next);
    squares = fit.round();
  }
  return fit.factors;
}

/**
 * Fits the trapezoids anew in turn.
 * @returns those that are needed, and the opacity of their product per pixel
 */
export function refine(
  asked: AskedPixels,
  factors: readonly Factor[],
): { factors: readonly Factor[]; opacity: Float32Array } {
  const fit = new ProductFit(asked, factors);
  let before = Infinity;
  for (let round = 0; round < LAST_ROUNDS; round++) {
    const squares = fit.round();
    if (factors.length < 2 || squares > (1 - ROUND_WORTH) * before) break;
    before = squares;
  }
  return { factors: fit.needed(), opacity: fit.opacity() };
}

interface Fitted {
  readonly channel: BinnedChannel;
  trapezoid: Trapezoid;
  /** The opacity of each bin. */
  readonly opacities: Float64Array;
}

const fitted = ({ channel, trapezoid }: Factor): Fitted => ({
  channel,
  trapezoid,
  opacities: factorOf(channel, trapezoid, new Float64Array(BINS)),
});

/** A product and what it is fitted to. One at a time: the pixels are in buffers that are always the same. */
class ProductFit {
  readonly #length: number;
  readonly factors: Fitted[];
  readonly #sums = new Sums();
  /** The squared error of an opacity of 0 everywhere, and of 1. */
  readonly squaresOfNone: number;
  readonly squaresOfAll: number;

  constructor({ target, weight }: AskedPixels, factors: readonly Factor[] = []) {
    this.#length = target.length;
    TARGET.set(target);
    WEIGHT.set(weight);
    this.squaresOfNone = squaredError(0, target.length);
    this.squaresOfAll = squaredError(1, target.length);
    this.factors = factors.map(fitted);
  }

  /** What each channel that is not in yet would do at first, the best first. */
  tryEach(channels: readonly BinnedChannel[]): (Factor & { readonly cost: number })[] {
    this.#multiply(this.factors);
    return channels
      .filter((channel) => !this.factors.some((factor) => factor.channel === channel))
      .map((channel) => ({ channel, ...firstTry(channel, this.#sumsOf(channel)) }))
      .sort((a, b) => a.cost - b.cost);
  }

  join(factor: Factor): void {
    this.factors.push(fitted(factor));
  }

  /** Fits every factor anew, the others given. Returns the squared error. */
  round(): number {
    let squares = this.squaresOfAll;
    for (const factor of this.factors) {
      this.#multiply(this.factors.filter((other) => other !== factor));
      const { trapezoid, cost } = descend(factor.channel, factor.trapezoid, this.#sumsOf(factor.channel), STEPS);
      factor.trapezoid = trapezoid;
      factorOf(factor.channel, trapezoid, factor.opacities);
      squares = this.squaresOfNone + cost;
    }
    return squares;
  }

  /** Without those that the others made needless. */
  needed(): Factor[] {
    return this.factors.filter(({ opacities }) => opacities.some((opacity) => opacity !== 1));
  }

  opacity(): Float32Array {
    this.#multiply(this.factors);
    return Float32Array.from(REST.subarray(0, this.#length));
  }

  #multiply(factors: readonly Fitted[]): void {
    REST.fill(1, 0, this.#length);
    for (const { channel, opacities } of factors) {
      BIN.set(channel.bin);
      FACTOR.set(opacities);
      multiply(this.#length);
    }
  }

  #sumsOf(channel: BinnedChannel): Sums {
    BIN.set(channel.bin);
    sumByBin(this.#length);
    this.#sums.squares.set(SQUARES);
    this.#sums.products.set(PRODUCTS);
    return this.#sums.sumUp(channel);
  }
}

/** Of the sample that is fitted to: in buffers that are always the same, see inStrips of the mask package. */
const TARGET = new Float32Array(MOST_SAMPLED);
const WEIGHT = new Float32Array(MOST_SAMPLED);
/** What the channels give that are not being fitted. */
const REST = new Float64Array(MOST_SAMPLED);
/** Of the present channel. */
const BIN = new Uint8Array(MOST_SAMPLED);
const FACTOR = new Float64Array(BINS);
const SQUARES = new Float64Array(BINS);
const PRODUCTS = new Float64Array(BINS);

/** That of the same opacity everywhere. */
function squaredError(opacity: number, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const off = opacity - TARGET[i]!;
    sum += WEIGHT[i]! * off * off;
  }
  return sum;
}

function multiply(length: number): void {
  for (let i = 0; i < length; i++) REST[i] = REST[i]! * FACTOR[BIN[i]!]!;
}

function sumByBin(length: number): void {
  SQUARES.fill(0);
  PRODUCTS.fill(0);
  for (let i = 0; i < length; i++) {
    const b = BIN[i]!;
    const rest = REST[i]!;
    const weighted = WEIGHT[i]! * rest;
    SQUARES[b] = SQUARES[b]! + weighted * rest;
    PRODUCTS[b] = PRODUCTS[b]! + weighted * TARGET[i]!;
  }
}

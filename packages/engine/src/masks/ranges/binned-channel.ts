import { MOST_LEVELS } from './channel-levels.ts';
import type { ChannelLevels } from './channel-levels.ts';

/** As many quantiles of a channel are told apart. */
export const BINS = 256;
/** A ramp may end beyond the values that are there: it is then less steep than they would allow. */
const BEYOND = 24;
/** Places beyond grow by this factor a piece, up to 16 times the span of the values. */
const BEYOND_GROWTH = 2 ** 0.25;

/** A channel's values by quantiles, and the places where a knot may stand. */
export interface BinnedChannel {
  readonly channel: string;
  readonly bin: Uint8Array;
  /** Mean value of each bin. */
  readonly means: Float64Array;
  /** Ascending values, the first -Infinity and the last Infinity: open. */
  readonly places: Float64Array;
  /** Per place how many bins have a mean below it, and how many one up to it. */
  readonly below: Uint16Array;
  readonly upTo: Uint16Array;
}

const WORD = 32;
/** How many of the sampled pixels each level has, and, a bit per level, which have any: few of those that there are. */
const counts = new Uint32Array(MOST_LEVELS);
const present = new Int32Array(MOST_LEVELS / WORD);
const bins = new Uint8Array(MOST_LEVELS);

/** The bins of the pixels that a range is fitted to, and the places between them and beyond. */
export function binChannel({ channel, signed, level, values }: ChannelLevels): BinnedChannel {
  const n = level.length;
  for (let i = 0; i < n; i++) {
    const l = level[i]!;
    counts[l]!++;
    present[l >> 5]! |= 1 << (l & (WORD - 1));
  }
  // Bin k begins with the value that stands at k / BINS of the way when all are sorted.
  const edges = new Float64Array(BINS + 1);
  const means = new Float64Array(BINS);
  const members = new Float64Array(BINS);
  const placeOf = (k: number): number => Math.min(n - 1, Math.floor((k * n) / BINS));
  let last = NaN;
  for (let word = 0, seen = 0, k = 0; word < present.length; word++) {
    for (let bits = present[word]!; bits !== 0; bits &= bits - 1) {
      const l = WORD * word + WORD - 1 - Math.clz32(bits & -bits);
      const here = counts[l]!;
      counts[l] = 0;
      // Between two values, not on one: of a few tones each has many pixels, which rounding would put on either side.
      const edge = k === 0 ? values[l]! : (last + values[l]!) / 2;
      last = values[l]!;
      seen += here;
      while (k <= BINS && placeOf(k) < seen) edges[k++] = edge;
      const b = Math.min(BINS, k) - 1;
      bins[l] = b;
      means[b]! += here * last;
      members[b]! += here;
    }
    present[word] = 0;
  }
  edges[BINS] = last;
  const bin = new Uint8Array(n);
  for (let i = 0; i < n; i++) bin[i] = bins[level[i]!]!;
  for (let b = 0; b < BINS; b++) means[b] = members[b]! > 0 ? means[b]! / members[b]! : edges[b]!;
  const places = placesOf(edges, signed);
  return {
    channel,
    bin,
    means,
    places,
    below: countBelow(means, places, (mean, place) => mean < place),
    upTo: countBelow(means, places, (mean, place) => mean <= place),
  };
}

/** Edges of bins, and some beyond. */
function placesOf(edges: Float64Array, signed: boolean): Float64Array {
  const span = edges[BINS]! - edges[0]!;
  const beyond = Array.from({ length: BEYOND }, (_, k) => (span * (BEYOND_GROWTH ** (k + 1) - 1)) / 4);
  const inside = [...edges, ...beyond.map((further) => edges[BINS]! + further)];
  const places = signed ? [...beyond.map((further) => edges[0]! - further).reverse(), ...inside] : [0, ...inside];
  return Float64Array.from([-Infinity, ...places.map((at) => (signed ? at : Math.max(0, at))), Infinity]);
}

/** How many of the ascending means come before each of the ascending places. */
function countBelow(
  means: Float64Array,
  places: Float64Array,
  comesBefore: (mean: number, place: number) => boolean,
): Uint16Array {
  const counted = new Uint16Array(places.length);
  for (let p = 0, count = 0; p < places.length; p++) {
    while (count < means.length && comesBefore(means[count]!, places[p]!)) count++;
    counted[p] = count;
  }
  return counted;
}

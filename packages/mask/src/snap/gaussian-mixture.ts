/**
 * Mixtures of Gaussians with full covariances, as GrabCut models the colours of a side (Rother, Kolmogorov and Blake,
 * "GrabCut: Interactive Foreground Extraction using Iterated Graph Cuts", SIGGRAPH 2004): split along the widest axis,
 * then every sample goes to the component that explains it best, and the components are learned from theirs again.
 */

/** Numbers per sample. The loops below are written out for four: they are where the time goes. */
export const FEATURES = 4;
/** Lower triangle of a covariance of four. */
const TRIANGLE = 10;

/** A Gaussian with its share of the samples. */
interface Component {
  /** log(weight) - log(normalisation), without the constant that all share. */
  readonly level: number;
  readonly mean: Float64Array;
  /** The inverse of the covariance's Cholesky factor: lower triangle, row by row. */
  readonly whiten: Float64Array;
}

export type Mixture = readonly Component[];

/** How many samples a component has, their mean and covariance (lower triangle, row by row). */
interface Moments {
  readonly weight: number;
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
}

/** Rounds of assigning and learning again after the splits: later ones hardly move anything. */
const ROUNDS = 3;
/** Components with a smaller share of the samples are dropped. */
const LEAST_SHARE = 1e-3;

/**
 * @param samples interleaved, FEATURES numbers each, at least one
 * @param count of components at most; fewer where the samples do not differ
 * @param floor variance that is added along every axis, so that nothing is ever certain; above 0
 * @param start what nearly the same samples were explained by: it is learned again from these
 */
export function fitMixture(samples: Float32Array, count: number, floor: number, start?: Mixture): Mixture {
  const n = samples.length / FEATURES;
  const owner = new Uint8Array(n);
  return refined(samples, owner, floor, start ?? divided(samples, owner, count, floor), start ? 1 : ROUNDS);
}

/** Split along the widest axis until there are `count`. */
function divided(samples: Float32Array, owner: Uint8Array, count: number, floor: number): Mixture {
  let moments = momentsOf(samples, owner, 1);
  while (moments.length < count) {
    const axes = moments.map(({ covariance }) => widestAxis(covariance));
    let widest = 0;
    axes.forEach(({ variance }, k) => {
      if (variance * moments[k]!.weight > axes[widest]!.variance * moments[widest]!.weight) widest = k;
    });
    if (!(axes[widest]!.variance > 0)) break;
    split(samples, owner, widest, moments[widest]!.mean, axes[widest]!.axis, moments.length);
    moments = momentsOf(samples, owner, moments.length + 1);
  }
  return learned(moments, owner.length, floor);
}

function refined(samples: Float32Array, owner: Uint8Array, floor: number, start: Mixture, rounds: number): Mixture {
  let components = start;
  const n = owner.length;
  const best = new Float32Array(n);
  for (let round = 0; round < rounds; round++) {
    best.fill(-Infinity);
    components.forEach((component, k) => raise(component, samples, best, owner, k));
    components = learned(momentsOf(samples, owner, components.length), n, floor);
  }
  return components;
}

/** Per sample the logarithm of its density under the component that explains it best, but for a constant. */
export function logDensities(mixture: Mixture, samples: Float32Array): Float32Array {
  const best = new Float32Array(samples.length / FEATURES).fill(-Infinity);
  for (const component of mixture) raise(component, samples, best, null, 0);
  return best;
}

/** Gives the samples of `from` that lie on the far side of its mean to `to`. */
function split(
  samples: Float32Array,
  owner: Uint8Array,
  from: number,
  mean: Float64Array,
  axis: Float64Array,
  to: number,
): void {
  for (let i = 0; i < owner.length; i++) {
    if (owner[i] !== from) continue;
    let along = 0;
    for (let d = 0; d < FEATURES; d++) along += axis[d]! * (samples[i * FEATURES + d]! - mean[d]!);
    if (along > 0) owner[i] = to;
  }
}

/** Raises `best` to the component's term where that is higher, and says in `owner` whose it is. */
function raise(
  { level, mean, whiten }: Component,
  samples: Float32Array,
  best: Float32Array,
  owner: Uint8Array | null,
  name: number,
): void {
  const [m0 = 0, m1 = 0, m2 = 0, m3 = 0] = mean;
  const [w00 = 0, w10 = 0, w11 = 0, w20 = 0, w21 = 0, w22 = 0, w30 = 0, w31 = 0, w32 = 0, w33 = 0] = whiten;
  for (let k = 0, at = 0; k < best.length; k++, at += FEATURES) {
    const x = samples[at]! - m0;
    const y = samples[at + 1]! - m1;
    const z = samples[at + 2]! - m2;
    const w = samples[at + 3]! - m3;
    const p = w00 * x;
    if (level - (p * p) / 2 <= best[k]!) continue;
    const q = w10 * x + w11 * y;
    const r = w20 * x + w21 * y + w22 * z;
    const s = w30 * x + w31 * y + w32 * z + w33 * w;
    const term = level - (p * p + q * q + r * r + s * s) / 2;
    if (term <= best[k]!) continue;
    best[k] = term;
    if (owner !== null) owner[k] = name;
  }
}

function momentsOf(samples: Float32Array, owner: Uint8Array, count: number): Moments[] {
  const stride = 1 + FEATURES + TRIANGLE;
  const sums = new Float64Array(count * stride);
  for (let i = 0, at = 0; i < owner.length; i++, at += FEATURES) {
    const to = owner[i]! * stride;
    const x = samples[at]!;
    const y = samples[at + 1]!;
    const z = samples[at + 2]!;
    const w = samples[at + 3]!;
    sums[to] = sums[to]! + 1;
    sums[to + 1] = sums[to + 1]! + x;
    sums[to + 2] = sums[to + 2]! + y;
    sums[to + 3] = sums[to + 3]! + z;
    sums[to + 4] = sums[to + 4]! + w;
    sums[to + 5] = sums[to + 5]! + x * x;
    sums[to + 6] = sums[to + 6]! + y * x;
    sums[to + 7] = sums[to + 7]! + y * y;
    sums[to + 8] = sums[to + 8]! + z * x;
    sums[to + 9] = sums[to + 9]! + z * y;
    sums[to + 10] = sums[to + 10]! + z * z;
    sums[to + 11] = sums[to + 11]! + w * x;
    sums[to + 12] = sums[to + 12]! + w * y;
    sums[to + 13] = sums[to + 13]! + w * z;
    sums[to + 14] = sums[to + 14]! + w * w;
  }
  return Array.from({ length: count }, (_, k) => {
    const own = sums.subarray(k * stride, (k + 1) * stride);
    const weight = own[0]!;
    const mean = own.slice(1, 1 + FEATURES).map((v) => v / Math.max(1, weight));
    const covariance = own.slice(1 + FEATURES);
    for (let r = 0, at = 0; r < FEATURES; r++) {
      for (let c = 0; c <= r; c++, at++) covariance[at] = covariance[at]! / Math.max(1, weight) - mean[r]! * mean[c]!;
    }
    return { weight, mean, covariance };
  });
}

/** Where row r, column c of a lower triangle stands. */
const at = (r: number, c: number): number => (r * (r + 1)) / 2 + c;

function learned(moments: readonly Moments[], n: number, floor: number): Component[] {
  return moments.filter(({ weight }) => weight > LEAST_SHARE * n).map((m) => componentOf(m, n, floor));
}

/** Cholesky's factor of the covariance, and its inverse. */
function componentOf({ weight, mean, covariance }: Moments, n: number, floor: number): Component {
  const factor = new Float64Array(TRIANGLE);
  const whiten = new Float64Array(TRIANGLE);
  let logRoot = 0;
  for (let r = 0; r < FEATURES; r++) {
    for (let c = 0; c <= r; c++) {
      let v = covariance[at(r, c)]! + (r === c ? floor : 0);
      for (let k = 0; k < c; k++) v -= factor[at(r, k)]! * factor[at(c, k)]!;
      // Rounding may leave less than the floor of a variance, never less of the truth.
      factor[at(r, c)] = r === c ? Math.sqrt(Math.max(v, floor)) : v / factor[at(c, c)]!;
    }
    const pivot = factor[at(r, r)]!;
    logRoot += Math.log(pivot);
    whiten[at(r, r)] = 1 / pivot;
    for (let c = 0; c < r; c++) {
      let v = 0;
      for (let k = c; k < r; k++) v -= factor[at(r, k)]! * whiten[at(k, c)]!;
      whiten[at(r, c)] = v / pivot;
    }
  }
  return { level: Math.log(weight / n) - logRoot, mean, whiten };
}

/** Steps of the power method: the split needs a direction, no precision. */
const POWER_STEPS = 20;

/** The axis of the greatest variance. */
function widestAxis(covariance: Float64Array): { axis: Float64Array; variance: number } {
  let axis = new Float64Array(FEATURES).fill(1);
  let variance = 0;
  for (let step = 0; step < POWER_STEPS; step++) {
    const next = new Float64Array(FEATURES);
    for (let r = 0; r < FEATURES; r++) {
      for (let c = 0; c < FEATURES; c++) next[r]! += covariance[r >= c ? at(r, c) : at(c, r)]! * axis[c]!;
    }
    variance = Math.hypot(...next);
    if (!(variance > 0)) break;
    axis = next.map((v) => v / variance);
  }
  return { axis, variance };
}

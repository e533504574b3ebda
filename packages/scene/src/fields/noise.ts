/**
 * Seeded noise: everything irregular in the scene comes from here, so that a seed means one picture on every machine.
 * Only + - * / and integer operations are used: no transcendental function whose last bit differs between platforms.
 */

const TABLE = 256;
const WRAP = TABLE - 1;

/** Unit gradients on a 16-gon, as decimals so that no platform's cosine decides them. */
const C = 0.9238795325;
const S = 0.3826834324;
const D = Math.SQRT1_2;
const GRADIENT_X = Float64Array.of(1, C, D, S, 0, -S, -D, -C, -1, -C, -D, -S, 0, S, D, C);
const GRADIENT_Y = Float64Array.of(0, S, D, C, 1, C, D, S, 0, -S, -D, -C, -1, -C, -D, -S);

/** Gradient noise peaks near 0.707 in two dimensions; this brings it to about -1..1. */
const GRADIENT_SCALE = 1.4;

/** A stream of numbers in [0, 1): mulberry32 (public domain, T. Ettinger). */
export function randomStream(seed: number): () => number {
  // In an array and not in a variable: engines keep such a variable of a closure as a number object of its own.
  const state = Int32Array.of(seed);
  return () => {
    const next = (state[0]! + 0x6d2b79f5) | 0;
    state[0] = next;
    let t = next;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface Noise {
  /** Gradient noise, about -1..1, features of size 1. */
  gradient(x: number, y: number): number;
  /** `octaves` of gradient noise, each half as large and half as strong; about -1..1. */
  fbm(x: number, y: number, octaves: number): number;
  /** The same folded at zero: sharp crests near 1, broad hollows near 0. */
  ridged(x: number, y: number, octaves: number): number;
  /** Distance to the nearest and the second nearest of one random point per unit cell, and a random value of the cell. */
  cell(x: number, y: number, out: CellHit): void;
}

export interface CellHit {
  nearest: number;
  second: number;
  value: number;
}

/** The noise functions of one seed. */
export function makeNoise(seed: number): Noise {
  const random = randomStream(seed);
  const perm = shuffled(random);
  const gradient = gradientNoise(perm);
  const cell = cellNoise(perm, random);

  const fbm = (x: number, y: number, octaves: number): number => {
    let sum = 0;
    let amplitude = 0.5;
    let px = x;
    let py = y;
    for (let o = 0; o < octaves; o++) {
      sum += amplitude * gradient(px, py);
      amplitude *= 0.5;
      // Turned and shifted per octave, so that the lattices do not line up.
      const nx = px * 1.6 + py * 1.2 + 17.3;
      py = py * 1.6 - px * 1.2 + 9.1;
      px = nx;
    }
    return sum;
  };

  const ridged = (x: number, y: number, octaves: number): number => {
    let sum = 0;
    let amplitude = 0.5;
    let px = x;
    let py = y;
    for (let o = 0; o < octaves; o++) {
      const fold = 1 - Math.abs(gradient(px, py));
      sum += amplitude * fold * fold;
      amplitude *= 0.5;
      const nx = px * 1.6 + py * 1.2 + 31.7;
      py = py * 1.6 - px * 1.2 + 5.3;
      px = nx;
    }
    return sum;
  };

  return { gradient, fbm, ridged, cell };
}

/** The numbers below TABLE in an order of their own, twice: so that a sum of two needs no wrapping. */
function shuffled(random: () => number): Uint8Array {
  const perm = new Uint8Array(TABLE * 2);
  for (let i = 0; i < TABLE; i++) perm[i] = i;
  for (let i = WRAP; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const swap = perm[i]!;
    perm[i] = perm[j]!;
    perm[j] = swap;
  }
  perm.copyWithin(TABLE, 0, TABLE);
  return perm;
}

function gradientNoise(perm: Uint8Array): Noise['gradient'] {
  // Which of the 16 gradients stands at each corner of the lattice, looked up at once instead of in two steps.
  const corner = new Uint8Array(TABLE * TABLE);
  for (let y = 0; y < TABLE; y++)
    for (let x = 0; x < TABLE; x++) corner[y * TABLE + x] = perm[perm[x]! + y]! & (GRADIENT_X.length - 1);
  return (x, y) => {
    const x0 = Math.floor(x);
    const y0 = Math.floor(y);
    const fx = x - x0;
    const fy = y - y0;
    const xi = x0 & WRAP;
    const xj = (x0 + 1) & WRAP;
    const upper = (y0 & WRAP) * TABLE;
    const lower = ((y0 + 1) & WRAP) * TABLE;
    const a = corner[upper + xi]!;
    const b = corner[upper + xj]!;
    const c = corner[lower + xi]!;
    const d = corner[lower + xj]!;
    const va = GRADIENT_X[a]! * fx + GRADIENT_Y[a]! * fy;
    const vb = GRADIENT_X[b]! * (fx - 1) + GRADIENT_Y[b]! * fy;
    const vc = GRADIENT_X[c]! * fx + GRADIENT_Y[c]! * (fy - 1);
    const vd = GRADIENT_X[d]! * (fx - 1) + GRADIENT_Y[d]! * (fy - 1);
    const u = fx * fx * fx * (fx * (fx * 6 - 15) + 10);
    const v = fy * fy * fy * (fy * (fy * 6 - 15) + 10);
    const top = va + u * (vb - va);
    return GRADIENT_SCALE * (top + v * (vc + u * (vd - vc) - top));
  };
}

function cellNoise(perm: Uint8Array, random: () => number): Noise['cell'] {
  const jitterX = Float64Array.from({ length: TABLE }, random);
  const jitterY = Float64Array.from({ length: TABLE }, random);
  return (x, y, out) => {
    const x0 = Math.floor(x);
    const y0 = Math.floor(y);
    let nearest = 9;
    let second = 9;
    let value = 0;
    for (let j = -1; j <= 1; j++) {
      const row = (y0 + j) & WRAP;
      for (let i = -1; i <= 1; i++) {
        const h = perm[perm[(x0 + i) & WRAP]! + row]!;
        const dx = x0 + i + jitterX[h]! - x;
        const dy = y0 + j + jitterY[h]! - y;
        const d = dx * dx + dy * dy;
        if (d < nearest) {
          second = nearest;
          nearest = d;
          value = h;
        } else if (d < second) second = d;
      }
    }
    out.nearest = Math.sqrt(nearest);
    out.second = Math.sqrt(second);
    out.value = value / WRAP;
  };
}

/** 0 at `low`, 1 at `high` and beyond, a smooth cubic between; `low` may be the larger one. */
export function smoothstep(low: number, high: number, x: number): number {
  const raw = (x - low) / (high - low);
  const t = raw <= 0 ? 0 : raw >= 1 ? 1 : raw;
  return t * t * (3 - 2 * t);
}

import type { Planes } from '../raster/planes.ts';

/** Bins per axis of Lab, and the reach of a and b: beyond lie few colours of nature. */
const BINS = 12;
const REACH = 54;
/** Texture classes, by factors of the root of two from an eighth of a Lab unit. */
const TEXTURES = 16;
const TEXTURE_LEAST = 0.125;
/** A class that one side never shows still has this share of an even chance. */
const FLOOR = 0.02;
/** One pixel's log odds speak for at most this much, so that a few odd pixels decide nothing. */
const STRONGEST = 3;

/** What each pixel looks like, in classes. */
export interface Classes {
  readonly colour: Uint16Array;
  readonly texture: Uint8Array;
}

/** The bin of a value 0..1. */
const bin = (value: number): number => Math.min(BINS - 1, Math.max(0, Math.floor(value * BINS)));

/** @param texture of the planes' size, in Lab units */
export function classesOf({ l, a, b }: Planes, texture: Float32Array): Classes {
  return {
    colour: Uint16Array.from(l, (value, i) => {
      const [u, v] = [(a[i]! + REACH) / (2 * REACH), (b[i]! + REACH) / (2 * REACH)];
      return (bin(value / 100) * BINS + bin(u)) * BINS + bin(v);
    }),
    texture: Uint8Array.from(texture, (g) =>
      Math.min(TEXTURES - 1, Math.max(0, Math.round(2 * Math.log2(g / TEXTURE_LEAST + 1e-6)))),
    ),
  };
}

/**
 * By how much each pixel's colour and texture speak for the one side against the other, in nats, as the two sides are
 * now: naive Bayes on the shares of the classes.
 */
export function logOdds({ colour, texture }: Classes, inside: (pixel: number) => boolean): Float32Array<ArrayBuffer> {
  const byColour = oddsTable(colour, BINS ** 3, inside, spread);
  const byTexture = oddsTable(texture, TEXTURES, inside, (table) => table);
  return Float32Array.from({ length: colour.length }, (_, i) =>
    Math.min(STRONGEST, Math.max(-STRONGEST, byColour[colour[i]!]! + byTexture[texture[i]!]!)),
  );
}

/** Smoothed shares of a class on either side as log odds per class. */
function oddsTable(
  classes: ArrayLike<number>,
  size: number,
  inside: (pixel: number) => boolean,
  smooth: (table: Float64Array) => Float64Array,
): Float64Array {
  const tables = [new Float64Array(size), new Float64Array(size)] as const;
  const counts: [number, number] = [0, 0];
  for (let i = 0; i < classes.length; i++) {
    const k = inside(i) ? 0 : 1;
    tables[k][classes[i]!]!++;
    counts[k]++;
  }
  const share = (k: 0 | 1): Float64Array =>
    smooth(tables[k]).map((n) => (1 - FLOOR) * (n / Math.max(1, counts[k])) + FLOOR / size);
  const other = share(1);
  return share(0).map((p, k) => Math.log(p / other[k]!));
}

/** Counts shared with the neighbouring bins along each axis of Lab: 1 2 1. */
function spread(table: Float64Array): Float64Array {
  let from = table;
  for (const step of [1, BINS, BINS * BINS]) {
    const to = new Float64Array(from.length);
    for (let i = 0; i < from.length; i++) {
      const place = Math.floor(i / step) % BINS;
      const before = place > 0 ? from[i - step]! : from[i]!;
      const after = place + 1 < BINS ? from[i + step]! : from[i]!;
      to[i] = (before + 2 * from[i]! + after) / 4;
    }
    from = to;
  }
  return from;
}

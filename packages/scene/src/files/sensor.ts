import { randomStream } from '../fields/noise.ts';
import type { Scene } from '../scene.ts';
import { CAMERA, sceneToSensor } from './camera.ts';

/** Colour filters: the channel of each pixel of a square of them. */
export interface Filters {
  readonly side: number;
  readonly channels: readonly (0 | 1 | 2)[];
}

/** Bayer's RGGB, and X-Trans. */
export const FILTERS = {
  bayer: { side: 2, channels: [0, 1, 1, 2] },
  xtrans: {
    side: 6,
    channels: [
      [1, 1, 0, 1, 1, 2],
      [1, 1, 2, 1, 1, 0],
      [2, 0, 1, 0, 2, 1],
      [1, 1, 2, 1, 1, 0],
      [1, 1, 0, 1, 1, 2],
      [0, 2, 1, 2, 0, 1],
    ].flat() as (0 | 1 | 2)[],
  },
} as const satisfies Record<string, Filters>;

export interface Exposure {
  /** Masked pixels around the picture. */
  readonly border: number;
  /** Of shot and read noise; undefined for a sensor without any. */
  readonly seed: number | undefined;
  readonly filters: Filters;
}

/**
 * Fills the sensor: one channel per pixel, noise, black level, clipping at the white level.
 *
 * @param at where in `view` its first pixel stands; two bytes each, row by row
 */
export function expose(scene: Scene, view: DataView, at: number, { border, seed, filters }: Exposure): void {
  const noise = seed === undefined ? undefined : gaussian(seed);
  const width = scene.width + 2 * border;
  const toSensor = sceneToSensor();
  const { blackLevel, whiteLevel, fullWell, readNoise } = CAMERA;
  const range = whiteLevel - blackLevel;
  const height = scene.height + 2 * border;
  const dark = (readNoise / fullWell) ** 2;
  const columns = new Float32Array(scene.width * 3);
  const softened = new Float32Array(scene.width * 3);
  for (let y = 0, i = at; y < height; y++) {
    const sy = y - border;
    const inside = sy >= 0 && sy < scene.height;
    if (inside) soften(scene, sy, columns, softened);
    for (let x = 0; x < width; x++, i += 2) {
      const sx = x - border;
      let signal = 0;
      if (inside && sx >= 0 && sx < scene.width) {
        const row = toSensor[filters.channels[(sy % filters.side) * filters.side + (sx % filters.side)]!]!;
        const p = sx * 3;
        signal = row[0] * softened[p]! + row[1] * softened[p + 1]! + row[2] * softened[p + 2]!;
        if (signal < 0) signal = 0;
      }
      // The well is full before the noise of counting matters any more.
      if (noise !== undefined) signal += noise() * Math.sqrt((signal < 1 ? signal : 1) / fullWell + dark);
      const value = Math.floor(blackLevel + signal * range + 0.5);
      view.setUint16(i, value < 0 ? 0 : value > whiteLevel ? whiteLevel : value, true);
    }
  }
}

/**
 * One row as it falls on the sensor: lens and low-pass filter spread each point over its neighbours (1 2 1 both ways).
 * Without it the pattern of the Bayer sensor shows as coloured speckle wherever the scene has detail of one pixel.
 */
function soften(scene: Scene, y: number, columns: Float32Array, out: Float32Array): void {
  const stride = scene.width * 3;
  const { linear } = scene;
  const here = y * stride;
  const above = y === 0 ? here : here - stride;
  const under = y === scene.height - 1 ? here : here + stride;
  for (let k = 0; k < stride; k++) columns[k] = linear[above + k]! + 2 * linear[here + k]! + linear[under + k]!;
  for (let k = 0; k < stride; k++) {
    const left = k < 3 ? k : k - 3;
    const right = k >= stride - 3 ? k : k + 3;
    out[k] = (columns[left]! + 2 * columns[k]! + columns[right]!) / 16;
  }
}

/**
 * Four uniform numbers added up are nearly a normal one (Irwin-Hall), with tails to 3.5 sigma and no logarithm; each
 * draw of 32 bits gives two of them.
 */
const SUMMED = 4;
const NORMAL_SCALE = Math.sqrt(12 / SUMMED);
const HALF = 65_536;

function gaussian(seed: number): () => number {
  const random = randomStream(seed);
  const two = (): number => {
    const bits = Math.floor(random() * HALF * HALF);
    return ((bits >>> 16) + (bits & (HALF - 1)) + 1) / HALF;
  };
  return () => (two() + two() - SUMMED / 2) * NORMAL_SCALE;
}

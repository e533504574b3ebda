import { FAR_RIDGE, HORIZON, NEAR_RIDGE } from '../shapes/layout.ts';
import { type Noise, smoothstep } from '../fields/noise.ts';
import { skyColour } from './sky.ts';

/** Upper edge (y) of the far ridge at `x`. */
export function farRidge(noise: Noise, x: number): number {
  const rise =
    FAR_RIDGE.base * smoothstep(0.42, 0.9, x) +
    FAR_RIDGE.rise * noise.fbm(x * FAR_RIDGE.scale, 40.5, 5) * smoothstep(0.4, 0.75, x);
  return HORIZON - Math.max(0, rise);
}

/** Upper edge (y) of the near ridge at `x`. */
export function nearRidge(noise: Noise, x: number): number {
  const t = smoothstep(NEAR_RIDGE.from, NEAR_RIDGE.to, x);
  const rise =
    NEAR_RIDGE.base +
    NEAR_RIDGE.rise * t +
    0.075 * t * noise.fbm(x * NEAR_RIDGE.scale, 11.2, 6) +
    0.03 * smoothstep(0.55, 0.85, x);
  return HORIZON - Math.max(0, rise);
}

const FAR = [0.105, 0.115, 0.155] as const;
const NEAR = [0.03, 0.036, 0.034] as const;

/** The ridges at one place, into `out`: `near` says which; haze grows with distance and towards the waterline. */
export function paintRidge(noise: Noise, x: number, y: number, edge: number, near: boolean, out: Float64Array): void {
  skyColour(x, HORIZON * 0.93, out);
  const depth = y - edge;
  const toWater = smoothstep(HORIZON - 0.06, HORIZON, y);
  const haze = near ? 0.16 + 0.22 * toWater : 0.42 + 0.25 * toWater;
  const body = near ? NEAR : FAR;
  const gullies = near
    ? noise.ridged(x * 17 + depth * 9, y * 13, 4) - 0.5
    : 0.4 * (noise.ridged(x * 12, y * 17, 3) - 0.5);
  const rim = near ? 0.09 * smoothstep(0.008, 0, depth) : 0;
  for (let c = 0; c < 3; c++) {
    const land = Math.max(0.004, body[c]! * (1 + 1.5 * gullies)) + rim * (c === 0 ? 1 : c === 1 ? 0.66 : 0.36);
    out[c] = land + (out[c]! - land) * haze;
  }
}

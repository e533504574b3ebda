import { type Grid, makeField, sample } from '../fields/field.ts';
import { HORIZON, SUN } from '../shapes/layout.ts';
import { type Noise, smoothstep } from '../fields/noise.ts';

/** The clear sky from the zenith down to the horizon: [height 0..1, r, g, b], linear Rec.709, an evening with haze. */
const SKY: readonly (readonly [number, number, number, number])[] = [
  [0, 0.06, 0.125, 0.27],
  [0.35, 0.115, 0.205, 0.36],
  [0.62, 0.235, 0.32, 0.425],
  [0.8, 0.42, 0.42, 0.41],
  [0.92, 0.6, 0.44, 0.32],
  [1, 0.64, 0.4, 0.245],
];
const STEPS = 512;
const RAMP = skyRamp();

function skyRamp(): Float64Array {
  const ramp = new Float64Array((STEPS + 1) * 3);
  for (let s = 0; s <= STEPS; s++) {
    const at = s / STEPS;
    const i = Math.max(
      1,
      SKY.findIndex(([h]) => h >= at),
    );
    const [h0, ...a] = SKY[i - 1]!;
    const [h1, ...b] = SKY[i]!;
    const t = (at - h0) / (h1 - h0);
    for (let c = 0; c < 3; c++) ramp[s * 3 + c] = a[c]! + (b[c]! - a[c]!) * t;
  }
  return ramp;
}

/** The clear sky with the glow about the sun, at x and y in heights of the picture, into `out`. */
export function skyColour(x: number, y: number, out: Float64Array): void {
  const h = y / HORIZON;
  const s = Math.round((h <= 0 ? 0 : h >= 1 ? 1 : h) * STEPS) * 3;
  const dx = x - SUN.x;
  const dy = y - SUN.y;
  const d2 = dx * dx + dy * dy * 1.3;
  // Three halos: the bright rim of the disc, the aureole, and the warm side of the whole sky.
  const near = 0.0012 / (d2 + 0.0012);
  const mid = 0.016 / (d2 + 0.016);
  const wide = 0.22 / (d2 + 0.22);
  out[0] = RAMP[s]! + 0.9 * near + 0.42 * mid + 0.13 * wide;
  out[1] = RAMP[s + 1]! + 0.68 * near + 0.235 * mid + 0.055 * wide;
  out[2] = RAMP[s + 2]! + 0.38 * near + 0.075 * mid + 0.005 * wide;
}

/** Light of the disc: far over white, as in a real photograph. */
const DISC = [9, 7.4, 5.2] as const;
/** Light on a cloud's sunny side, in its shade, and how thick the thickest is. */
const CLOUD_LIT = [1.12, 0.83, 0.6] as const;
const CLOUD_SHADE = [0.2, 0.19, 0.25] as const;
const CLOUD_DENSEST = 0.93;

export interface SkyFields {
  /** Opacity of the clouds 0..1, and how much sunlight they show 0..1. */
  cover: Grid;
  lit: Grid;
}

/** Cells per height for the clouds: their finest wisps are 1/130 of the height. */
const CLOUD_SCALE = 540;

/** The clouds of a picture `aspect` heights wide with `pixels` rows. */
export function makeClouds(noise: Noise, aspect: number, pixels: number): SkyFields {
  const scale = Math.min(CLOUD_SCALE, pixels);
  const density = makeField(aspect, 0, HORIZON, scale, (x, y) => cloudDensity(noise, x, y));
  const cover = { ...density, values: density.values.map((d) => smoothstep(0, 0.34, d) * CLOUD_DENSEST) };
  const lit = makeField(aspect, 0, HORIZON, scale, (x, y) => {
    const here = sample(density, x, y);
    if (here <= 0) return 0;
    // Light falls off along the way from the sun: thicker towards it means shade, a thin edge shines.
    const dx = x - SUN.x;
    const dy = y - SUN.y;
    const step = 0.02 / (Math.sqrt(dx * dx + dy * dy) + 0.05);
    const toward = sample(density, x - dx * step, y - dy * step - 0.007);
    const thin = 1 - smoothstep(0.05, 0.55, here);
    return smoothstep(-0.2, 0.26, 0.26 * thin - 1.7 * (toward - here) - 0.1);
  });
  return { cover, lit };
}

/**
 * Sky, clouds and sun at one place, into `out`; into `share` the clouds' and the disc's part of it (0..1 each).
 * `pixel` is a pixel's size in heights.
 */
export function paintSky(
  clouds: SkyFields,
  x: number,
  y: number,
  pixel: number,
  out: Float64Array,
  share: Float64Array,
): void {
  skyColour(x, y, out);
  const dx = x - SUN.x;
  const dy = y - SUN.y;
  const d2 = dx * dx + dy * dy;
  const edge = SUN.radius + pixel;
  const disc = d2 > edge * edge ? 0 : smoothstep(edge, SUN.radius - pixel, Math.sqrt(d2));
  const cover = sample(clouds.cover, x, y);
  if (cover > 0) {
    const lit = sample(clouds.lit, x, y);
    const warm = 0.62 + 0.09 / (d2 + 0.1);
    for (let c = 0; c < 3; c++) {
      const light = CLOUD_SHADE[c]! + (CLOUD_LIT[c]! * warm - CLOUD_SHADE[c]!) * lit + 0.2 * out[c]!;
      out[c] = out[c]! + (light - out[c]!) * cover;
    }
  }
  if (disc > 0) for (let c = 0; c < 3; c++) out[c] = out[c]! + (DISC[c]! - out[c]!) * disc * (1 - cover);
  share[0] = cover;
  share[1] = disc * (1 - cover);
}

/** Over 0 where there is cloud: banks that are wider than high, broken towards the zenith, none before the sun. */
function cloudDensity(noise: Noise, x: number, y: number): number {
  const dx = x - SUN.x;
  const dy = y - SUN.y;
  const flat = 1.9 + 1.6 * y;
  const bank = noise.gradient(x * 1.15 + 3.1, y * 3.1 * flat + 1.7);
  const band = smoothstep(-0.02, 0.1, y) * (1 - smoothstep(0.28, 0.4, y));
  const open = 0.5 * (1 - smoothstep(SUN.radius * 1.3, SUN.radius * 4.2, Math.sqrt(dx * dx + dy * dy)));
  const start = 0.5 * bank + 0.62 * band - 0.42 - open;
  return start + noise.fbm(x * 4.2, y * 4.2 * flat, 6) * 0.95;
}

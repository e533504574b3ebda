import { type Grid, makeField, sample } from '../fields/field.ts';
import { SUN_DIRECTION } from '../shapes/layout.ts';
import { HEAD } from '../shapes/lizard-shape.ts';
import type { Skin } from '../shapes/subject.ts';
import { type CellHit, type Noise, smoothstep } from '../fields/noise.ts';

const HIT: CellHit = { nearest: 0, second: 0, value: 0 };
const LEFT: CellHit = { nearest: 0, second: 0, value: 0 };
const SUNLIGHT = [2.3, 1.4, 0.72] as const;
const SKYLIGHT = [0.34, 0.42, 0.58] as const;
const BOUNCE = [0.26, 0.17, 0.1] as const;

const SLATE = [0.1, 0.097, 0.09] as const;
const RUST = [0.26, 0.075, 0.035] as const;
const TEAL = [0.05, 0.125, 0.095] as const;
const SALT = [0.36, 0.34, 0.3] as const;
const THROAT = [0.2, 0.165, 0.11] as const;

export interface SkinFields {
  /** Where the skin is rust red and where it is green, 0..1. */
  rust: Grid;
  teal: Grid;
}

/** Cells per height for the patches of colour. */
const PATCH_SCALE = 300;

/** The patches of colour, for a picture `aspect` heights wide with `pixels` rows. */
export function makeSkinFields(noise: Noise, aspect: number, pixels: number): SkinFields {
  const field = (f: (x: number, y: number) => number): Grid =>
    makeField(aspect, 0.25, 0.75, Math.min(PATCH_SCALE, pixels), f);
  return {
    rust: field((x, y) => noise.fbm(x * 7.3 + 21, y * 9.1 + 3, 4)),
    teal: field((x, y) => noise.fbm(x * 6.1 + 77, y * 6.1 + 13, 4)),
  };
}

/** Scales per height of the picture on the body and on the head. */
const BODY_SCALES = 150;
const HEAD_SCALES = 88;
/** Between these x the scales grow from the body's size to the head's; about y they stay where they are. */
const NECK = { from: 0.64, to: 0.76, y: 0.42 } as const;

/**
 * How many scales lie left of x: the integral of scales per height, so that they keep their shape where their size
 * changes (x times a changing size would stretch them into hairs).
 */
function scalesAlong(x: number): number {
  const length = NECK.to - NECK.from;
  const t = Math.max(0, (NECK.to - x) / length);
  const grown = t < 1 ? length * (t * t * t - (t * t * t * t) / 2) : length / 2 + NECK.from - x;
  return BODY_SCALES * x + (BODY_SCALES - HEAD_SCALES) * grown;
}

/** The lizard's skin at x, y (heights of the picture), into `out`. `nx`, `ny` (up), `nz` is the unit normal. */
export function paintSkin(
  noise: Noise,
  patches: SkinFields,
  x: number,
  y: number,
  skin: Skin,
  out: Float64Array,
): void {
  const head = smoothstep(NECK.to, NECK.from, x);
  // Scales: rounded cells, larger on the head; their slope bends the normal.
  const sx = scalesAlong(x);
  const sy = (y - NECK.y) * (BODY_SCALES - (BODY_SCALES - HEAD_SCALES) * head) * (1 + 0.25 * (1 - head));
  noise.cell(sx, sy, HIT);
  noise.cell(sx - 0.22, sy + 0.22, LEFT);
  const dome = 1 - HIT.nearest * HIT.nearest;
  const tilt = (LEFT.nearest * LEFT.nearest - HIT.nearest * HIT.nearest) * (1.1 + 0.8 * head);
  const groove = smoothstep(0.02, 0.26, HIT.second - HIT.nearest);
  const fold = noise.fbm(x * 20 + 4, y * 26, 3);

  let nx = skin.nx - tilt * 0.5 - fold * 0.2;
  let ny = skin.ny + tilt * 0.5 + noise.fbm(x * 20 + 44, y * 26, 2) * 0.25;
  let nz = skin.nz;
  const length = Math.sqrt(nx * nx + ny * ny + nz * nz) || 1;
  nx /= length;
  ny /= length;
  nz /= length;

  const facing = nx * SUN_DIRECTION.x + ny * SUN_DIRECTION.y + nz * SUN_DIRECTION.z;
  const sun = smoothstep(-0.05, 0.75, facing) * (1 - skin.shade) * 0.8;
  const edge = skin.rim * smoothstep(-0.25, 0.6, nx * SUN_DIRECTION.x + ny * SUN_DIRECTION.y);
  const sky = (0.5 + 0.5 * ny) * (1 - 0.6 * skin.shade);
  const bounce = (0.5 - 0.5 * ny) * (1 - 0.5 * skin.shade);
  const shine = Math.max(0, 0.35 * nx * -1 + 0.8 * ny + 0.5 * nz - 0.55);
  const gloss = shine * shine * groove * (1 - skin.shade);

  const rust = smoothstep(-0.02, 0.34, sample(patches.rust, x, y)) * (1 - head) * 0.85;
  const teal = smoothstep(0.05, 0.4, sample(patches.teal, x, y) + 0.25 * skin.ny) * (1 - 0.6 * head) * 0.8;
  const salt =
    head === 0 ? 0 : head * smoothstep(-0.05, 0.45, skin.ny + noise.fbm(x * 26, y * 26, 3) * 0.8 - 0.25) * 0.8;
  const throat = head * smoothstep(0.395, 0.44, y) * 0.7;
  for (let c = 0; c < 3; c++) {
    let skinColour = SLATE[c]!;
    skinColour += (RUST[c]! - skinColour) * rust;
    skinColour += (TEAL[c]! - skinColour) * teal;
    skinColour += (THROAT[c]! - skinColour) * throat;
    skinColour += (SALT[c]! - skinColour) * salt;
    skinColour *= (0.62 + 0.55 * HIT.value) * (0.3 + 0.7 * groove) * (0.75 + 0.25 * dome);
    out[c] =
      skinColour * (SUNLIGHT[c]! * sun + SKYLIGHT[c]! * sky * 1.25 + BOUNCE[c]! * bounce + 0.16) +
      SUNLIGHT[c]! * edge * (0.1 + 0.5 * skinColour) +
      SKYLIGHT[c]! * gloss * 0.5;
  }
}

/** Distance from x, y to a point, with horizontal lengths divided by `stretch`. */
function distance(x: number, y: number, px: number, py: number, stretch: number): number {
  const dx = (x - px) / stretch;
  const dy = y - py;
  return Math.sqrt(dx * dx + dy * dy);
}

/** Coverage of a disc, its edge at least a pixel soft. */
function disc(d: number, radius: number, pixel: number): number {
  return Math.max(0, Math.min(1, (radius - d) / Math.max(pixel, radius * 0.06) + 0.5));
}

function lay(out: Float64Array, amount: number, r: number, g: number, b: number): void {
  out[0] = out[0]! + (r - out[0]!) * amount;
  out[1] = out[1]! + (g - out[1]!) * amount;
  out[2] = out[2]! + (b - out[2]!) * amount;
}

/** Eye, nostril, ear and mouth over the skin at x, y, changing `out`. `pixel` is a pixel's size in heights. */
export function paintFeatures(x: number, y: number, pixel: number, out: Float64Array): void {
  if (x > 0.7 || y > 0.45) return;
  const [ex, ey] = HEAD.eye;
  const r = HEAD.eyeRadius;
  const eye = distance(x, y, ex, ey, 1.25);
  if (eye < r * 2.2) {
    // Lid, socket, iris, pupil, and the sky's light in it.
    lay(out, disc(eye, r * 1.75, pixel) * 0.45, 0.05, 0.048, 0.044);
    lay(out, disc(distance(x, y, ex, ey + r * 0.15, 1.3), r * 1.3, pixel) * 0.7, 0.012, 0.011, 0.01);
    lay(out, disc(eye, r, pixel), 0.2 - 5 * (y - ey), 0.105 - 3 * (y - ey), 0.035);
    lay(out, disc(distance(x, y, ex, ey, 0.95), r * 0.62, pixel), 0.006, 0.005, 0.005);
    lay(out, disc(distance(x, y, ex - r * 0.34, ey - r * 0.36, 1), r * 0.2, pixel), 1.3, 1.1, 0.85);
  }
  lay(out, disc(distance(x, y, HEAD.nostril[0], HEAD.nostril[1], 1.4), 0.0042, pixel) * 0.9, 0.008, 0.007, 0.006);
  lay(out, disc(distance(x, y, HEAD.ear[0], HEAD.ear[1], 0.8), 0.008, pixel) * 0.6, 0.02, 0.018, 0.016);
  lay(out, mouthCover(x, y, pixel), 0.012, 0.01, 0.009);
}

/** Half the width of the mouth's line, in heights. */
const LIP = 0.0018;

function mouthCover(x: number, y: number, pixel: number): number {
  const { mouth } = HEAD;
  for (let i = 1; i < mouth.length; i++) {
    const [x0, y0] = mouth[i - 1]!;
    const [x1, y1] = mouth[i]!;
    if (x < x0 || x > x1) continue;
    const line = y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
    return 0.85 * Math.max(0, Math.min(1, (LIP - Math.abs(y - line)) / Math.max(pixel, LIP) + 0.5));
  }
  return 0;
}

import { type Grid, makeField, sample } from '../fields/field.ts';
import { type CellHit, type Noise, smoothstep } from '../fields/noise.ts';
import { SUN_DIRECTION } from '../shapes/layout.ts';

const HIT: CellHit = { nearest: 0, second: 0, value: 0 };

export interface ReliefHit {
  /** Heights of the picture that the stone stands out by. */
  relief: number;
  /** Its slopes to the right and downwards, heights per height. */
  slopeX: number;
  slopeY: number;
}

export interface RockFields {
  /** Where lichen and algae grow, 0..1. */
  lichen: Grid;
  algae: Grid;
  /** How far boulders are bent sideways and downwards. */
  bendX: Grid;
  bendY: Grid;
}

/** Cells per height for growth and for the boulders' bending. */
const GROWTH_SCALE = 400;
const BEND_SCALE = 120;
/** Rocks do not reach higher than this. */
export const ROCK_TOPMOST = 0.55;

/** What varies slowly over the stone, for a picture `aspect` heights wide with `pixels` rows. */
export function makeRockFields(noise: Noise, aspect: number, pixels: number): RockFields {
  const growth = Math.min(GROWTH_SCALE, pixels);
  const field = (scale: number, f: (x: number, y: number) => number): Grid =>
    makeField(aspect, ROCK_TOPMOST, 1, scale, f);
  return {
    lichen: field(growth, (x, y) => smoothstep(0.12, 0.42, noise.fbm(x * 6.5 + 7, y * 9.5, 5))),
    algae: field(growth, (x, y) => smoothstep(0.05, 0.4, noise.fbm(x * 4.2 + 90, y * 6, 4)) * 0.8),
    bendX: field(BEND_SCALE, (x, y) => 0.06 * noise.gradient(x * 6, y * 6)),
    bendY: field(BEND_SCALE, (x, y) => 0.06 * noise.gradient(x * 6 + 50, y * 6)),
  };
}

/** How far the stone stands out at a place of the picture, in heights: boulders, ridges, pits. */
export function rockRelief(noise: Noise, fields: RockFields, x: number, y: number): number {
  // The rock lies as a slope below the eye: what is lower in the picture is nearer and larger.
  const far = 1.75 - 0.85 * y;
  const px = (x - 0.75) * far;
  const py = y * (1.75 - 0.425 * y) * 1.55;
  const wx = px + sample(fields.bendX, x, y);
  const wy = py + sample(fields.bendY, x, y);
  noise.cell(wx * 6.2, wy * 6.2, HIT);
  const crack = smoothstep(0, 0.3, HIT.second - HIT.nearest);
  const boulder = crack * (0.55 + 0.45 * HIT.value) * (1 - 0.55 * HIT.nearest);
  const broken = noise.ridged(wx * 11, wy * 11, 5);
  return 0.034 * boulder + 0.019 * broken;
}

const SUNLIGHT = [1.75, 1.08, 0.56] as const;
const SKYLIGHT = [0.3, 0.38, 0.55] as const;
const GLOW = [0.3, 0.23, 0.17] as const;
const LAVA = [0.058, 0.053, 0.05] as const;
const OCHRE = [0.2, 0.115, 0.04] as const;
const ALGAE = [0.045, 0.075, 0.022] as const;

/**
 * Stone at one place, into `out`. `edge` is the distance below the rocks' upper edge, `shade` 0..1 how much the subject
 * above takes of the light.
 */
export function paintRock(
  noise: Noise,
  fields: RockFields,
  x: number,
  y: number,
  hit: ReliefHit,
  edge: number,
  shade: number,
  out: Float64Array,
): void {
  // The ground leans back: its mean normal points up and to the viewer.
  const lean = 1.15 - 0.75 * smoothstep(0.6, 1, y);
  const nx = -hit.slopeX;
  const ny = hit.slopeY + lean;
  const length = Math.sqrt(nx * nx + ny * ny + 1);
  const ux = nx / length;
  const uy = ny / length;
  const uz = 1 / length;
  const facing = ux * SUN_DIRECTION.x + uy * SUN_DIRECTION.y + uz * SUN_DIRECTION.z;
  const sun = Math.max(0, facing) * (1 - shade);
  const hollow = smoothstep(0.004, 0.034, hit.relief);
  const sky = (0.45 + 0.55 * uy) * (0.25 + 0.75 * hollow) * (1 - 0.8 * shade);
  const front = uz * 0.4 * (0.4 + 0.6 * hollow) * (1 - 0.5 * shade);
  const lichen = sample(fields.lichen, x, y) * hollow;
  const algae = sample(fields.algae, x, y);
  const grain = 1 + 0.28 * noise.gradient(x * 260, y * 260);
  // Wet stone near the water mirrors the low sun.
  const wet = smoothstep(0.1, 0, edge) * 0.6 + 0.25;
  const mirror = Math.max(0, facing * 1.25 - 0.1);
  const gloss = wet * mirror * mirror * mirror * mirror * (1 - shade);
  for (let c = 0; c < 3; c++) {
    let stone = LAVA[c]!;
    stone += (ALGAE[c]! - stone) * algae;
    stone += (OCHRE[c]! - stone) * lichen * 0.75;
    out[c] =
      stone * grain * (SUNLIGHT[c]! * sun * 1.35 + SKYLIGHT[c]! * sky + GLOW[c]! * front) * 1.5 +
      SUNLIGHT[c]! * gloss * 0.3;
  }
}

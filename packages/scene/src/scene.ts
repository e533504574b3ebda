import { FACE_ELLIPSE } from './lizard-shape.ts';
import { HORIZON, rockLine } from './layout.ts';
import { makeNoise, type Noise } from './noise.ts';
import { outlineOfCover } from './outline-of-cover.ts';
import type { Point } from './outline.ts';
import { farRidge, nearRidge, paintRidge } from './paint-land.ts';
import { paintFeatures, paintSkin } from './paint-lizard.ts';
import { paintRock, rockRelief } from './paint-rock.ts';
import { paintSea } from './paint-sea.ts';
import { paintSky } from './paint-sky.ts';
import { makeSubject, type Subject } from './subject.ts';

/**
 * What the truth masks name. sky + ridge + sea + foreground + subject = 1 on every pixel (to the rounding of 8 bits);
 * sun and cloud are parts of sky, face is a part of subject.
 */
export const MASK_NAMES = ['sky', 'sun', 'cloud', 'ridge', 'sea', 'foreground', 'subject', 'face'] as const;
export type MaskName = (typeof MASK_NAMES)[number];

export interface Scene {
  width: number;
  height: number;
  /** Scene light, linear Rec.709 primaries, D65 white, RGB interleaved; about 0..1, the sun's disc above 1. */
  linear: Float32Array;
  /** One byte per pixel, 255 = the pixel is wholly of that kind. `truthMask` gives them as opacities of any size. */
  masks: Record<MaskName, Uint8Array>;
  /** The subject's outline, at most 60 vertices, x by the width and y by the height. */
  outline: Point[];
  /** An ellipse about the face in the words of the mask language: centre and radii by width and height. */
  faceEllipse: { center_x: number; center_y: number; radius_x: number; radius_y: number };
}

export interface SceneOptions {
  width?: number;
  height?: number;
  seed?: number;
}

const DEFAULT_WIDTH = 3000;
const DEFAULT_HEIGHT = 2000;
const DEFAULT_SEED = 7;
/** Below this the lizard's eye is less than a pixel. */
const SMALLEST = 32;
const LARGEST = 12_000;

/**
 * A marine iguana on a lava shore at evening: generated, the same for the same seed and size.
 * Composed for 3:2; a wider frame shows more shore, a narrower one cuts the tail.
 * @throws RangeError when width or height is not a whole number from 32 to 12000
 */
export function makeScene(options: SceneOptions = {}): Scene {
  const { width = DEFAULT_WIDTH, height = DEFAULT_HEIGHT, seed = DEFAULT_SEED } = options;
  for (const [name, size] of Object.entries({ width, height })) {
    if (!Number.isInteger(size) || size < SMALLEST || size > LARGEST)
      throw new RangeError(`makeScene: ${name} is ${size}; a whole number from ${SMALLEST} to ${LARGEST} is needed`);
  }
  const noise = makeNoise(seed);
  const subject = makeSubject(width, height, seed);
  const linear = new Float32Array(width * height * 3);
  const masks = Object.fromEntries(MASK_NAMES.map((n) => [n, new Uint8Array(width * height)])) as Scene['masks'];
  paint({ width, height, noise, subject, linear, masks });
  const aspect = width / height;
  return {
    width,
    height,
    linear,
    masks,
    outline: outlineOfCover(subject, width, height),
    faceEllipse: {
      center_x: FACE_ELLIPSE.x / aspect,
      center_y: FACE_ELLIPSE.y,
      radius_x: FACE_ELLIPSE.rx / aspect,
      radius_y: FACE_ELLIPSE.ry,
    },
  };
}

interface Canvas {
  width: number;
  height: number;
  noise: Noise;
  subject: Subject;
  linear: Float32Array;
  masks: Scene['masks'];
}

/** Upper edges (y in heights) of ridges and rocks, per column. */
function edgesByColumn(noise: Noise, width: number, height: number) {
  const far = new Float64Array(width);
  const near = new Float64Array(width);
  const rock = new Float64Array(width);
  for (let i = 0; i < width; i++) {
    const x = (i + 0.5) / height;
    far[i] = farRidge(noise, x);
    near[i] = nearRidge(noise, x);
    rock[i] = rockLine(x) + 0.05 * noise.fbm(x * 5.2, 5.5, 7) - 0.016 * (noise.ridged(x * 14, 81.5, 4) - 0.45);
  }
  return { far, near, rock };
}

/** Paints back to front, and leaves in each mask what stays visible of it. */
function paint(canvas: Canvas): void {
  const { width, height, noise, subject, linear, masks } = canvas;
  const pixel = 1 / height;
  const edges = edgesByColumn(noise, width, height);
  const layer = new Float64Array(3);
  const colour = new Float64Array(3);
  const share = new Float64Array(2);
  const relief = reliefRows(noise, width, height);
  /** How much of a pixel in row `y` lies below an edge at `edge`. */
  const below = (y: number, edge: number): number => Math.max(0, Math.min(1, (y - edge) * height + 0.5));
  const lay = (opacity: number): void => {
    for (let c = 0; c < 3; c++) colour[c] = colour[c]! + (layer[c]! - colour[c]!) * opacity;
  };

  for (let row = 0, i = 0; row < height; row++) {
    const y = (row + 0.5) / height;
    relief.advance(row);
    for (let column = 0; column < width; column++, i++) {
      const x = (column + 0.5) / height;
      const animal = subject.cover[i]!;
      const rock = below(y, edges.rock[column]!) * (1 - animal);
      const rest = 1 - animal - rock;
      const sea = rest * below(y, HORIZON);
      const farCover = below(y, edges.far[column]!);
      const nearCover = below(y, edges.near[column]!);
      const ridge = (rest - sea) * (1 - (1 - farCover) * (1 - nearCover));
      const sky = rest - sea - ridge;
      colour.fill(0);

      if (rest > 0) {
        share.fill(0);
        if (sky > 0) {
          paintSky(noise, x, y, pixel, layer, share);
          lay(1);
        }
        if (ridge > 0 && farCover > 0 && nearCover < 1) {
          paintRidge(noise, x, y, edges.far[column]!, false, layer);
          lay(sky > 0 ? farCover : 1);
        }
        if (ridge > 0 && nearCover > 0) {
          paintRidge(noise, x, y, edges.near[column]!, true, layer);
          lay(sky > 0 || farCover > 0 ? nearCover : 1);
        }
        if (sea > 0) {
          paintSea(noise, x, y, edges.rock[column]! - y, layer);
          lay(sea / rest);
        }
      }
      if (rock > 0 || (animal > 0 && animal < 1 && y > edges.rock[column]!)) {
        const [slopeX, slopeY, stone] = relief.at(column);
        paintRock(noise, x, y, slopeX, slopeY, stone, y - edges.rock[column]!, subject.groundShade(x, y), layer);
        lay(rock / (1 - animal));
      }
      if (animal > 0) {
        subject.eachSkin(i, x, y, (part, skin) => {
          paintSkin(noise, x, y, skin, layer);
          paintFeatures(x, y, pixel, layer);
          lay(part);
        });
      }
      linear[i * 3] = colour[0]!;
      linear[i * 3 + 1] = colour[1]!;
      linear[i * 3 + 2] = colour[2]!;

      masks.subject[i] = Math.round(255 * animal);
      masks.foreground[i] = Math.round(255 * rock);
      masks.sea[i] = Math.round(255 * sea);
      masks.ridge[i] = Math.round(255 * ridge);
      masks.sky[i] = Math.round(255 * sky);
      masks.cloud[i] = Math.round(255 * sky * share[0]!);
      masks.sun[i] = Math.round(255 * sky * share[1]!);
      masks.face[i] = Math.round(255 * subject.face[i]!);
    }
  }
}

/** The stone's relief row by row with its slopes; two rows are kept, as a slope needs the next one. */
function reliefRows(noise: Noise, width: number, height: number) {
  const topmost = 0.5;
  let current = new Float64Array(width + 1);
  let next = new Float64Array(width + 1);
  let ready = -1;
  const fill = (row: number, into: Float64Array): void => {
    const y = (row + 0.5) / height;
    if (y < topmost) return;
    for (let c = 0; c <= width; c++) into[c] = rockRelief(noise, (c + 0.5) / height, y);
  };
  const answer: [slopeX: number, slopeY: number, relief: number] = [0, 0, 0];
  return {
    advance(row: number): void {
      if (ready !== row) fill(row, current);
      else [current, next] = [next, current];
      fill(row + 1, next);
      ready = row + 1;
    },
    at(column: number): typeof answer {
      const here = current[column]!;
      answer[0] = (current[column + 1]! - here) * height;
      answer[1] = (next[column]! - here) * height;
      answer[2] = here;
      return answer;
    },
  };
}

import { FACE_ELLIPSE } from './shapes/lizard-shape.ts';
import { makeNoise } from './fields/noise.ts';
import { outlineOfCover } from './shapes/outline-of-cover.ts';
import type { Point } from './shapes/outline.ts';
import { MASK_NAMES, type MaskName } from './mask-names.ts';
import { composeScene } from './paint/compose.ts';
import { makeSubject } from './shapes/subject.ts';

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
  const subject = makeSubject(width, height, seed);
  const linear = new Float32Array(width * height * 3);
  const masks = Object.fromEntries(MASK_NAMES.map((n) => [n, new Uint8Array(width * height)])) as Scene['masks'];
  composeScene({ width, height, noise: makeNoise(seed), subject, linear, masks });
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

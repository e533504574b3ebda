import type { ModuleLayout } from './codec.ts';
import { f32, i32 } from './layout.ts';

/** darktable keeps up to 50 hand-drawn lines of four coordinates. */
const SAVED_LINE_NUMBERS = 50 * 4;
/** A drawn quadrangle: four corners. */
const QUAD_NUMBERS = 8;
const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);

const ROTATION = f32('rotation', 0, -180, 180);
const SHIFT = [f32('lensshift_v', 0, -2, 2), f32('lensshift_h', 0, -2, 2)];
const SHEAR = f32('shear', 0, -0.5, 0.5);
const CAMERA = [
  f32('f_length', 28, 1, 2000),
  f32('crop_factor', 1, 0.5, 10),
  f32('orthocorr', 100, 0, 100),
  f32('aspect', 1, 0.5, 2),
  /** 0 generic lens, 1 specific. */
  i32('mode', 0, 0, 1),
];
const AUTOMATIC_CROP = [
  /** 0 off, 1 largest area, 2 original format. */
  i32('cropmode', 1, 0, 2),
  /** Left, right, top, bottom. */
  f32('cl', 0, 0, 1),
  f32('cr', 1, 0, 1),
  f32('ct', 0, 0, 1),
  f32('cb', 1, 0, 1),
];
/** A switch of the window, which the picture does not depend on. */
const TOGGLE = i32('toggle', 0);

/** Rotate and perspective. */
export const ASHIFT_V5: ModuleLayout = {
  operation: 'ashift',
  version: 5,
  blendColorspace: 'rgb_scene',
  masks: false,
  fields: [
    ROTATION,
    ...SHIFT,
    SHEAR,
    ...CAMERA,
    ...AUTOMATIC_CROP,
    f32('last_drawn_lines', zeros(SAVED_LINE_NUMBERS)),
    i32('last_drawn_lines_count', 0),
    f32('last_quad_lines', zeros(QUAD_NUMBERS)),
  ],
};

/** Read only: from before lines could be drawn by hand. */
export const ASHIFT_V4: ModuleLayout = {
  ...ASHIFT_V5,
  version: 4,
  fields: [ROTATION, ...SHIFT, SHEAR, ...CAMERA, TOGGLE, ...AUTOMATIC_CROP],
};

/** Read only: the same without the shear, which means none. */
export const ASHIFT_V3: ModuleLayout = {
  ...ASHIFT_V4,
  version: 3,
  fields: [ROTATION, ...SHIFT, ...CAMERA, TOGGLE, ...AUTOMATIC_CROP],
};

import type { ModuleLayout } from './codec.ts';
import { f32, i32 } from './layout.ts';

const V3_FIELDS = [
  f32('red', 1),
  f32('green', 1),
  f32('blue', 1),
  /** The fourth channel; NaN where the sensor has three. */
  f32('g2', Number.NaN),
];

/** White balance coefficients on the sensor's raw channels; darktable computes the defaults per photo. */
export const TEMPERATURE_V3: ModuleLayout = {
  operation: 'temperature',
  version: 3,
  blendColorspace: 'rgb_scene',
  masks: false,
  fields: V3_FIELDS,
};

/** Written by darktable 5: names the preset as well (-1 unknown, 0 as shot, 3 D65, 4 D65 for later adaptation). */
export const TEMPERATURE_V4: ModuleLayout = {
  ...TEMPERATURE_V3,
  version: 4,
  fields: [...V3_FIELDS, i32('preset', -1, -1, 4)],
};

import type { ModuleLayout } from './codec.ts';
import { f32, i32 } from './layout.ts';

const V6_FIELDS = [
  /** 0 manual, 1 automatic (deflicker). */
  i32('mode', 0, 0, 1),
  f32('black', 0, -1, 1),
  /** EV. */
  f32('exposure', 0, -18, 18),
  f32('deflicker_percentile', 50, 0, 100),
  f32('deflicker_target_level', -4, -18, 18),
  i32('compensate_exposure_bias', 0, 0, 1),
];

/** A plain gain of 2^EV after the black level: exactly linear in manual mode with black 0. */
export const EXPOSURE_V6: ModuleLayout = {
  operation: 'exposure',
  version: 6,
  blendColorspace: 'rgb_scene',
  masks: true,
  fields: V6_FIELDS,
};

/** Written by darktable 5.4; read only, 4.2 and 5.0 drop it silently. */
export const EXPOSURE_V7: ModuleLayout = {
  ...EXPOSURE_V6,
  version: 7,
  fields: [...V6_FIELDS, i32('compensate_hilite_pres', 1, 0, 1)],
};

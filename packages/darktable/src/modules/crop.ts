import type { ModuleLayout } from './codec.ts';
import { f32, i32 } from './layout.ts';

const V1_FIELDS = [
  /** Left, top, right and bottom edge as fractions of the picture before the crop. */
  f32('cx', 0, 0, 1),
  f32('cy', 0, 0, 1),
  f32('cw', 1, 0, 1),
  f32('ch', 1, 0, 1),
  /** The aspect ratio that the GUI keeps; -1 is free. */
  i32('ratio_n', -1),
  i32('ratio_d', -1),
];

/** The four edges; honoured by every version since 3.8. */
export const CROP_V1: ModuleLayout = {
  operation: 'crop',
  version: 1,
  blendColorspace: 'rgb_scene',
  masks: false,
  fields: V1_FIELDS,
};

/** Read only. */
export const CROP_V2: ModuleLayout = { ...CROP_V1, version: 2, fields: [...V1_FIELDS, i32('aligned', 0, 0, 1)] };

/** Read only: the layout of version 1 again. */
export const CROP_V3: ModuleLayout = { ...CROP_V1, version: 3 };

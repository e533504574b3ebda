import type { ModuleLayout } from './codec.ts';
import { i32 } from './layout.ts';

/** Orientation bits: 1 flips y, 2 flips x, 4 swaps x and y; -1 follows EXIF. */
export const FLIP_V2: ModuleLayout = {
  operation: 'flip',
  version: 2,
  blendColorspace: 'rgb_scene',
  masks: false,
  fields: [i32('orientation', -1, -1, 7)],
};

import type { ModuleLayout } from './codec.ts';
import { f32, i32 } from './layout.ts';

const V1_FIELDS = [f32('strength', 0.2, -1, 1), f32('distance', 0.2, 0, 1)];

/** Dark-channel dehazing; a negative strength adds haze. */
export const HAZEREMOVAL_V1: ModuleLayout = {
  operation: 'hazeremoval',
  version: 1,
  blendColorspace: 'rgb_scene',
  masks: true,
  fields: V1_FIELDS,
};

/** Written by darktable 5.4; read only. */
export const HAZEREMOVAL_V3: ModuleLayout = {
  ...HAZEREMOVAL_V1,
  version: 3,
  fields: [...V1_FIELDS, i32('compatibility_mode', 0, 0, 1), i32('adaptive', 1, 0, 1)],
};

import type { ModuleLayout } from './codec.ts';
import { f32 } from './layout.ts';

/** Graduated density: a line across the picture as it is framed, and light taken away on the one side of it. */
export const GRADUATEDND_V1: ModuleLayout = {
  operation: 'graduatednd',
  version: 1,
  blendColorspace: 'rgb_scene',
  masks: true,
  fields: [
    /** Stops. */
    f32('density', 1, -8, 8),
    /** 100 is an edge. */
    f32('hardness', 0, 0, 100),
    /** Degrees anticlockwise, of a picture that is as wide as high; at 0 it is darker above. */
    f32('rotation', 0, -180, 180),
    /** Where the line lies, per cent of the way across; 50 is the middle. */
    f32('offset', 50, 0, 100),
    f32('hue', 0, 0, 1),
    f32('saturation', 0, 0, 1),
  ],
};

import type { ModuleLayout } from './codec.ts';
import { f32, i32 } from './layout.ts';

/** Defringe: at edges, colour that stands out from that around it becomes as what is around. */
export const DEFRINGE_V1: ModuleLayout = {
  operation: 'defringe',
  version: 1,
  blendColorspace: 'lab',
  masks: true,
  fields: [
    /** Pixels of the full picture. */
    f32('radius', 4, 0.5, 20),
    /** How much it has to stand out; the lower, the more is taken. */
    f32('thresh', 20, 0.5, 128),
    /** What it stands out from: 0 the mean of the picture, 1 that of its surroundings, 2 the threshold as it is. */
    i32('op_mode', 0, 0, 2),
  ],
};

import type { ModuleLayout } from './codec.ts';
import { f32 } from './layout.ts';

/** Soften: a blurred, brighter picture over the picture (the Orton effect), on light between 0 and 1. */
export const SOFTEN_V1: ModuleLayout = {
  operation: 'soften',
  version: 1,
  blendColorspace: 'rgb_scene',
  masks: true,
  fields: [
    f32('size', 50, 0, 100),
    f32('saturation', 100, 0, 100),
    /** EV. */
    f32('brightness', 0.33, -2, 2),
    f32('amount', 50, 0, 100),
  ],
};

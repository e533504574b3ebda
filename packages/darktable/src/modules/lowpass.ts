import type { ModuleLayout } from './codec.ts';
import { f32, i32 } from './layout.ts';

/** Lowpass: a blur of Lab, with contrast, brightness and saturation of what it leaves. */
export const LOWPASS_V4: ModuleLayout = {
  operation: 'lowpass',
  version: 4,
  blendColorspace: 'lab',
  masks: true,
  fields: [
    i32('order', 0, 0, 2),
    /** Sigma, in pixels of the full picture. */
    f32('radius', 10, 0.1, 500),
    f32('contrast', 1, -3, 3),
    f32('brightness', 0, -3, 3),
    f32('saturation', 1, -3, 3),
    /** 0 Gaussian, 1 bilateral. */
    i32('lowpass_algo', 0, 0, 1),
    i32('unbound', 1, 0, 1),
  ],
};

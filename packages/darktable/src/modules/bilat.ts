import type { ModuleLayout } from './codec.ts';
import { f32, i32 } from './layout.ts';

/** Local contrast. In mode 1 (local laplacian) sigma_r is the highlights', sigma_s the shadows' share. */
export const BILAT_V3: ModuleLayout = {
  operation: 'bilat',
  version: 3,
  blendColorspace: 'lab',
  masks: true,
  fields: [
    /** 0 bilateral grid, 1 local laplacian. */
    i32('mode', 1, 0, 1),
    f32('sigma_r', 0.5, 0, 100),
    f32('sigma_s', 0.5, 0, 100),
    f32('detail', 0.25, -1, 4),
    f32('midtone', 0.5, 0.001, 1),
  ],
};

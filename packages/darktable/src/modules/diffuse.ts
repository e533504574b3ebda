import type { ModuleLayout } from './codec.ts';
import { f32, i32, type Field } from './layout.ts';

const ORDERS = ['first', 'second', 'third', 'fourth'];
const anisotropy = (order: string): Field => f32(`anisotropy_${order}`, 0, -10, 10);
const speed = (order: string): Field => f32(order, 0, -1, 1);

/** Diffuse or sharpen: partial differential equations on wavelet scales. Slow: cost grows with iterations and radius. */
export const DIFFUSE_V2: ModuleLayout = {
  operation: 'diffuse',
  version: 2,
  blendColorspace: 'rgb_scene',
  masks: true,
  fields: [
    i32('iterations', 1, 0, 500),
    f32('sharpness', 0, -1, 1),
    i32('radius', 8, 0, 2048),
    f32('regularization', 0, 0, 4),
    f32('variance_threshold', 0, -2, 2),
    ...ORDERS.map(anisotropy),
    f32('threshold', 0, 0, 8),
    ...ORDERS.map(speed),
    i32('radius_center', 0, 0, 1024),
  ],
};

import type { ModuleLayout } from './codec.ts';
import { f32 } from './layout.ts';

/** Unsharp mask on the L of Lab. */
export const SHARPEN_V1: ModuleLayout = {
  operation: 'sharpen',
  version: 1,
  blendColorspace: 'lab',
  masks: true,
  fields: [f32('radius', 2, 0, 99), f32('amount', 0.5, 0, 2), f32('threshold', 0.5, 0, 100)],
};

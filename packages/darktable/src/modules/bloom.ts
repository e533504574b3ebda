import type { ModuleLayout } from './codec.ts';
import { f32 } from './layout.ts';

/** Bloom: light of the bright parts, spread over what is around them. */
export const BLOOM_V1: ModuleLayout = {
  operation: 'bloom',
  version: 1,
  blendColorspace: 'lab',
  masks: true,
  fields: [
    f32('size', 20, 0, 100),
    /** Lightness from which a part spreads its light. */
    f32('threshold', 90, 0, 100),
    f32('strength', 25, 0, 100),
  ],
};

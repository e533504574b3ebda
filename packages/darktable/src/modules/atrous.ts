import type { ModuleLayout } from './codec.ts';
import { f32, i32, type Field } from './layout.ts';

/** Control points of a curve from coarse (0) to fine (1). */
const POSITIONS = [0, 0.2, 0.4, 0.6, 0.8, 1].map(Math.fround);
const CURVES = ['L', 'c', 's', 'Lt', 'ct'] as const;
/** 0.5 neither boosts nor cuts; a noise threshold rests at 0. */
const REST: Record<(typeof CURVES)[number], number> = { L: 0.5, c: 0.5, s: 0.5, Lt: 0, ct: 0 };

/**
 * Contrast equalizer: wavelet bands of Lab. Curves: L and c boost luma and chroma, s sharpens edges, Lt and ct
 * are noise thresholds. `x_*` are positions, `y_*` strengths; the last point is the finest scale.
 */
export const ATROUS_V2: ModuleLayout = {
  operation: 'atrous',
  version: 2,
  blendColorspace: 'lab',
  masks: true,
  fields: [
    i32('octaves', 3),
    ...CURVES.map((curve): Field => f32(`x_${curve}`, POSITIONS, 0, 1)),
    ...CURVES.map((curve): Field =>
      f32(
        `y_${curve}`,
        POSITIONS.map(() => REST[curve]),
        0,
        1,
      ),
    ),
    f32('mix', 1, -2, 2),
  ],
};

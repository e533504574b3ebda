import type { ModuleLayout } from './codec.ts';
import { f32, i32, type Field } from './layout.ts';

/** Exposure of a band, in EV; the bands stand at -8, -7 ... 0 EV of the guide. */
const band = (name: string): Field => f32(name, 0, -2, 2);

/** Exposure by brightness of the surroundings (a guided filter of the luminance). */
export const TONEEQUAL_V2: ModuleLayout = {
  operation: 'toneequal',
  version: 2,
  blendColorspace: 'rgb_scene',
  masks: true,
  fields: [
    band('noise'),
    band('ultra_deep_blacks'),
    band('deep_blacks'),
    band('blacks'),
    band('shadows'),
    band('midtones'),
    band('highlights'),
    band('whites'),
    band('speculars'),
    /** Diameter of the guide's filter, in per cent of the picture. */
    f32('blending', 5, 0.01, 100),
    /** Width of the interpolation between bands: sqrt(2) EV. */
    f32('smoothing', Math.fround(Math.SQRT2)),
    f32('feathering', 1, 0.01, 10_000),
    f32('quantization', 0, 0, 2),
    f32('contrast_boost', 0, -16, 16),
    f32('exposure_boost', 0, -16, 16),
    /** 0 none, 1 averaged guided, 2 guided, 3 averaged eigf, 4 eigf (exposure-independent guided filter). */
    i32('details', 4, 0, 4),
    /** 0 mean, 1 HSL lightness, 2 maximum, 3 sum, 4 euclidean norm, 5 power norm, 6 geometric mean. */
    i32('method', 4, 0, 6),
    i32('iterations', 1, 1, 20),
  ],
};

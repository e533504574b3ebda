import type { ModuleLayout } from './codec.ts';
import { f32, i32 } from './layout.ts';

/** Tone mapper: a film-like curve between a black and a white point. The same layout in 4.2.1, 5.0.1 and 5.4.1. */
export const FILMICRGB_V6: ModuleLayout = {
  operation: 'filmicrgb',
  version: 6,
  blendColorspace: 'rgb_scene',
  masks: true,
  fields: [
    f32('grey_point_source', 18.45, 0, 100),
    /** EV from middle grey. */
    f32('black_point_source', -8, -16, -0.1),
    f32('white_point_source', 4, 0.1, 16),
    f32('reconstruct_threshold', 0, -6, 6),
    f32('reconstruct_feather', 3, 0.25, 6),
    f32('reconstruct_bloom_vs_details', 100, -100, 100),
    f32('reconstruct_grey_vs_color', 100, -100, 100),
    f32('reconstruct_structure_vs_texture', 0, -100, 100),
    f32('security_factor', 0, -50, 200),
    f32('grey_point_target', 18.45, 1, 50),
    f32('black_point_target', 0.01517634, 0, 20),
    f32('white_point_target', 100, 0, 1600),
    f32('output_power', 4, 1, 10),
    f32('latitude', 0.01, 0.01, 99),
    f32('contrast', 1, 0, 5),
    f32('saturation', 0, -200, 200),
    f32('balance', 0, -50, 50),
    f32('noise_level', 0.2, 0, 6),
    /** The norm that keeps colours: 0 none, 1 max, 2 luminance, 3 power, 4 euclidean (RGB), 5 euclidean (scaled). */
    i32('preserve_color', 3, 0, 5),
    /** Colour science: 0 v3 (2019), 1 v4 (2020), 2 v5 (2021), 3 v6 (2022), 4 v7 (2023). */
    i32('version', 3, 0, 4),
    i32('auto_hardness', 1, 0, 1),
    i32('custom_grey', 0, 0, 1),
    i32('high_quality_reconstruction', 1, 0, 10),
    i32('noise_distribution', 1, 0, 2),
    i32('shadows', 0, 0, 2),
    i32('highlights', 0, 0, 2),
    i32('compensate_icc_black', 0, 0, 1),
    i32('spline_version', 2, 0, 2),
    i32('enable_highlight_reconstruction', 0, 0, 1),
  ],
};

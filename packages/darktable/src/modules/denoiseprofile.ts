import type { ModuleLayout } from './codec.ts';
import { f32, i32, type Field } from './layout.ts';

/** From the coarsest structures to the finest. */
const BANDS = 7;
/** What a curve of forces is for. Luminance and colour are those of the mode that tells them apart. */
const CURVES = ['all', 'red', 'green', 'blue', 'luminance', 'colour'] as const;
/** The force at which a band is cleaned as the camera's profile says. */
const AS_PROFILED = 0.5;

const perCurve = (prefix: string, value: (band: number) => number): Field[] =>
  CURVES.map((curve) =>
    f32(
      `${prefix}_${curve}`,
      Array.from({ length: BANDS }, (_, band) => value(band)),
      0,
      1,
    ),
  );

/**
 * Denoise (profiled): noise as the camera has it at the photo's sensitivity. Its defaults here are to find the profile
 * (`a` begins with -1; without one it is a generic one), and what else depends on it, by itself.
 */
export const DENOISEPROFILE_V11: ModuleLayout = {
  operation: 'denoiseprofile',
  version: 11,
  blendColorspace: 'rgb_scene',
  masks: true,
  fields: [
    f32('radius', 1, 0, 12),
    f32('nbhood', 7, 1, 30),
    f32('strength', 1, 0.001, 1000),
    f32('shadows', 1, 0, 1.8),
    f32('bias', 0, -1000, 100),
    f32('scattering', 0, 0, 20),
    f32('central_pixel_weight', 0.1, 0, 10),
    f32('overshooting', 1, 0.001, 1000),
    f32('a', [-1, -1, -1]),
    f32('b', [0, 0, 0]),
    /** 0 non-local means, 1 wavelets; 3 and 4 the same with all but the forces by the profile. */
    i32('mode', 4, 0, 4),
    ...perCurve('x', (band) => Math.fround(band / (BANDS - 1))),
    ...perCurve('force', () => AS_PROFILED),
    i32('wb_adaptive_anscombe', 1, 0, 1),
    i32('fix_anscombe_and_nlmeans_norm', 1, 0, 1),
    i32('use_new_vst', 1, 0, 1),
    /** 0 red, green and blue, 1 luminance and colour. */
    i32('wavelet_color_mode', 1, 0, 1),
  ],
};

/** Written by darktable 5.4, which knows of cameras that hold highlights back; what it upgrades does not ask for that. */
export const DENOISEPROFILE_V12: ModuleLayout = {
  ...DENOISEPROFILE_V11,
  version: 12,
  fields: [...DENOISEPROFILE_V11.fields, i32('compensate_hilite_pres', 1, 0, 1)],
};

import type { ModuleLayout } from './codec.ts';
import { f32, i32, type Field } from './layout.ts';

/** Weights of R, G, B; the fourth number pads for SIMD. */
const weights = (name: string, fallback: readonly number[]): Field => f32(name, fallback, -2, 2);
const flag = (name: string, fallback: number): Field => i32(name, fallback, 0, 1);
const NONE = [0, 0, 0, 0];

/** Color calibration: chromatic adaptation and a channel mixer. */
export const CHANNELMIXERRGB_V3: ModuleLayout = {
  operation: 'channelmixerrgb',
  version: 3,
  blendColorspace: 'rgb_scene',
  masks: true,
  fields: [
    weights('red', [1, 0, 0, 0]),
    weights('green', [0, 1, 0, 0]),
    weights('blue', [0, 0, 1, 0]),
    weights('saturation', NONE),
    weights('lightness', NONE),
    weights('grey', NONE),
    flag('normalize_R', 0),
    flag('normalize_G', 0),
    flag('normalize_B', 0),
    flag('normalize_sat', 0),
    flag('normalize_light', 0),
    flag('normalize_grey', 0),
    /** 0 same as the pipe (no adaptation), 1 A, 2 D, 3 E, 4 F, 5 LED, 6 black body, 7 custom x and y, 10 as shot. */
    i32('illuminant', 2, 0, 10),
    i32('illum_fluo', 2, 0, 11),
    i32('illum_led', 4, 0, 8),
    /** 0 linear Bradford, 1 CAT16, 2 full Bradford, 3 XYZ, 4 RGB (bypass). */
    i32('adaptation', 1, 0, 4),
    f32('x', 0.333),
    f32('y', 0.333),
    f32('temperature', 5003, 1667, 25_000),
    f32('gamut', 1, 0, 12),
    flag('clip', 1),
    /** The saturation algorithm: 2 is "version 3 (Apr 2021)". */
    i32('version', 2, 0, 2),
  ],
};

import type { ModuleLayout } from './codec.ts';
import { f32, i32 } from './layout.ts';

/** Thirty degrees, as far as a primary turns. */
const MOST_TURN = 0.5236;
const turn = (name: string, fallback: number) => f32(name, fallback, -MOST_TURN, MOST_TURN);
const share = (name: string, fallback: number) => f32(name, fallback, 0, 0.99);

/** Black and white, in EV from middle grey. */
const [BLACK, WHITE] = [-10, 6.5];

/**
 * Tone mapper: AgX, with the curve between pulled in and restored primaries. darktable 5.4 brought it. Defaults are those
 * that darktable itself begins with for a raw photo ("scene-referred default").
 */
export const AGX_V7: ModuleLayout = {
  operation: 'agx',
  version: 7,
  blendColorspace: 'rgb_scene',
  masks: true,
  fields: [
    f32('look_lift', 0, -1, 1),
    f32('look_slope', 1, 0, 10),
    f32('look_brightness', 1, 0, 100),
    f32('look_saturation', 1, 0, 10),
    f32('look_original_hue_mix_ratio', 0, 0, 1),
    f32('range_black_relative_ev', BLACK, -20, -0.1),
    f32('range_white_relative_ev', WHITE, 0.1, 20),
    f32('dynamic_range_scaling', 0.1, -0.5, 2),
    /** Where middle grey stands between black and white. */
    f32('curve_pivot_x', BLACK / (BLACK - WHITE), 0, 1),
    f32('curve_pivot_y_linear_output', 0.18, 0, 1),
    f32('curve_contrast_around_pivot', 2.8, 0.1, 10),
    f32('curve_linear_ratio_below_pivot', 0, 0, 1),
    f32('curve_linear_ratio_above_pivot', 0, 0, 1),
    f32('curve_toe_power', 1.55, 0, 10),
    f32('curve_shoulder_power', 1.55, 0, 10),
    f32('curve_gamma', 2.2, 0.01, 100),
    i32('auto_gamma', 0, 0, 1),
    f32('curve_target_display_black_ratio', 0, 0, 0.15),
    f32('curve_target_display_white_ratio', 1, 0.2, 1),
    /** 0 of the export, 1 of the pipe, 2 Rec. 2020, 3 Display P3, 4 Adobe RGB, 5 sRGB. */
    i32('base_primaries', 2, 0, 5),
    i32('disable_primaries_adjustments', 0, 0, 1),
    share('red_inset', 0.29462451),
    turn('red_rotation', 0.03540329),
    share('green_inset', 0.25861925),
    turn('green_rotation', -0.02108586),
    share('blue_inset', 0.14641371),
    turn('blue_rotation', -0.06305724),
    f32('master_outset_ratio', 1, 0, 2),
    f32('master_unrotation_ratio', 0, 0, 2),
    share('red_outset', 0.290776401758),
    turn('red_unrotation', 0.03540329),
    share('green_outset', 0.263155400753),
    turn('green_unrotation', -0.02108586),
    share('blue_outset', 0.045810721815),
    turn('blue_unrotation', -0.06305724),
    i32('completely_reverse_primaries', 0, 0, 1),
  ],
};

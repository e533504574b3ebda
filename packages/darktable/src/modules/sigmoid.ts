import type { ModuleLayout } from './codec.ts';
import { f32, i32 } from './layout.ts';

/** Tone mapper: a logistic curve. Version 1 as 4.2 has it; 5.x upgrades it to 3, with colours as they were. */
export const SIGMOID_V1: ModuleLayout = {
  operation: 'sigmoid',
  version: 1,
  blendColorspace: 'rgb_scene',
  masks: true,
  fields: [
    f32('middle_grey_contrast', 1.5, 0.1, 10),
    f32('contrast_skewness', 0, -1, 1),
    /** Luminance of the display's white and black, per cent. */
    f32('display_white_target', 100, 20, 1600),
    f32('display_black_target', 0.0152, 0, 15),
    /** 0 per channel, 1 ratios of RGB. */
    i32('color_processing', 0, 0, 1),
    f32('hue_preservation', 100, 0, 100),
  ],
};

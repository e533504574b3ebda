import type { ModuleLayout } from './codec.ts';
import { f32, i32, type Field } from './layout.ts';

/** The nodes, every 45 degrees of darktable's UCS hue. */
const COLOURS = ['red', 'orange', 'yellow', 'green', 'cyan', 'blue', 'lavender', 'magenta'] as const;
const perColour = (name: string, rest: number, min: number, max: number): Field[] =>
  COLOURS.map((colour) => f32(`${name}_${colour}`, rest, min, max));

/** Color equalizer: saturation, hue and brightness by hue, on scene-referred light. darktable 5.0 brought it. */
export const COLOREQUAL_V4: ModuleLayout = {
  operation: 'colorequal',
  version: 4,
  blendColorspace: 'rgb_scene',
  masks: true,
  fields: [
    f32('threshold', 0.1, 0, 0.3),
    f32('smoothing_hue', 1, 0.05, 2),
    f32('contrast', 0, -1, 1),
    f32('white_level', 1, -2, 16),
    f32('chroma_size', 1.5, 1, 10),
    f32('param_size', 1, 1, 128),
    i32('use_filter', 1, 0, 1),
    ...perColour('sat', 1, 0, 2),
    ...perColour('hue', 0, -180, 180),
    ...perColour('bright', 1, 0, 2),
    f32('hue_shift', 0, -23, 23),
  ],
};

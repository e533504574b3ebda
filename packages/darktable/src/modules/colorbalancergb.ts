import type { ModuleLayout } from './codec.ts';
import { f32, i32, type Field } from './layout.ts';

const signed = (name: string): Field => f32(name, 0, -1, 1);
const weight = (name: string): Field => f32(name, 1, 0, 3);
const chroma = (name: string): Field => f32(name, 0, 0, 1);
const degrees = (name: string): Field => f32(name, 0, 0, 360);

/** Colour grading on scene-referred light. The same layout in 4.2.1, 5.0.1 and 5.4.1. */
export const COLORBALANCERGB_V5: ModuleLayout = {
  operation: 'colorbalancergb',
  version: 5,
  blendColorspace: 'rgb_scene',
  masks: true,
  fields: [
    ...['shadows', 'midtones', 'highlights', 'global'].flatMap((zone) => [
      signed(`${zone}_Y`),
      chroma(`${zone}_C`),
      degrees(`${zone}_H`),
    ]),
    weight('shadows_weight'),
    f32('white_fulcrum', 0, -16, 16),
    weight('highlights_weight'),
    signed('chroma_shadows'),
    signed('chroma_highlights'),
    signed('chroma_global'),
    signed('chroma_midtones'),
    signed('saturation_global'),
    signed('saturation_highlights'),
    signed('saturation_midtones'),
    signed('saturation_shadows'),
    f32('hue_angle', 0, -180, 180),
    signed('brilliance_global'),
    signed('brilliance_highlights'),
    signed('brilliance_midtones'),
    signed('brilliance_shadows'),
    f32('mask_grey_fulcrum', 0.1845, 0, 1),
    signed('vibrance'),
    f32('grey_fulcrum', 0.1845, 0, 1),
    signed('contrast'),
    /** 0 JzAzBz (2021), 1 darktable UCS (2022). */
    i32('saturation_formula', 1, 0, 1),
  ],
};

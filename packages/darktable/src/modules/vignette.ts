import type { ModuleLayout } from './codec.ts';
import { f32, i32 } from './layout.ts';

/** Vignetting: the borders darker or lighter, around a centre of the picture as it is framed. */
export const VIGNETTE_V4: ModuleLayout = {
  operation: 'vignette',
  version: 4,
  blendColorspace: 'rgb_scene',
  masks: true,
  fields: [
    /** Where it begins, and over how much more it comes to its full strength, per cent of half the picture. */
    f32('scale', 80, 0, 200),
    f32('falloff_scale', 50, 0, 200),
    /** Below 0 a share of the light that is taken away, above it light that is added. */
    f32('brightness', -0.5, -1, 1),
    f32('saturation', -0.5, -1, 1),
    /** From the middle, in halves of width and height. */
    f32('center', [0, 0]),
    /** 1: the shape of the picture; 0: of `whratio`. */
    i32('autoratio', 0, 0, 1),
    f32('whratio', 1, 0, 2),
    /** 1 an ellipse; towards 0 a rectangle, above it a star. */
    f32('shape', 1, 0, 5),
    /** 0 none, which leaves the falloff without its smooth ends too, 1 for 8 bits, 2 for 16. */
    i32('dithering', 0, 0, 2),
    i32('unbound', 1, 0, 1),
  ],
};

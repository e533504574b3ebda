import type { ModuleLayout } from './codec.ts';
import { f32, i32 } from './layout.ts';

/** darktable shows the coarseness as a sensitivity; it keeps that by this factor. */
const SHOWN = 213.2;

/** Grain: simplex noise on the lightness, as of film. */
export const GRAIN_V2: ModuleLayout = {
  operation: 'grain',
  version: 2,
  blendColorspace: 'lab',
  masks: true,
  fields: [
    /** 0 hue, 1 saturation, 2 lightness, 3 RGB; only the lightness is drawn. */
    i32('channel', 2, 0, 3),
    f32('scale', 1600 / SHOWN, 20 / SHOWN, 6400 / SHOWN),
    f32('strength', 25, 0, 100),
    f32('midtones_bias', 100, 0, 100),
  ],
};

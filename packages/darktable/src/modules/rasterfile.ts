import type { ModuleLayout } from './codec.ts';
import { i32, text } from './layout.ts';

const PATH_BYTES = 2048;

/** An external picture as a raster mask for later modules; darktable 5.2 and later. */
export const RASTERFILE_V1: ModuleLayout = {
  operation: 'rasterfile',
  version: 1,
  blendColorspace: 'rgb_scene',
  masks: false,
  fields: [
    /** Channels that make the mask, as bits: 1 red, 2 green, 4 blue. */
    i32('mode', 7, 1, 7),
    /** The folder; darktable joins it with the file's name. */
    text('path', PATH_BYTES),
    text('file', PATH_BYTES),
  ],
};

import type { ModuleLayout } from './codec.ts';
import { i32, text } from './layout.ts';

/** darktable's number of linear Rec. 2020, its usual working profile. */
export const LINEAR_REC2020 = 4;
const FILE_NAME_BYTES = 512;

/** Input color profile: from the camera's or the file's colours into the working profile. */
export const COLORIN_V7: ModuleLayout = {
  operation: 'colorin',
  version: 7,
  blendColorspace: 'rgb_scene',
  masks: false,
  fields: [
    /** 12 enhanced matrix, 11 standard matrix, 10 embedded matrix, 4 linear Rec. 2020. */
    i32('type', 12),
    text('filename', FILE_NAME_BYTES),
    i32('intent', 0, 0, 3),
    i32('normalize', 0),
    i32('blue_mapping', 0),
    i32('type_work', LINEAR_REC2020),
    text('filename_work', FILE_NAME_BYTES),
  ],
};

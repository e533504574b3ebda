import type { ModuleLayout } from './codec.ts';
import { byteLengthOf, i32, readFields, text } from './layout.ts';

/** darktable's number of linear Rec. 2020, its usual working profile. */
export const LINEAR_REC2020 = 4;
/** That of linear Rec. 709, in which darktable works on what it was given before 3.0. */
export const LINEAR_REC709 = 3;
/** That of linear ProPhoto RGB. */
export const LINEAR_PROPHOTO = 21;
/** Those of sRGB and Adobe RGB, which have curves. */
export const SRGB = 1;
export const ADOBE_RGB = 2;
const FILE_NAME_BYTES = 512;
const FILE_NAME_BYTES_V5 = 100;

const fields = (fileNameBytes: number) => [
  /** 12 enhanced matrix, 11 standard matrix, 10 embedded matrix, 4 linear Rec. 2020. */
  i32('type', 12),
  text('filename', fileNameBytes),
  i32('intent', 0, 0, 3),
  i32('normalize', 0),
  i32('blue_mapping', 0),
  i32('type_work', LINEAR_REC2020),
  text('filename_work', fileNameBytes),
];

/** Input color profile: from the camera's or the file's colours into the working profile. */
export const COLORIN_V7: ModuleLayout = {
  operation: 'colorin',
  version: 7,
  blendColorspace: 'rgb_scene',
  masks: false,
  fields: fields(FILE_NAME_BYTES),
};

/** The first version that says in which profile darktable works. */
const SAYS_WORKING = 5;

/** What parameters of any version say of the working profile: a file's name where `type_work` is 0. */
export function workingOf(version: number, params: Uint8Array): { type_work: number; filename_work: string } {
  if (version < SAYS_WORKING) return { type_work: LINEAR_REC709, filename_work: '' };
  const layout = fields(version === SAYS_WORKING ? FILE_NAME_BYTES_V5 : FILE_NAME_BYTES);
  // darktable takes its own where it cannot read them.
  if (params.length !== byteLengthOf(layout)) return { type_work: LINEAR_REC2020, filename_work: '' };
  const read = readFields(layout, params);
  return { type_work: read['type_work'] as number, filename_work: read['filename_work'] as string };
}

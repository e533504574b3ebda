import type { ModuleLayout } from './codec.ts';
import { f32, i32, text } from './layout.ts';

/** The corrections of `modify_flags`, one bit each. */
export const LENS_CORRECTION = { tca: 1, vignetting: 2, distortion: 4 } as const;

/** Where the numbers of a correction come from. */
export const LENS_METHOD = { embedded: 0, lensfun: 1 } as const;

const NAME_BYTES = 128;
/** Fine tuning of a correction that is embedded in the photo: 1 is what the maker says. */
const fineTune = (name: string) => f32(name, 1, 0, 2);

const SHARED = [
  /** LENS_METHOD; version 10 also 2, a vignette by hand. */
  i32('method', LENS_METHOD.lensfun, 0, 2),
  i32('modify_flags', LENS_CORRECTION.tca | LENS_CORRECTION.vignetting | LENS_CORRECTION.distortion, 0, 7),
  /** 1 distorts a picture as the lens would. */
  i32('inverse', 0, 0, 1),
  f32('scale', 1, 0.1, 2),
  /** Of the sensor; the camera's own is taken where lensfun knows the camera. */
  f32('crop', 0),
  /** Millimetres, f-number, metres. */
  f32('focal', 0),
  f32('aperture', 0),
  f32('distance', 0),
  /** The projection of the result: 1 rectilinear, 2 fisheye and so on. */
  i32('target_geom', 1, 0, 8),
  /** As lensfun is asked for them. */
  text('camera', NAME_BYTES),
  text('lens', NAME_BYTES),
  i32('tca_override', 0, 0, 1),
  f32('tca_r', 1, 0.99, 1.01),
  f32('tca_b', 1, 0.99, 1.01),
  fineTune('cor_dist_ft'),
  fineTune('cor_vig_ft'),
];

/**
 * Lens correction as 4.2.1 has it; 5.x upgrades it. With `modified` 0 darktable takes nothing of it but the method, and
 * all else from the photo's EXIF and lensfun: all three corrections, in a size that leaves no empty corners.
 */
export const LENS_V6: ModuleLayout = {
  operation: 'lens',
  version: 6,
  blendColorspace: 'rgb_scene',
  masks: false,
  fields: [...SHARED, i32('modified', 0, 0, 1)],
};

/** Read only: what 5.x writes. */
export const LENS_V10: ModuleLayout = {
  ...LENS_V6,
  version: 10,
  fields: [
    ...SHARED,
    fineTune('cor_ca_r_ft'),
    fineTune('cor_ca_b_ft'),
    f32('scale_md_v1', 1, 0.9, 1.1),
    /** Which way of reading the embedded correction. */
    i32('md_version', 0, 0, 1),
    f32('scale_md', 1, 0.1, 2),
    /** What version 6 calls `modified`. */
    i32('has_been_set', 0, 0, 1),
    f32('v_strength', 0, 0, 1),
    f32('v_radius', 0.5, 0, 1),
    f32('v_steepness', 0.5, 0, 1),
    f32('reserved', [0, 0]),
  ],
};

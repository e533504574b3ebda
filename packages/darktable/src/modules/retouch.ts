import type { ModuleLayout } from './codec.ts';
import { f32, i32, type Field, type Value } from './layout.ts';

/** As many spots as one instance has room for. */
export const RETOUCH_FORMS = 300;

/** What is done at a spot, by darktable's numbers. */
export const RETOUCH_ALGORITHM = { clone: 1, heal: 2, blur: 3, fill: 4 } as const;
export type RetouchAlgorithm = keyof typeof RETOUCH_ALGORITHM;

/** One spot: a form of the group that the instance's blending names, and what is done there. */
export interface RetouchForm {
  readonly formId: number;
  readonly algorithm: RetouchAlgorithm;
  /** Of a blur: the Gaussian's sigma in pixels of the full-size picture, 0.1 to 200. */
  readonly blurRadius?: number;
  /** Of a fill: the colour in the space that the module works in. */
  readonly colour?: readonly [number, number, number];
}

const BLUR_RADIUS = [0.1, 200] as const;
/** 0 would fill with the brightness alone. */
const FILL_WITH_COLOUR = 1;
/** Where a source lies is worked out in the stored frame and carried through all distortions. 1 was before 3.0. */
const DISTORT_MODE = 2;

const formFields = (i: number): Field[] => [
  i32(`forms[${i}].formid`, 0),
  /** The wavelet scale; 0 is the picture itself. */
  i32(`forms[${i}].scale`, 0, 0, 16),
  i32(`forms[${i}].algorithm`, 0, 0, 4),
  /** 0 Gaussian, 1 bilateral. */
  i32(`forms[${i}].blur_type`, 0, 0, 1),
  f32(`forms[${i}].blur_radius`, 0),
  i32(`forms[${i}].fill_mode`, 0, 0, 1),
  f32(`forms[${i}].fill_color`, [0, 0, 0]),
  f32(`forms[${i}].fill_brightness`, 0),
  i32(`forms[${i}].distort_mode`, 0, 0, 2),
];

/** Retouch: heals, clones, blurs and fills spots, in their order; the source of one may be where another was. */
export const RETOUCH_V3: ModuleLayout = {
  operation: 'retouch',
  version: 3,
  blendColorspace: 'rgb_scene',
  masks: false,
  fields: [
    ...Array.from({ length: RETOUCH_FORMS }, (_, i) => formFields(i)).flat(),
    /** What the window offers for the next spot, as are the rest up to the last. */
    i32('algorithm', RETOUCH_ALGORITHM.heal, 0, 4),
    i32('num_scales', 0, 0, 15),
    i32('curr_scale', 0, 0, 16),
    i32('merge_from_scale', 0, 0, 16),
    f32('preview_levels', [-3, 0, 3]),
    i32('blur_type', 0, 0, 1),
    f32('blur_radius', 10, ...BLUR_RADIUS),
    i32('fill_mode', 0, 0, 1),
    f32('fill_color', [0, 0, 0]),
    f32('fill_brightness', 0, -1, 1),
    i32('max_heal_iter', 2000),
  ],
};

/** The parameters that do these spots, at most RETOUCH_FORMS of them. */
export const retouchParams = (forms: readonly RetouchForm[]): Record<string, Value> =>
  Object.assign(
    {},
    ...forms.map(({ formId, algorithm, blurRadius = 0, colour = [0, 0, 0] }, i) => ({
      [`forms[${i}].formid`]: formId,
      [`forms[${i}].algorithm`]: RETOUCH_ALGORITHM[algorithm],
      [`forms[${i}].blur_radius`]:
        algorithm === 'blur' ? Math.min(Math.max(blurRadius, BLUR_RADIUS[0]), BLUR_RADIUS[1]) : 0,
      [`forms[${i}].fill_mode`]: algorithm === 'fill' ? FILL_WITH_COLOUR : 0,
      [`forms[${i}].fill_color`]: colour,
      [`forms[${i}].distort_mode`]: DISTORT_MODE,
    })),
  ) as Record<string, Value>;

import { channelsWith, FEATHERING_GUIDE, inWorkingProfile, LINEAR_REC2020 } from '@chemigram/darktable';
import type { BlendParams } from '@chemigram/darktable';
import { Guide, recycle, refineOfInverse, refineOpacity, scale } from '@chemigram/mask';
import type { Mask, Raster, RefineSources, Size } from '@chemigram/mask';
import type { FloatPicture } from '@chemigram/renderer';
import { SPACES } from './ranges/channels.ts';
import type { WorkingSpace } from './ranges/channels.ts';

/**
 * What darktable multiplies a module's input in RGB by before it feathers a mask along it; Lab it takes as it is. So
 * with blend parameters before version 13, or with a feather version of 0.
 */
const RGB_WEIGHT = 100;

/** What darktable's sliders show at most, pixels of the full-size picture. */
const SLIDER = { feather_radius: 250, blur: 100 } as const;

/**
 * Where darktable finds edges to feather a mask along: the module's input, in the space that it blends in.
 * @param profile darktable's number of the one that the photo is worked on in
 */
export function guideOf(input: FloatPicture, space: WorkingSpace, profile: number = LINEAR_REC2020): Guide {
  const data = new Float32Array(3 * input.width * input.height);
  if (space !== 'lab') {
    const light = inWorkingProfile(profile, input.data) ?? input.data;
    for (let i = 0; i < data.length; i++) data[i] = RGB_WEIGHT * light[i]!;
  } else {
    const values = channelsWith(SPACES.lab[0], LAB_GUIDE[0]!.channel, input.data);
    for (const [c, { channel, scale }] of LAB_GUIDE.entries()) {
      const some = values.get(channel)!;
      for (let i = 0; i < some.length; i++) data[3 * i + c] = scale * some[i]!;
    }
  }
  return new Guide(input, data);
}

/** L, a and b on their own scales, from the scales of the sliders. */
const LAB_GUIDE = [
  { channel: 0, scale: 100 },
  { channel: 1, scale: 256 },
  { channel: 2, scale: 256 },
];

/** A finished mask that darktable refines itself. */
export interface NativeRefinement {
  /** What is placed instead: not refined, at full opacity. */
  readonly under: Mask;
  blend(blend: BlendParams): BlendParams;
  /** @param under given away */
  predict(under: Raster): Raster;
}

/**
 * How darktable refines the mask of a whole edit, or null where the mask is not refined or darktable's order is
 * another: it inverts first and refines then. Blur, feathering, contrast and brightness have a twin for the inverse;
 * details, which take away from what they act on, have none.
 */
export function nativeRefinement(mask: Mask, displayed: Size, sources: RefineSources): NativeRefinement | null {
  const { refine, opacity = 1, ...under } = mask;
  if (refine === undefined || (mask.invert === true && refine.details !== undefined)) return null;
  const native = mask.invert === true ? refineOfInverse(refine) : refine;
  const shorter = Math.min(displayed.width, displayed.height);
  return {
    under: under as Mask,
    blend: (blend) => ({
      ...blend,
      opacity: 100 * opacity,
      featheringRadius: (native.feather_radius ?? 0) * shorter,
      featheringGuide: FEATHERING_GUIDE.INPUT_AFTER_BLUR,
      blurRadius: (native.blur ?? 0) * shorter,
      contrast: native.contrast ?? 0,
      brightness: native.brightness ?? 0,
      details: native.details ?? 0,
    }),
    predict: (drawn) => {
      const refined = refineOpacity(scale(drawn, false, opacity), native, sources, opacity);
      if (refined !== drawn) recycle(drawn);
      return refined;
    },
  };
}

/** What to tell about radii that darktable computes with but its window cannot show. */
export function radiusWarnings({ refine = {} }: Mask, displayed: Size): string[] {
  return (['feather_radius', 'blur'] as const).flatMap((field) => {
    const pixels = (refine[field] ?? 0) * Math.min(displayed.width, displayed.height);
    if (pixels <= SLIDER[field]) return [];
    return [
      `refine.${field} is ${Math.round(pixels)} pixels of this photo; darktable's window shows at most ${SLIDER[field]} ` +
        'and falls back to that when somebody moves its slider.',
    ];
  });
}

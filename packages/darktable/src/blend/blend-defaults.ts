/** Blend params to start from: darktable's own defaults, and each kind of mask on top of them. */
import {
  BLENDIF_CHANNELS,
  BLEND_CST,
  BLEND_MODE_NORMAL,
  FEATHERING_GUIDE,
  MASK_COMBINE,
  MASK_MODE,
  type BlendCst,
  type BlendParams,
} from './blend-params.ts';

/** log2(0.01): brings the Jz and Cz of white (0.018) near 1.8, darktable's default for scene-referred blending. */
export const JZCZ_BOOST = Math.fround(-6.64385619);
/** Jz and Cz of the module's input and output. */
const BOOSTED_CHANNELS = [8, 9, 12, 13];

/** Channels that exist per space: bits of `blendif`. */
export const CHANNEL_MASK: Record<'lab' | 'rgb', number> = { lab: 0x3377, rgb: 0x77ff };

/** darktable's defaults: no mask, uniform at 100 %, normal blending, all parametric channels open. */
export function blendDefaults(cst: BlendCst): BlendParams {
  return {
    maskMode: MASK_MODE.OFF,
    blendCst: cst,
    blendMode: BLEND_MODE_NORMAL,
    blendParameter: 0,
    opacity: 100,
    maskCombine: MASK_COMBINE.EXCLUSIVE,
    maskId: 0,
    blendif: 0,
    featheringRadius: 0,
    featheringGuide: FEATHERING_GUIDE.INPUT_AFTER_BLUR,
    blurRadius: 0,
    contrast: 0,
    brightness: 0,
    details: 0,
    featherVersion: 0,
    reserved: [0, 0],
    blendifParameters: Array.from({ length: 4 * BLENDIF_CHANNELS }, (_, i) => (i % 4 < 2 ? 0 : 1)),
    blendifBoostFactors: Array.from({ length: BLENDIF_CHANNELS }, (_, i) =>
      cst === BLEND_CST.RGB_SCENE && BOOSTED_CHANNELS.includes(i) ? JZCZ_BOOST : 0,
    ),
    rasterMaskSource: '',
    rasterMaskInstance: 0,
    rasterMaskId: 0,
    rasterMaskInvert: false,
  };
}

/** The module's whole effect, evenly, at `opacity` percent. */
export const uniformBlend = (cst: BlendCst, opacity = 100): BlendParams => ({
  ...blendDefaults(cst),
  maskMode: MASK_MODE.ENABLED,
  opacity,
});

/** With the drawn mask of the group `maskId`. */
export const withDrawnMask = (p: BlendParams, maskId: number): BlendParams => ({
  ...p,
  maskMode: p.maskMode | MASK_MODE.ENABLED | MASK_MODE.DRAWN,
  maskId,
});

/** One active channel of a parametric mask. */
export interface ChannelRange {
  /** Index of the channel; see CHANNELS in parametric.ts. */
  channel: number;
  /** Where the opacity leaves 0, reaches 1, leaves 1, reaches 0: in darktable's slider units, 0 to 1. */
  range: readonly [number, number, number, number];
  inverted?: boolean;
  /** Replaces the channel's boost factor; the four numbers count 2^boost times. */
  boost?: number;
}

/** With further parametric channels; a pixel must pass all of them (and the drawn mask). */
export function withChannels(p: BlendParams, channels: readonly ChannelRange[]): BlendParams {
  const blendifParameters = [...p.blendifParameters];
  const blendifBoostFactors = [...p.blendifBoostFactors];
  let blendif = p.blendif;
  for (const { channel, range, inverted = false, boost } of channels) {
    blendif |= 1 << channel;
    const polarity = 1 << (16 + channel);
    blendif = inverted ? blendif | polarity : blendif & ~polarity;
    blendifParameters.splice(channel * 4, 4, ...range);
    if (boost !== undefined) blendifBoostFactors[channel] = boost;
  }
  return {
    ...p,
    maskMode: p.maskMode | MASK_MODE.ENABLED | MASK_MODE.PARAMETRIC,
    blendif: blendif >>> 0,
    blendifParameters,
    blendifBoostFactors,
  };
}

/** With the raster mask that instance `instance` of `operation` provides, in place of any other mask. */
export const withRasterMask = (p: BlendParams, operation: string, instance: number, inverted = false): BlendParams => ({
  ...p,
  maskMode: MASK_MODE.ENABLED | MASK_MODE.RASTER,
  rasterMaskSource: operation,
  rasterMaskInstance: instance,
  rasterMaskId: 0,
  rasterMaskInvert: inverted,
});

/**
 * The complement of a drawn, parametric or raster mask before its global opacity, the same in every darktable.
 *
 * Not by MASK_COMBINE.INVERT, which 4.2 and 5.x read differently beside a drawn mask, but by De Morgan: 1 - d p q is
 * the union of (1 - d), (1 - p) and (1 - q). "Inclusive" is that union, and it wants the polarity bit of EVERY
 * channel turned, also of the inactive ones: an inactive channel left as it was would cancel the mask.
 */
export function invertBlend(p: BlendParams): BlendParams {
  if (p.maskMode & MASK_MODE.RASTER) return { ...p, rasterMaskInvert: !p.rasterMaskInvert };
  if (!(p.maskMode & MASK_MODE.PARAMETRIC)) return { ...p, maskCombine: p.maskCombine ^ MASK_COMBINE.DRAWN_INVERTED };
  const channels = p.blendCst === BLEND_CST.LAB ? CHANNEL_MASK.lab : CHANNEL_MASK.rgb;
  const drawn = p.maskMode & MASK_MODE.DRAWN ? MASK_COMBINE.DRAWN_INVERTED : 0;
  return {
    ...p,
    maskCombine: p.maskCombine ^ (MASK_COMBINE.INCLUSIVE | drawn),
    blendif: (p.blendif ^ (channels << 16)) >>> 0,
  };
}

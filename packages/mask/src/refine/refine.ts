import { ChemigramError } from '@chemigram/errors';
import { gaussianBlur } from './gaussian-blur.ts';
import type { Guide } from './guided-filter.ts';
import type { Mask, Refine } from '../language/mask.ts';
import { type Raster, shorterSide } from '../raster/raster.ts';

/**
 * darktable's refinement of a finished mask, in its order: detail mask, blur, feathering by the guided filter, contrast
 * and brightness (develop/blend.c of 4.2 to 5.4: the order of "input after blur", its default).
 */

/** Below these darktable leaves a step out: pixels of the full-size picture, and units of its sliders. */
const LEAST_RADIUS = 0.1;
const LEAST_TONE = 0.01;
/** darktable's box reaches this many feather radii to either side, in whole pixels, at least one. */
const BOX_PER_RADIUS = 2;
/** darktable's bounds for "nothing" and "everything" where brightness stands at an end: 16 times a float's epsilon. */
const NOTHING = 16 * 2 ** -23;
/** e to the power of this is the slope of the tone curve's middle at full contrast. */
const CONTRAST_POWER = 3;

/** What refining may have to look at. */
export interface RefineSources {
  /** Where feathering finds its edges: the input of the edit's module, at the raster's size. */
  guide?: Guide;
  /** Opacity by detail at a level of `details`, of the raster's size. */
  details?: (level: number) => Raster;
  /** Pixels of the full-size picture per pixel of the raster; 1 when not given. */
  fullScale?: number;
}

/**
 * A mask's opacity, refined. The radii are fractions of the raster's shorter side.
 *
 * @param raster not changed
 * @param share an opacity that the raster was scaled by before: darktable scales first, and its curve knows
 * @throws internal when a source is missing
 */
export function refineOpacity(raster: Raster, refine: Refine, sources: RefineSources, share = 1): Raster {
  const { feather_radius = 0, blur = 0, contrast = 0, brightness = 0, details = 0 } = refine;
  const shorter = shorterSide(raster);
  const least = LEAST_RADIUS / (sources.fullScale ?? 1);
  let result = raster;
  if (details !== 0) result = product(result, needed(sources.details, 'details')(details));
  if (blur * shorter > least) result = gaussianBlur(result, blur * shorter);
  if (feather_radius * shorter > least) {
    const box = Math.max(1, Math.floor(BOX_PER_RADIUS * feather_radius * shorter + 0.5));
    result = needed(sources.guide, 'feather_radius').filter(result, box);
  }
  const toned = Math.abs(contrast) >= LEAST_TONE || Math.abs(brightness) >= LEAST_TONE;
  return toned && share > 0 ? toneMask(result, contrast, brightness, share) : result;
}

function needed<T>(source: T | undefined, field: string): T {
  if (source !== undefined) return source;
  throw new ChemigramError('internal', `A mask was to be refined by ${field} without what that looks at.`, {
    field: `refine.${field}`,
  });
}

function product(a: Raster, b: Raster): Raster {
  const data = new Float32Array(a.data.length);
  for (let i = 0; i < data.length; i++) data[i] = a.data[i]! * b.data[i]!;
  return { width: a.width, height: a.height, data };
}

/** Brightness stretches the opacity from one end, contrast bends it around the middle. */
function toneMask({ width, height, data }: Raster, contrast: number, brightness: number, share: number): Raster {
  const steep = Math.exp(CONTRAST_POWER * contrast);
  const out = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    // From -1 to 1, so that the curve is odd.
    let x = (2 * data[i]!) / share - 1;
    if (brightness >= 1) x = data[i]! <= NOTHING ? -1 : 1;
    else if (brightness <= -1) x = data[i]! >= 1 - NOTHING ? 1 : -1;
    else if (brightness > 0) x = Math.min(1, (x + brightness) / (1 - brightness));
    else x = Math.max(-1, (x + brightness) / (1 + brightness));
    const bent = (x * steep) / (1 + (steep - 1) * Math.abs(x));
    const opacity = (bent / 2 + 0.5) * share;
    out[i] = opacity < 0 ? 0 : opacity > 1 ? 1 : opacity;
  }
  return { width, height, data: out };
}

/**
 * The refinement that gives for 1 - m what `refine` gives for m, turned round: blur and feathering are even-handed,
 * contrast is symmetric, brightness changes its sign. Not for details, which always take away.
 */
export function refineOfInverse(refine: Refine): Refine {
  return refine.brightness === undefined ? refine : { ...refine, brightness: -refine.brightness };
}

/** Whether feathering stands anywhere in it, so that rasterising needs the guide. */
export function needsGuide(mask: Mask): boolean {
  if (mask.refine?.feather_radius !== undefined) return true;
  return mask.kind === 'compose' && mask.operands.some(needsGuide);
}

/** Every level of `details` in it: what rasterising needs the detail masks of. */
export function detailLevels(mask: Mask): number[] {
  const own = mask.refine?.details === undefined ? [] : [mask.refine.details];
  const below = mask.kind === 'compose' ? mask.operands.flatMap(detailLevels) : [];
  return [...new Set([...own, ...below])];
}

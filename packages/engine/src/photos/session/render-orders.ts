import type { RenderOrder } from '@chemigram/renderer';
import { unborderedText } from '../../develop/unbordered.ts';

/** The first look at a photo is its first preview as well, at the usual size of one. */
export const FIRST_BOX = 1024;

/**
 * The photo as darktable (null) or its own sidecar has it: it tells the baseline, so it carries its history, and is the
 * first picture to be seen, without a border around it. It is read once, right away: 16 bits, for ranges look at it, and not packed.
 */
export const firstOrder = (source: string, own: string | null): RenderOrder => ({
  source,
  xmp: own === null ? null : unborderedText(own),
  box: FIRST_BOX,
  format: 'tiff',
  bits: 16,
  compress: false,
  profile: 'srgb',
});

/** Light, linear Rec. 2020, unclipped. */
export const linearOrder = (source: string, xmp: string, box: number | null): RenderOrder => ({
  source,
  xmp,
  box,
  format: 'pfm',
  profile: 'linear',
});

/**
 * Light behind the tone mapper, linear in the colours of sRGB: what a module there is given, and a picture for the eye, to make
 * sRGB of. A file of that takes darktable longer than both, for it works out the curve anew for each, twice. (Not in Rec. 2020:
 * filmic fits its colours into those of the file, so that saturated ones would be others than those of an export.)
 */
export const shownOrder = (source: string, xmp: string, box: number | null): RenderOrder => ({
  source,
  xmp,
  box,
  format: 'pfm',
  profile: 'linear-srgb',
});

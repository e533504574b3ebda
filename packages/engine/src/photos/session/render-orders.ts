import type { RenderOrder } from '@chemigram/renderer';

/** The first look at a photo is its first preview as well, at the usual size of one. */
export const FIRST_BOX = 1024;

/** Pictures are read once, right away: 16 bits, for ranges look at them, and not packed. */
const TO_BE_READ = { format: 'tiff', bits: 16, compress: false } as const;

/**
 * The photo as darktable (null) or its own sidecar has it: it tells the baseline, so it carries its history, and is the
 * first picture to be seen.
 */
export const firstOrder = (source: string, own: string | null): RenderOrder => ({
  source,
  xmp: own,
  box: FIRST_BOX,
  profile: 'srgb',
  ...TO_BE_READ,
});

/** A picture for the eye, sRGB. */
export const pictureOrder = (source: string, xmp: string, box: number | null): RenderOrder => ({
  source,
  xmp,
  box,
  profile: 'srgb',
  ...TO_BE_READ,
  pixelsOnly: true,
});

/** Light, linear Rec. 2020, unclipped. */
export const linearOrder = (source: string, xmp: string, box: number | null): RenderOrder => ({
  source,
  xmp,
  box,
  format: 'pfm',
  profile: 'linear',
  pixelsOnly: true,
});

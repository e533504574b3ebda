import type { Renderer, RenderOrder } from '@chemigram/renderer';

/** The first look at a photo is its first preview as well, at the usual size of one. */
export const FIRST_BOX = 1024;

/** Pictures that are read once, right away: 16 bits, for ranges look at them, and not packed. They carry their history. */
const TO_BE_READ = { format: 'tiff', bits: 16, compress: false, profile: 'srgb' } as const;

/** The same as light, which carries nothing else. */
const LIGHT_TO_BE_READ = { format: 'pfm', profile: 'linear-srgb' } as const;

/**
 * The photo as darktable (null) or its own sidecar has it: it tells the baseline, so it carries its history, and is the
 * first picture to be seen.
 */
export const firstOrder = (source: string, own: string | null): RenderOrder => ({
  source,
  xmp: own,
  box: FIRST_BOX,
  ...TO_BE_READ,
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
 * A picture for the eye, of which the history that darktable loaded is told: by a warm one apart from the picture, by others
 * in it. So a warm one is asked for light, to make sRGB of: a file of that takes it longer than both, for it works out the
 * curve anew for each, twice. (Not in Rec. 2020: filmic fits its colours into those of the file.)
 */
export const pictureOrder = (
  way: Renderer['way'],
  ...[source, xmp, box]: Parameters<typeof linearOrder>
): RenderOrder => ({
  source,
  xmp,
  box,
  ...(way.kind === 'warm' ? LIGHT_TO_BE_READ : TO_BE_READ),
});

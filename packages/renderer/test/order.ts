import type { RenderOrder } from '@chemigram/renderer';

/** A small JPEG of the picture with darktable's own defaults. */
export const jpegOf = (source: string, more: Partial<RenderOrder> = {}): RenderOrder => ({
  source,
  xmp: null,
  box: 120,
  format: 'jpeg',
  profile: 'srgb',
  ...more,
});

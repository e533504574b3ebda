import { type Picture, skyRegionOf } from '@chemigram/mask';
import type { Found } from './found.ts';
import { tracedFound } from './traced.ts';

/** The sky: all above the skyline. */
export const findSky = ({ border }: { border: number }, picture: Picture): Found =>
  tracedFound(skyRegionOf(picture), border);

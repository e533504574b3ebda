import { type Picture, resample, skyRegionOf, snap } from '@chemigram/mask';
import type { Subjects } from './find-subjects.ts';

/** What is left of the trust when the edges of the picture led away from the skyline. */
const NOT_SNAPPED = 0.7;

/** The sky above the skyline, on the picture's edges. */
export function findSky(picture: Picture): Subjects {
  const { region, confidence, doubts, ...size } = skyRegionOf(picture);
  if (!region.includes(1)) return { things: [], notes: doubts };
  const rough = resample(
    { ...size, data: Float32Array.from(region) },
    { width: picture.width, height: picture.height },
  );
  const { opacity, snapped } = snap(picture, rough);
  const trust = confidence * (snapped ? 1 : NOT_SNAPPED);
  return { things: [{ label: 'sky', map: opacity, confidence: trust }], notes: doubts };
}

import { type Picture, resample, skyRegionOf, snap } from '@chemigram/mask';
import type { Subjects } from './find-subjects.ts';

/** What is left of the trust when the edges of the picture led away from the skyline. */
const NOT_SNAPPED = 0.7;
/** Below this it is likelier no sky than one. */
const TRUSTED = 0.5;
const INSTEAD =
  'Look at the picture: where there is a sky, draw it by eye as a path along the skyline; where there is none, use no mask of a sky.';

/** The sky above the skyline, on the picture's edges. */
export function findSky(picture: Picture): Subjects {
  const { region, confidence, doubts, ...size } = skyRegionOf(picture);
  if (!region.includes(1)) return { things: [], notes: [`${capital(doubts.join('; '))}. ${INSTEAD}`] };
  const rough = resample(
    { ...size, data: Float32Array.from(region) },
    { width: picture.width, height: picture.height },
  );
  const { opacity, snapped } = snap(picture, rough);
  const trust = confidence * (snapped ? 1 : NOT_SNAPPED);
  return { things: [{ label: 'sky', map: opacity, confidence: trust }], notes: notesOf(trust, doubts) };
}

function notesOf(trust: number, doubts: readonly string[]): string[] {
  if (trust < TRUSTED) {
    const why = doubts.length === 0 ? 'several signs of a sky are weak' : doubts.join('; ');
    return [`What was found is likely no sky: ${why}. ${INSTEAD}`];
  }
  return doubts.map((doubt) => `${capital(doubt)}.`);
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

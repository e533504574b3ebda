import type { Mask, Picture } from '@chemigram/mask';
import type { Found } from './found.ts';
import { findHorizonLine } from './horizon-line.ts';
import { planesOf } from './planes.ts';

/** Long side of the copy that is looked at: a horizon is a large thing. */
const BOX = 256;
/** Coherence of a sea horizon that objects interrupt, and of pictures that have none (photographs of walls: 0.3 to 0.5). */
const CLEAR = 0.75;
const NONE = 0.35;
/** Steepest tilt that is still a horizon is taken over; a picture's gradient turns with it. */
const DEGREES = 180 / Math.PI;

/** A gradient with its line on the horizon: full effect above. */
export function findHorizonGradient({ compression }: { compression: number }, picture: Picture): Found {
  const { left, right, coherence } = findHorizonLine(planesOf(picture, BOX));
  const rise = (right - left) * picture.height;
  const mask: Mask = {
    dt_form: 'gradient',
    dt_params: {
      anchor_x: 0.5,
      anchor_y: round((left + right) / 2),
      rotation: round((((Math.atan2(rise, picture.width) * DEGREES) % 360) + 360) % 360),
      compression,
      state: 2,
      curvature: 0,
    },
  };
  const confidence = Math.min(1, Math.max(0, (coherence - NONE) / (CLEAR - NONE)));
  const doubts =
    confidence < 0.5
      ? ['no clear horizon was seen; look at it with preview_mask, and place a gradient by hand where it is wrong']
      : [];
  return { mask, confidence, doubts };
}

const round = (value: number): number => Math.round(value * 1e6) / 1e6;

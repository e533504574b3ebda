import { boundingBox, rasterise, toGrey } from '@chemigram/mask';
import type { Picture } from '@chemigram/mask';
import type { Found } from './found.ts';
import { findSubject } from './subject.ts';
import { NOTHING } from './traced.ts';

/** Where eyes are in an upright figure or head, as shares of the subject's box: across the middle, near the top. */
const DOWN = 0.16;
const HALF_WIDTH = 0.22;
const HALF_HEIGHT = 0.06;
/** Nothing looks for eyes, so hardly any trust. */
const CONFIDENCE = 0.1;

/** A guess: a small ellipse in the upper middle of the subject. */
export function findEyes({ border }: { border: number }, picture: Picture): Found {
  const subject = findSubject({ border: 0 }, picture);
  const box = boundingBox(toGrey(rasterise(subject.mask, picture, { picture })));
  if (box === null) return { mask: NOTHING, confidence: 0, doubts: ['no subject was found to have eyes'] };
  const [x0, y0, x1, y1] = box;
  return {
    mask: {
      dt_form: 'ellipse',
      dt_params: {
        center_x: round((x0 + x1) / 2),
        center_y: round(y0 + DOWN * (y1 - y0)),
        radius_x: round(HALF_WIDTH * (x1 - x0)),
        radius_y: round(HALF_HEIGHT * (y1 - y0)),
        rotation: 0,
        border,
      },
    },
    confidence: CONFIDENCE * subject.confidence,
    doubts: ['this is a guess by the outline of the subject, nothing looked for eyes', ...subject.doubts],
  };
}

const round = (value: number): number => Math.round(value * 1e6) / 1e6;

import { ChemigramError } from '@chemigram/errors';
import type { Size } from '@chemigram/mask';

/**
 * The least side, and the most that one side may be of the other: on darktable 4.2.1 an ellipse of a third of the picture
 * develops what it should from 7 pixels on, and previews of 1,024 pixels still have as many across at 150 to 1. Below, darktable cuts
 * whole pixels of the picture away, and what its drawn forms cover is no longer what they say.
 */
const LEAST_SIDE = 8;
const MOST_SLENDER = 150;

/** @throws invalid_input for a picture too small or too narrow for anything to be said of a place in it */
export function mustBeLargeEnough({ width, height }: Size, name: string): void {
  const [least, most] = [Math.min(width, height), Math.max(width, height)];
  const allowed = `both sides have ${LEAST_SIDE} pixels or more, and the longer one at most ${MOST_SLENDER} times the other`;
  if (least >= LEAST_SIDE && most <= MOST_SLENDER * least) return;
  const what = least < LEAST_SIDE ? 'too small' : 'too narrow';
  throw new ChemigramError(
    'invalid_input',
    `${name} has ${width} x ${height} pixels, which is ${what} for masks and edits; allowed: ${allowed}.`,
    {
      field: 'photo',
      hint: 'Take the photo itself and no thumbnail of it; a narrow strip can be cut in parts or enlarged first.',
    },
  );
}

import { ChemigramError } from '@chemigram/errors';
import type { Size } from '@chemigram/mask';

/**
 * The least side, and the most that one side may be of the other: on darktable 4.2.1 an ellipse of a third of the picture
 * develops what it should from 7 pixels on, and previews of 1,024 pixels still have as many across at 150 to 1. Below, darktable cuts
 * whole pixels of the picture away, and what its drawn forms cover is no longer what they say.
 */
const LEAST_SIDE = 8;
const MOST_SLENDER = 150;

/** Why nothing can be said of a place in a picture of this size, with what is allowed; null where it can. */
function whyTooSmall({ width, height }: Size): string | null {
  const [least, most] = [Math.min(width, height), Math.max(width, height)];
  if (least >= LEAST_SIDE && most <= MOST_SLENDER * least) return null;
  const what = least < LEAST_SIDE ? 'too small' : 'too narrow';
  const allowed = `both sides have ${LEAST_SIDE} pixels or more, and the longer one at most ${MOST_SLENDER} times the other`;
  return `${width} x ${height} pixels, which is ${what} for masks and edits; allowed: ${allowed}.`;
}

/** @throws invalid_input for a photo too small or too narrow */
export function mustBeLargeEnough(photo: Size, name: string): void {
  const why = whyTooSmall(photo);
  if (why === null) return;
  throw new ChemigramError('invalid_input', `${name} has ${why}`, {
    field: 'photo',
    hint: 'Take the photo itself and no thumbnail of it; a narrow strip can be cut in parts or enlarged first.',
  });
}

/** @throws out_of_range for a framing, of crops of crops, that leaves too little of a photo */
export function mustLeaveEnough(displayed: Size): void {
  const why = whyTooSmall(displayed);
  if (why === null) return;
  throw new ChemigramError('out_of_range', `This crop leaves ${why}`, {
    field: 'values',
    hint: 'Crop less: a crop is of the picture as it is framed by now. remove_move takes an earlier crop away.',
  });
}

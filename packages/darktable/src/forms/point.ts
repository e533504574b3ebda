/**
 * What the six form layouts share. Positions are fractions of the stored frame (the raw input buffer before flip,
 * lens correction, perspective and crop): x of its width, y of its height. Radii and borders are fractions of its
 * SHORTER side. Rotations are degrees.
 */
import { ChemigramError } from '@chemigram/errors';

/** [x, y]. */
export type Point = readonly [number, number];

/** The version of all form layouts; 4.2 to 5.4 share it. Older ones are reshaped by darktable on reading. */
export const MASKS_VERSION = 6;

/** Refuses a value outside darktable's enumeration for that field. */
export function oneOf(value: number, allowed: readonly number[], field: string): number {
  if (!allowed.includes(value)) {
    throw new ChemigramError('invalid_input', `mask form: ${field} is ${value}, allowed are ${allowed.join(', ')}`, {
      field,
    });
  }
  return value;
}

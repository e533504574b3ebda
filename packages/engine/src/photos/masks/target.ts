import type { Size } from '@chemigram/mask';
import type { Strategy } from '../../masks/candidate.ts';
import type { Frame } from '../../develop/frame.ts';

/** A base picture: what of the photo it shows, and how large. */
export interface Base {
  readonly frame: Frame;
  readonly size: Size;
}

/** The photo developed at full size. */
export const EXPORT = 'export';

/**
 * What a mask is put into instead of the photo as its previews are developed: a base picture, or the photo as it is exported.
 * The pixels of a preview stand up to three of its own aside of those of an export, and with them what a mask was seen in; and a
 * form is made right for one size.
 */
export type Target = Base | typeof EXPORT;

/** Where a mask is put that is in the photo already, and how it is there: of two ways that agree alike each has its own pixels. */
export interface Elsewhere {
  readonly target: Target;
  readonly strategy: Strategy;
}

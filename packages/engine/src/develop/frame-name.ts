import { createHash } from 'node:crypto';
import type { Frame } from './frame.ts';

/** Six digits: the frames of a photo are a few dozen. */
const DIGITS = 6;

/**
 * A short name of how a picture is framed, for the `coords` of what is shown of it: equal frames have equal names, so that places
 * which were read off a picture framed otherwise are told from those of this one.
 */
export function frameName(frame: Frame): string {
  const said = frame.map(({ primitive, values }) => [primitive, Object.entries(values).toSorted()]);
  return createHash('sha1').update(JSON.stringify(said)).digest('hex').slice(0, DIGITS);
}

import { type Picture, subjectRegionOf } from '@chemigram/mask';
import type { Found } from './found.ts';
import { tracedFound } from './traced.ts';

/** The subject: what stands out from the border of the picture near its middle, in colour and texture. */
export const findSubject = ({ border }: { border: number }, picture: Picture): Found =>
  tracedFound(subjectRegionOf(picture), border);

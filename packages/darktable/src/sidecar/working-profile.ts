/** The profile that darktable works in, by what the history says of the input profile. */
import { decodeBlob } from '../bytes/encoding.ts';
import { LINEAR_REC2020, workingOf } from '../modules/colorin.ts';
import { inForce } from './history.ts';
import type { Sidecar } from './sidecar.ts';

/** darktable's number of the profile that a history is worked on in, and the file's name where it is one; Rec. 2020 where it does not say. */
export function workingProfile(s: Sidecar): { type_work: number; filename_work: string } {
  const own = inForce(s).findLast(({ operation, params }) => operation === 'colorin' && params !== '');
  return own === undefined
    ? { type_work: LINEAR_REC2020, filename_work: '' }
    : workingOf(own.modversion, decodeBlob(own.params));
}

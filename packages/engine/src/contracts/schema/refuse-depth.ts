import { ChemigramError } from '@chemigram/errors';

/** Lists and objects in each other: twice what the deepest mask of a set of proposed moves needs. */
export const DEEPEST = 100;

/**
 * Arguments that are nested deeper than any that is taken: JSON can be read however deep it is, but what goes through it step by
 * step would run out of room.
 *
 * @throws ChemigramError invalid_input, its field the argument
 */
export function refuseDepth(name: string, args: unknown): void {
  if (typeof args !== 'object' || args === null) return;
  for (const [field, value] of Object.entries(args)) {
    if (!isDeeper(value, DEEPEST)) continue;
    throw new ChemigramError(
      'invalid_input',
      `${name}: ${field} is nested deeper than ${DEEPEST} lists and objects in each other, which is the most that is read`,
      { field, hint: 'Flatten it; in a mask_spec, union and intersect take up to 64 operands side by side.' },
    );
  }
}

/** Level by level, so that it needs no room for the depth. */
function isDeeper(value: unknown, most: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true;
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return false;
}

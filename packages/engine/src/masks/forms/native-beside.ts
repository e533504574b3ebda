import { featherPieces } from '@chemigram/mask';
import type { Mask } from '@chemigram/mask';
import type { Displayed } from '../../geometry/geometry.ts';
import type { FormNode } from './form-tree.ts';
import { nativeForms } from './native.ts';
import type { NativeOptions } from './native.ts';

/**
 * Points of an outline from which on it is parted elsewhere: 200 corners take 30 ms, 1,000 smooth ones 150, and five times as long
 * until that code is compiled; a dozen smooth ones are 150 points and take 2. The way there and back takes about as long.
 */
export const MANY_POINTS = 200;

type Parting = Parameters<typeof featherPieces>;
type Pieces = ReturnType<typeof featherPieces>;

/**
 * The same as nativeForms, for who has others to answer meanwhile: soft outlines of many points are parted beside.
 * @param part does what featherPieces does, elsewhere
 */
export async function nativeFormsBeside(
  mask: Mask,
  displayed: Displayed,
  name: string,
  part: (...args: Parting) => Promise<Pieces>,
  options: Omit<NativeOptions, 'parted'> = {},
): Promise<FormNode | null> {
  const many: Parting[] = [];
  const formsBy = (parted: typeof featherPieces): FormNode | null =>
    nativeForms(mask, displayed, name, {
      ...options,
      parted: (...args) => (pointsOf(args) < MANY_POINTS ? featherPieces(...args) : parted(...args)),
    });
  const node = formsBy((...args) => {
    many.push(args);
    return [];
  });
  if (many.length === 0) return node;
  const parted: Pieces[] = [];
  for (const args of many) parted.push(await part(...args));
  // Asked for in the same order again.
  return formsBy(() => parted.shift()!);
}

const pointsOf = ([rings]: Parting): number => rings.reduce((sum, { length }) => sum + length, 0);

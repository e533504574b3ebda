import { meantBy, type Called } from '@chemigram/vocabulary';
import { wishKey } from '@chemigram/workspace';
import type { Studio } from '../studio.ts';

/** Names that are offered for a wish. */
const OFFERED = 5;
/** Every primitive, mask and look. */
export async function allKnown(studio: Studio): Promise<Called[]> {
  const masks = [...(await studio.masks()).values()];
  const looks = [...(await studio.looks()).values()];
  return [...(await studio.vocabulary()).list(), ...masks, ...looks];
}

/** What is called exactly so. */
export const calledExactly = (wanted: string, known: readonly Called[]): string[] =>
  known
    .filter(({ name, title, words }) => [name, title, ...words].map(wishKey).includes(wishKey(wanted)))
    .map(({ name }) => name);

/** What is called so, the likeliest first, else what is called so in part. */
export function nearestWords(wanted: string, known: readonly Called[]): string[] {
  const { called, likeliest } = meantBy(wanted, known);
  return (called.length > 0 ? called : likeliest).slice(0, OFFERED).map(({ name }) => name);
}

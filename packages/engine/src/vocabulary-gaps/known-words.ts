import { wishKey } from '@chemigram/workspace';
import type { Studio } from '../studio.ts';

/** Names that are offered for a wish. */
const OFFERED = 5;
/** Shorter words ("a", "of") are in half of all descriptions. */
const TELLING_WORD = 4;

/** A word of the vocabulary and all that it is called. */
interface Known {
  readonly name: string;
  readonly called: readonly string[];
}

/** Every primitive, mask and look with what it is called, as wishes are compared. */
export async function allKnown(studio: Studio): Promise<Known[]> {
  const masks = [...(await studio.masks()).values()];
  const looks = [...(await studio.looks()).values()];
  return [...(await studio.vocabulary()).list(), ...masks, ...looks].map(({ name, title, words }) => ({
    name,
    called: [name, title, ...words].map(wishKey),
  }));
}

/** What is called exactly so. */
export const calledExactly = (wanted: string, known: readonly Known[]): string[] =>
  known.filter(({ called }) => called.includes(wishKey(wanted))).map(({ name }) => name);

/** What is called exactly so, then what shares a telling word. */
export function nearestWords(wanted: string, known: readonly Known[]): string[] {
  const telling = wishKey(wanted)
    .split(' ')
    .filter((word) => word.length >= TELLING_WORD);
  const sharing = known.filter(({ called }) =>
    called.some((name) => telling.some((word) => name.split(' ').includes(word))),
  );
  return [...new Set([...calledExactly(wanted, known), ...sharing.map(({ name }) => name)])].slice(0, OFFERED);
}

import { join } from 'node:path';
import { addGap, countGaps, GAPS_FILE, readGaps, wishKey } from '@chemigram/workspace';
import type { CountedGap } from '@chemigram/workspace';
import type { Handler } from '../contracts/index.ts';
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

export const logVocabularyGap: Handler<'log_vocabulary_gap', Studio> = async (studio, args) => {
  await studio.store.open(args.image_id);
  const { image_id, kind, wanted, why, workaround } = args;
  const at = new Date().toISOString();
  await addGap(studio.store.home, { at, image_id, kind, wanted, why, workaround: workaround ?? null });
  const { gaps } = await readGaps(studio.store.home);
  const counted = countGaps(gaps).find((gap) => gap.kind === kind && wishKey(gap.wanted) === wishKey(wanted));
  return {
    result: { image_id, wanted, count: counted?.count ?? 1, nearest: nearest(wanted, await allKnown(studio)) },
  };
};

export const listVocabularyGaps: Handler<'list_vocabulary_gaps', Studio> = async (studio, { query, kind, open }) => {
  const { gaps: all, unreadable } = await answeredGaps(studio);
  const text = query?.toLowerCase();
  const gaps = all
    .filter((gap) => kind === undefined || gap.kind === kind)
    .filter((gap) => !open || gap.answered_by.length === 0)
    .filter(
      ({ wanted, whys, workarounds }) =>
        text === undefined || [wanted, ...whys, ...workarounds].some((part) => part.toLowerCase().includes(text)),
    );
  return {
    result: {
      gaps,
      total: gaps.reduce((sum, { count }) => sum + count, 0),
      path: join(studio.store.home, GAPS_FILE),
      warnings: unreadable === 0 ? [] : [`${unreadable} lines of the file could not be read and are left out.`],
    },
  };
};

/** Everything that was wished for, counted, each with what meets it by now. */
export async function answeredGaps(
  studio: Studio,
): Promise<{ gaps: (CountedGap & { answered_by: string[] })[]; unreadable: number }> {
  const [{ gaps, unreadable }, known] = [await readGaps(studio.store.home), await allKnown(studio)];
  return { gaps: countGaps(gaps).map((gap) => ({ ...gap, answered_by: meeting(gap.wanted, known) })), unreadable };
}

async function allKnown(studio: Studio): Promise<Known[]> {
  const masks = [...(await studio.masks()).values()];
  const looks = [...(await studio.looks()).values()];
  return [...(await studio.vocabulary()).list(), ...masks, ...looks].map(({ name, title, words }) => ({
    name,
    called: [name, title, ...words].map(wishKey),
  }));
}

/** What is called exactly so. */
const meeting = (wanted: string, known: readonly Known[]): string[] =>
  known.filter(({ called }) => called.includes(wishKey(wanted))).map(({ name }) => name);

/** What is called exactly so, then what shares a telling word. */
function nearest(wanted: string, known: readonly Known[]): string[] {
  const telling = wishKey(wanted)
    .split(' ')
    .filter((word) => word.length >= TELLING_WORD);
  const sharing = known.filter(({ called }) =>
    called.some((name) => telling.some((word) => name.split(' ').includes(word))),
  );
  return [...new Set([...meeting(wanted, known), ...sharing.map(({ name }) => name)])].slice(0, OFFERED);
}

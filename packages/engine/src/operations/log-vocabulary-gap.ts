import { notDoneBy } from '@chemigram/vocabulary';
import { addGap, countGaps, readGaps, wishKey } from '@chemigram/workspace';
import type { Handler } from '../contracts/index.ts';
import type { Studio } from '../studio.ts';
import { allKnown, nearestWords } from '../vocabulary-gaps/known-words.ts';

/** Writes down a wish that the vocabulary has no word for, and names what comes nearest. @throws ChemigramError not_found for the photo */
export const logVocabularyGap: Handler<'log_vocabulary_gap', Studio> = async (studio, args) => {
  await studio.store.open(args.image_id);
  const { image_id, kind, wanted, why, workaround } = args;
  const at = new Date().toISOString();
  await addGap(studio.store.home, { at, image_id, kind, wanted, why, workaround: workaround ?? null });
  const { gaps } = await readGaps(studio.store.home);
  const counted = countGaps(gaps).find((gap) => gap.kind === kind && wishKey(gap.wanted) === wishKey(wanted));
  const notDone = notDoneBy(wanted, (await studio.notDone()).values());
  const nearest = notDone?.nearest ?? nearestWords(wanted, await allKnown(studio));
  return {
    result: { image_id, wanted, count: counted?.count ?? 1, nearest: [...nearest] },
  };
};

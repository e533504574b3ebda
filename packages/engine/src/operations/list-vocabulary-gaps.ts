import { join } from 'node:path';
import { GAPS_FILE } from '@chemigram/workspace';
import type { Handler } from '../contracts/index.ts';
import type { Studio } from '../studio.ts';
import { answeredGaps } from '../vocabulary-gaps/answered-gaps.ts';

/** What was wished for in words that the vocabulary lacks, counted; each with what meets it by now. */
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

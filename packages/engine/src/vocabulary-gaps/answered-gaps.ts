import { countGaps, readGaps } from '@chemigram/workspace';
import type { CountedGap } from '@chemigram/workspace';
import type { Studio } from '../studio.ts';
import { allKnown, calledExactly } from './known-words.ts';

/** Everything that was wished for, counted, each with what meets it by now. */
export async function answeredGaps(
  studio: Studio,
): Promise<{ gaps: (CountedGap & { answered_by: string[] })[]; unreadable: number }> {
  const [{ gaps, unreadable }, known] = [await readGaps(studio.store.home), await allKnown(studio)];
  return {
    gaps: countGaps(gaps).map((gap) => ({ ...gap, answered_by: calledExactly(gap.wanted, known) })),
    unreadable,
  };
}

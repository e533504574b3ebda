import { join } from 'node:path';
import { z } from 'zod';
import { GAPS_FILE } from '../home.ts';
import { appendLine, readLines } from '../documents/json-lines.ts';

/** What kind of word was missing. */
export const GAP_KINDS = ['primitive', 'look', 'mask', 'other'] as const;

const gapSchema = z.looseObject({
  at: z.string(),
  image_id: z.string(),
  kind: z.enum(GAP_KINDS),
  wanted: z.string().min(1),
  why: z.string(),
  workaround: z.string().nullable(),
});

/** One time that something was wanted and not found. */
export type Gap = z.infer<typeof gapSchema>;

/** What was wanted, however often. */
export interface CountedGap {
  kind: Gap['kind'];
  /** As it was said last. */
  wanted: string;
  count: number;
  first_at: string;
  last_at: string;
  image_ids: string[];
  /** The last of each, the newest first. */
  whys: string[];
  workarounds: string[];
}

const pathOf = (home: string): string => join(home, GAPS_FILE);

/** Writes down that something was wanted. */
export const addGap = (home: string, gap: Gap): Promise<void> => appendLine(pathOf(home), gap);

/** All that was written down, the oldest first, and how many lines of the file could not be read. */
export async function readGaps(home: string): Promise<{ gaps: Gap[]; unreadable: number }> {
  const lines = await readLines(pathOf(home));
  const read = lines.values.map((value) => gapSchema.safeParse(value));
  const gaps = read.flatMap(({ data }) => (data === undefined ? [] : [data]));
  return { gaps, unreadable: lines.unreadable + read.length - gaps.length };
}

/** The same wish in other letters: "Split-Toning" is "split toning". */
export const wishKey = (wanted: string): string =>
  wanted
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join(' ');

/** The same wishes together, the most frequent first, of equally frequent ones the latest. */
export function countGaps(gaps: readonly Gap[]): CountedGap[] {
  const groups = new Map<string, Gap[]>();
  for (const gap of gaps) {
    const key = `${gap.kind} ${wishKey(gap.wanted)}`;
    groups.set(key, [...(groups.get(key) ?? []), gap]);
  }
  return [...groups.values()]
    .map((same) => {
      const newest = same.toReversed();
      const each = (of: (gap: Gap) => string | null): string[] =>
        [...new Set(newest.map(of))].filter((text) => text !== null && text !== '') as string[];
      return {
        kind: newest[0]!.kind,
        wanted: newest[0]!.wanted,
        count: same.length,
        first_at: same[0]!.at,
        last_at: newest[0]!.at,
        image_ids: each(({ image_id }) => image_id),
        whys: each(({ why }) => why),
        workarounds: each(({ workaround }) => workaround),
      };
    })
    .sort((a, b) => b.count - a.count || b.last_at.localeCompare(a.last_at));
}

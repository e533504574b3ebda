import { z } from 'zod';
import { readDefinitions } from './definitions.ts';
import { tellingWords } from './meant-by.ts';

const text = z.string().min(1);

/** A wish that photographers have and that nothing here meets, as it stands in a pack's file NAME.json. */
const notDoneSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower-case words joined by underscores'),
  /** What photographers say who want it. */
  words: z.array(text).min(1),
  /** That it is not done, and what can be done in its place: a sentence or two for who asked. */
  why: text,
  /** Primitives and looks that come nearest, by name. */
  nearest: z.array(text),
});

/** What is wished and not done. */
export type NotDone = z.output<typeof notDoneSchema>;

/** What packs say is not done, `not_done/NAME.json` in each, by name; see readDefinitions for their order and errors. */
export async function loadNotDone(packDirs: readonly string[]): Promise<ReadonlyMap<string, NotDone>> {
  return readDefinitions(packDirs, {
    what: 'File of what is not done',
    folder: 'not_done',
    extension: '.json',
    schema: notDoneSchema,
  });
}

/**
 * The wish that a text has and that nothing meets; null where it has none. Words that say it in several have to stand together in
 * the text: who wants somebody in the background removed does not want the background removed. A single one holds only for itself:
 * "remove the watermark" is another wish than "watermark".
 */
export function notDoneBy(said: string, entries: Iterable<NotDone>): NotDone | null {
  const wanted = tellingWords(said);
  for (const entry of entries) if (entry.words.some((words) => says(wanted, tellingWords(words)))) return entry;
  return null;
}

function says(wanted: readonly string[], named: readonly string[]): boolean {
  if (named.length === 1) return wanted.length === 1 && wanted[0] === named[0];
  return wanted.some((_, at) => named.every((word, i) => wanted[at + i] === word));
}

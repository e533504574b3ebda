import type { TranscriptEntry } from '@chemigram/workspace';

/** Operations that go to a state instead of making one. */
const WALKS: ReadonlySet<string> = new Set(['undo', 'redo', 'checkout', 'branch']);

/**
 * The calls of a session that led to the state in which it left a photo: what was undone, or made on a branch that was
 * left, is not among them; neither is what other sessions did.
 *
 * Every call tells the snapshots around it. So each snapshot that the session made is known with the calls that led to
 * it, and walking the history only looks one of them up.
 */
export function stepsOf(entries: readonly TranscriptEntry[], imageId: string): TranscriptEntry[] {
  const ledTo = new Map<string, TranscriptEntry[]>();
  let last: TranscriptEntry[] = [];
  for (const entry of entries) {
    const { image_id, before, after, operation, ok } = entry;
    if (image_id !== imageId || !ok || before === null || after === null || before === after) continue;
    // A call that made others (replay) ends at a snapshot that the last of them has told of.
    if (!ledTo.has(after)) ledTo.set(after, WALKS.has(operation) ? [] : [...(ledTo.get(before) ?? []), entry]);
    last = ledTo.get(after)!;
  }
  return last;
}

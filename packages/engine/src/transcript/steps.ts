import type { TranscriptEntry } from '@chemigram/workspace';

/** Operations that go to a state instead of making one. */
export const WALKS: ReadonlySet<string> = new Set(['undo', 'redo', 'checkout', 'branch', 'doctor']);

/**
 * The calls of a session that led to the state in which it left a photo: what was undone, or made on a branch that was
 * left, is not among them; neither is what other sessions did.
 *
 * Every call tells the snapshots around it, so each snapshot that the session made is known with the call that made it,
 * and the one that it was made from. Calls are written down as they end: of two at once the later step may come first.
 */
export function stepsOf(entries: readonly TranscriptEntry[], imageId: string): TranscriptEntry[] {
  const makers = new Map<string, TranscriptEntry>();
  const goneOnFrom = new Set<string>();
  let last: string | null = null;
  for (const entry of entries) {
    const { image_id, before, after, operation, ok } = entry;
    if (image_id !== imageId || !ok || before === null || after === null || before === after) continue;
    const walks = WALKS.has(operation);
    // A call that made others (replay) ends at a snapshot that the last of them has told of.
    if (!walks && !makers.has(after)) makers.set(after, entry);
    if (walks || !goneOnFrom.has(after)) last = after;
    goneOnFrom.add(before);
  }
  const steps: TranscriptEntry[] = [];
  while (last !== null) {
    const maker = makers.get(last);
    if (maker === undefined) break;
    // Each once: a transcript is a file, which may say anything.
    makers.delete(last);
    steps.unshift(maker);
    last = maker.before;
  }
  return steps;
}

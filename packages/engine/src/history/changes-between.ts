import type { Move, Recipe } from '@chemigram/workspace';

/** How one move differs between two recipes; null where it is not in one of them. */
export interface MoveChange {
  readonly kind: 'added' | 'removed' | 'changed' | 'reordered';
  readonly move_id: string;
  readonly before: Move | null;
  readonly after: Move | null;
  /** For a reordered move: the one that it now comes after, null when it is the first. */
  readonly follows?: Move | null;
}

/**
 * What differs between two recipes, in the order of the second, removed moves first. A move that was both changed and
 * put elsewhere is told twice. Of moves that changed places as few as possible are named: the others kept theirs.
 */
export function changesBetween(a: Recipe, b: Recipe): MoveChange[] {
  const old = new Map(a.moves.map((move, place) => [move.move_id, { move, place }]));
  const now = new Set(b.moves.map(({ move_id }) => move_id));
  const changes: MoveChange[] = a.moves
    .filter(({ move_id }) => !now.has(move_id))
    .map((move) => ({ kind: 'removed', move_id: move.move_id, before: move, after: null }));
  const stayed = longestRising(b.moves.flatMap(({ move_id }) => old.get(move_id)?.place ?? []));
  b.moves.forEach((after, place) => {
    const { move_id } = after;
    const was = old.get(move_id);
    if (was === undefined) {
      changes.push({ kind: 'added', move_id, before: null, after });
      return;
    }
    if (!sameMove(was.move, after)) changes.push({ kind: 'changed', move_id, before: was.move, after });
    if (!stayed.has(was.place)) {
      changes.push({ kind: 'reordered', move_id, before: was.move, after, follows: b.moves[place - 1] ?? null });
    }
  });
  return changes;
}

/** Key order is that of the document and says nothing; the frame counts, for a mask is read in it. */
const sameMove = (a: Move, b: Move): boolean => told(a) === told(b);
const told = ({ primitive, values, mask, spots = [], frame = [], label }: Move): string =>
  JSON.stringify([primitive, values, mask, spots, frame, label]);

/** A longest subsequence that rises, as a set; the numbers are all different. Patience sorting, O(n log n). */
function longestRising(numbers: readonly number[]): ReadonlySet<number> {
  const ends: number[] = [];
  const before = new Map<number, number | undefined>();
  for (const number of numbers) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! < number) low = middle + 1;
      else high = middle;
    }
    before.set(number, ends[low - 1]);
    ends[low] = number;
  }
  const kept = new Set<number>();
  for (let next = ends.at(-1); next !== undefined; next = before.get(next)) kept.add(next);
  return kept;
}

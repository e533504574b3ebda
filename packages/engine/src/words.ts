import type { Mask } from '@chemigram/mask';
import type { Move, Recipe } from '@chemigram/workspace';
import { describeMask } from './mask-words.ts';

/** A number as a photographer writes a change: +0.5, -30. */
const signed = (value: number): string => (value > 0 ? `+${round(value)}` : String(round(value)));
const round = (value: number): number => Math.round(value * 1000) / 1000;

/** "exposure +0.5 through an ellipse in the middle (lift the face)". */
export function describeMove({
  primitive,
  values,
  mask,
  label,
}: Pick<Move, 'primitive' | 'values' | 'mask' | 'label'>): string {
  const through = mask === null ? '' : ` through ${describeMask(mask as Mask)}`;
  return `${primitive} ${describeValues(values)}${through}${label === null ? '' : ` (${label})`}`;
}

function describeValues(values: Readonly<Record<string, number>>): string {
  const entries = Object.entries(values);
  if (entries.length === 1) return signed(entries[0]![1]);
  return entries.map(([name, value]) => `${name} ${signed(value)}`).join(', ');
}

export interface MoveChange {
  readonly kind: 'added' | 'removed' | 'changed' | 'reordered';
  readonly move_id: string;
  readonly before: Move | null;
  readonly after: Move | null;
}

/** What differs between two recipes, in the order of the second, removed moves first. */
export function changesBetween(a: Recipe, b: Recipe): MoveChange[] {
  const old = new Map(a.moves.map((move, place) => [move.move_id, { move, place }]));
  const now = new Set(b.moves.map(({ move_id }) => move_id));
  const kept = a.moves.filter(({ move_id }) => now.has(move_id)).map(({ move_id }) => move_id);
  const changes: MoveChange[] = a.moves
    .filter(({ move_id }) => !now.has(move_id))
    .map((move) => ({ kind: 'removed', move_id: move.move_id, before: move, after: null }));
  let place = 0;
  for (const move of b.moves) {
    const before = old.get(move.move_id)?.move ?? null;
    if (before === null) changes.push({ kind: 'added', move_id: move.move_id, before: null, after: move });
    else {
      if (!sameMove(before, move)) changes.push({ kind: 'changed', move_id: move.move_id, before, after: move });
      else if (kept[place] !== move.move_id)
        changes.push({ kind: 'reordered', move_id: move.move_id, before, after: move });
      place++;
    }
  }
  return changes;
}

const sameMove = (a: Move, b: Move): boolean =>
  JSON.stringify([a.primitive, a.values, a.mask, a.label]) === JSON.stringify([b.primitive, b.values, b.mask, b.label]);

/** One line per change: "exposure +0.5 through an ellipse in the middle (lift the face): now +0.3". */
export function changeInWords({ kind, before, after }: MoveChange): string {
  if (kind === 'added') return `added: ${describeMove(after!)}`;
  if (kind === 'removed') return `removed: ${describeMove(before!)}`;
  if (kind === 'reordered') return `moved to another place: ${describeMove(after!)}`;
  const parts: string[] = [];
  if (JSON.stringify(before!.values) !== JSON.stringify(after!.values))
    parts.push(`now ${describeValues(after!.values)}`);
  if (JSON.stringify(before!.mask) !== JSON.stringify(after!.mask)) {
    parts.push(after!.mask === null ? 'now everywhere' : `now through ${describeMask(after!.mask as Mask)}`);
  }
  if (before!.label !== after!.label) parts.push(`now called "${after!.label ?? ''}"`);
  return `${describeMove(before!)}: ${parts.join(', ')}`;
}

/** One line per mask that was named, changed or taken away between two recipes: "named mask_face: an ellipse at the top". */
export function savedMasksInWords({ masks: before = {} }: Recipe, { masks: after = {} }: Recipe): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const [old, now] = [before[name], after[name]];
    if (JSON.stringify(old) === JSON.stringify(now)) return [];
    if (now === undefined) return [`took the name ${name} away`];
    return [`${old === undefined ? 'named' : 'changed'} ${name}: ${describeMask(now.mask as Mask)}`];
  });
}

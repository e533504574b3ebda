import type { Mask } from '@chemigram/mask';
import type { Move, Recipe } from '@chemigram/workspace';
import type { MoveChange } from '../history/changes-between.ts';
import { maskChange } from './mask-change-words.ts';
import { describeMask } from './mask-words.ts';
import { describeMove, describeSpots, describeValues } from './words.ts';

/** One line per change: "exposure +0.5 through an ellipse in the middle (lift the face): now +0.3, moved 5 % up". */
export function changeInWords({ kind, before, after, follows }: MoveChange): string {
  if (kind === 'added') return `added: ${describeMove(after!)}`;
  if (kind === 'removed') return `removed: ${describeMove(before!)}`;
  if (kind === 'reordered') {
    return `${describeMove(after!)}: now ${follows ? `after ${describeMove(follows)}` : 'before all others'}`;
  }
  return `${describeMove(before!)}: ${partsOf(before!, after!).join(', ')}`;
}

function partsOf(before: Move, after: Move): string[] {
  const parts: string[] = [];
  if (before.primitive !== after.primitive) parts.push(`now ${describeMove({ ...after, mask: null, label: null })}`);
  else {
    const differing = Object.entries(after.values).filter(([name, value]) => before.values[name] !== value);
    const dropped = Object.keys(before.values).filter((name) => !Object.hasOwn(after.values, name));
    if (differing.length > 0) {
      // A value among several is named, as it is where the move is told.
      const alone = Object.keys(after.values).length === 1 && Object.keys(before.values).length === 1;
      parts.push(`now ${describeValues(Object.fromEntries(differing), !alone)}`);
    }
    parts.push(...dropped.map((name) => `${name} as it comes`));
  }
  parts.push(...maskParts(before.mask as Mask | null, after.mask as Mask | null));
  if (JSON.stringify(before.spots) !== JSON.stringify(after.spots)) {
    parts.push(`now other spots: ${describeSpots(after.spots ?? [])}`);
  }
  if (after.mask !== null && JSON.stringify(before.frame ?? []) !== JSON.stringify(after.frame ?? [])) {
    parts.push('its mask said of the picture as it is framed now');
  }
  if (before.label !== after.label) {
    parts.push(after.label === null ? `no longer called "${before.label}"` : `now called "${after.label}"`);
  }
  return parts;
}

function maskParts(before: Mask | null, after: Mask | null): string[] {
  if (before === null) return after === null ? [] : [`now only through ${describeMask(after)}`];
  return after === null ? ['now everywhere'] : maskChange(before, after);
}

/** One line per mask that was named, changed or taken away between two recipes: "named mask_face: an ellipse at the top". */
export function savedMasksInWords({ masks: before = {} }: Recipe, { masks: after = {} }: Recipe): string[] {
  // Looked up as entries: "constructor" is a name like another, and each object has something of that name.
  const [olds, nows] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...olds.keys(), ...nows.keys()])].flatMap((name) => {
    const [old, now] = [olds.get(name), nows.get(name)];
    if (JSON.stringify(old) === JSON.stringify(now)) return [];
    if (now === undefined) return [`took the name ${name} away`];
    const mask = now.mask as Mask;
    if (old === undefined) return [`named ${name}: ${describeMask(mask)}`];
    const parts = maskChange(old.mask as Mask, mask);
    const words = parts.length > 0 ? parts.join(', ') : 'said of the picture as it is framed now';
    return [`changed ${name}, ${describeMask(old.mask as Mask)}: ${words}`];
  });
}

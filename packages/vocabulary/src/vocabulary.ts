import { ChemigramError, nearestNames } from '@chemigram/errors';
import { meantBy } from './meant-by.ts';
import type { Primitive } from './schema.ts';

/** Names that a refusal offers. */
const OFFERED = 3;

/** The loaded packs, looked up by name. */
export interface Vocabulary {
  /** @throws ChemigramError `unknown_name` with the nearest names, and those whose words match ("brighter"). */
  primitive(name: string): Primitive;
  /** All of them: by group, then name. */
  list(): Primitive[];
}

/** A vocabulary of these primitives, whose names differ. */
export function vocabularyOf(primitives: readonly Primitive[]): Vocabulary {
  const byName = new Map(primitives.map((primitive) => [primitive.name, primitive]));
  const sorted = primitives.toSorted((a, b) => a.group.localeCompare(b.group) || a.name.localeCompare(b.name));
  return {
    primitive(name) {
      const found = byName.get(name);
      if (found) return found;
      const { called, likeliest } = meantBy(name, sorted);
      const meant = (called.length > 0 ? called : likeliest).slice(0, OFFERED).map((primitive) => primitive.name);
      throw new ChemigramError('unknown_name', `There is no primitive "${name}"`, {
        field: 'primitive_name',
        hint:
          meant.length > 0
            ? `"${name}" may mean: ${meant.join(', ')}.`
            : `Nearest names: ${nearestNames(name, byName.keys()).join(', ')}.`,
      });
    },
    list: () => [...sorted],
  };
}

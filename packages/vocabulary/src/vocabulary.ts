import { ChemigramError, nearestNames } from '@chemigram/errors';
import type { Group, Primitive } from './schema.ts';

/** What to list: one group, or what mentions a text in name, title, description or words. */
export interface PrimitiveFilter {
  group?: Group | undefined;
  text?: string | undefined;
}

/** The loaded packs, looked up by name. */
export interface Vocabulary {
  /** @throws ChemigramError `unknown_name` with the nearest names, and those whose words match ("brighter"). */
  primitive(name: string): Primitive;
  /** In the order of groups as the packs list them: by group, then name. */
  list(filter?: PrimitiveFilter): Primitive[];
}

/** A vocabulary of these primitives, whose names differ. */
export function vocabularyOf(primitives: readonly Primitive[]): Vocabulary {
  const byName = new Map(primitives.map((primitive) => [primitive.name, primitive]));
  const sorted = primitives.toSorted((a, b) => a.group.localeCompare(b.group) || a.name.localeCompare(b.name));
  return {
    primitive(name) {
      const found = byName.get(name);
      if (found) return found;
      const meant = saidAs(name, sorted);
      throw new ChemigramError('unknown_name', `There is no primitive "${name}"`, {
        field: 'primitive_name',
        hint:
          meant.length > 0
            ? `"${name}" may mean: ${meant.join(', ')}.`
            : `Nearest names: ${nearestNames(name, byName.keys()).join(', ')}.`,
      });
    },
    list(filter = {}) {
      const text = filter.text?.toLowerCase();
      return sorted.filter(
        (primitive) =>
          (filter.group === undefined || primitive.group === filter.group) &&
          (text === undefined ||
            [primitive.name, primitive.title, primitive.description, ...primitive.words].some((entry) =>
              entry.toLowerCase().includes(text),
            )),
      );
    },
  };
}

const tokens = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** Names of the primitives of whose words one is, or shares a whole word with, what was said; the exact ones first. */
function saidAs(said: string, primitives: readonly Primitive[]): string[] {
  const wanted = tokens(said);
  const score = (primitive: Primitive): number =>
    Math.max(
      0,
      ...[primitive.title, ...primitive.words].map((word) => {
        const have = tokens(word);
        const shared = wanted.filter((token) => have.includes(token)).length;
        return shared === 0 ? 0 : shared / Math.max(have.length, wanted.length);
      }),
    );
  return primitives
    .map((primitive) => ({ name: primitive.name, score: score(primitive) }))
    .filter((entry) => entry.score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, 3)
    .map((entry) => entry.name);
}

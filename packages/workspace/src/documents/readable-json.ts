import { ChemigramError } from '@chemigram/errors';

/**
 * Longest array of numbers that stays on one line: a point, a box, a colour. Longer ones (and arrays of anything else)
 * take a line per element, so that a diff shows the vertex that moved and not the whole outline.
 */
const INLINE_NUMBERS = 4;
const INDENT = '  ';

/**
 * JSON for people and for `git log -p`: one value a line, keys in a stable order, a newline at the end.
 *
 * @param value anything that JSON can say: no NaN, infinity, function or bigint
 * @param firstKeys keys that come first, in this order, wherever an object has them; all others follow alphabetically
 * @throws ChemigramError invalid_input, with the path of what JSON cannot say
 */
export function readableJson(value: unknown, firstKeys: readonly string[] = []): string {
  const rank = new Map(firstKeys.map((key, index) => [key, index]));
  const rankOf = (key: string): number => rank.get(key) ?? firstKeys.length;
  const inOrder = (a: string, b: string): number => rankOf(a) - rankOf(b) || (a < b ? -1 : 1);

  const write = (item: unknown, path: string, indent: string): string => {
    if (item === null || typeof item === 'boolean' || typeof item === 'string') return JSON.stringify(item);
    if (typeof item === 'number' && Number.isFinite(item)) return JSON.stringify(item);
    const deeper = indent + INDENT;
    if (Array.isArray(item)) {
      const parts = item.map((element, index) => write(element, `${path}[${index}]`, deeper));
      if (item.length <= INLINE_NUMBERS && item.every((element) => typeof element === 'number')) {
        return `[${parts.join(', ')}]`;
      }
      return `[\n${parts.map((part) => deeper + part).join(',\n')}\n${indent}]`;
    }
    if (typeof item === 'object') {
      const entries = Object.entries(item).filter(([, element]) => element !== undefined);
      if (entries.length === 0) return '{}';
      const lines = entries
        .sort(([a], [b]) => inOrder(a, b))
        .map(([key, element]) => {
          const inner = path === '' ? key : `${path}.${key}`;
          return `${deeper}${JSON.stringify(key)}: ${write(element, inner, deeper)}`;
        });
      return `{\n${lines.join(',\n')}\n${indent}}`;
    }
    throw new ChemigramError('invalid_input', `${path || 'the value'} is ${String(item)}, which JSON cannot say.`, {
      field: path,
    });
  };
  return `${write(value, '', '')}\n`;
}

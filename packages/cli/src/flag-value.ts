import { readFileSync } from 'node:fs';
import { ChemigramError, type JsonSchema } from '@chemigram/engine';

/** How an argument is written on the command line. */
export type FlagKind = 'boolean' | 'number' | 'text' | 'json';

/** Objects, lists and anything of several types are written as JSON. */
export function flagKindOf(schema: JsonSchema): FlagKind {
  switch (schema.type) {
    case 'boolean':
      return 'boolean';
    case 'number':
    case 'integer':
      return 'number';
    case 'string':
      return 'text';
    default:
      return 'json';
  }
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function numberFrom(text: string, field: string): number {
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  const comma = /^[+-]?\d+,\d+$/.test(text);
  throw new ChemigramError('invalid_input', `${field} is ${JSON.stringify(text)}, but must be a number`, {
    field,
    hint: comma ? 'Write decimals with a point: 0.5.' : 'For example 0.5 or -12.',
  });
}

/** The text of an `@FILE`, or of stdin for `@-`. */
function fileText(path: string, field: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const missing = code === 'ENOENT';
    throw new ChemigramError(
      missing ? 'not_found' : 'invalid_input',
      `${field}: cannot read the file ${path} (${code})`,
      {
        field,
        hint: '@FILE reads the JSON from a file; without the @ it is given inline.',
        cause,
      },
    );
  }
}

function jsonFrom(text: string, field: string): unknown {
  const inline = !text.startsWith('@');
  const source = inline ? text : fileText(text.slice(1), field);
  try {
    return JSON.parse(source) as unknown;
  } catch (cause) {
    const where = inline ? '' : ` in ${text.slice(1)}`;
    throw new ChemigramError('invalid_input', `${field}: no valid JSON${where}: ${(cause as Error).message}`, {
      field,
      hint: `Give JSON inline in single quotes, or from a file: @mask.json`,
      cause,
    });
  }
}

/**
 * What was written behind a flag, as the value that the operation takes. Whether the operation allows it is the engine's
 * to say; here only what cannot be read is refused (`invalid_input`, or `not_found` for a missing @FILE).
 */
export function flagValue(kind: FlagKind, text: string | boolean, field: string): unknown {
  if (typeof text === 'boolean' || kind === 'text' || kind === 'boolean') return text;
  return kind === 'number' ? numberFrom(text, field) : jsonFrom(text, field);
}

import { alikeNames, ChemigramError } from '@chemigram/errors';
import { z } from 'zod';

/** Of a value that is quoted. */
const QUOTED = 60;

/** A section with these keys and no others. What its fields have to be is said by the messages of their schemas. */
export function table<S extends z.ZodRawShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  const keys = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? allowed(issue.keys[0]!, keys) : 'a section of its own'),
  });
}

function allowed(key: string, keys: readonly string[]): string {
  const [meant] = alikeNames(key, keys, 1);
  return `${meant === undefined ? '' : `Did you mean ${meant}? `}Keys there are ${keys.join(', ')}.`;
}

/**
 * The refusal of a value of providers.toml: where it stands, what it is and what it has to be.
 * @param value what was checked
 * @param path the file
 * @param under where in the file that value stands; empty for all of it
 */
export function refusalOf(issue: z.core.$ZodIssue, value: unknown, path: string, under: string): ChemigramError {
  const place = (at: readonly PropertyKey[]): string =>
    [under, z.core.toDotPath(at)].filter((part) => part !== '').join('.');
  const refused = (field: string, what: string, hint = 'docs/providers.md describes the file.'): ChemigramError =>
    new ChemigramError('invalid_input', `${path}: ${what}.`, { field, hint });

  if (issue.code === 'unrecognized_keys') {
    const where = place(issue.path);
    const key = issue.keys[0]!;
    return refused(
      place([...issue.path, key]),
      `${where === '' ? 'at its top' : `[${where}]`} there is no key "${key}"`,
      issue.message,
    );
  }
  const field = place(issue.path);
  if (issue.code === 'invalid_key') return refused(field, `${field} has to be ${issue.issues[0]!.message}`);
  const given = issue.path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown>)[key], value);
  return refused(
    field,
    `${field} ${given === undefined ? 'is missing' : `is ${told(given)}`}; it has to be ${issue.message}`,
  );
}

/** JSON knows no NaN, and no infinity. */
function told(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length <= QUOTED ? text : `${text.slice(0, QUOTED)} ...`;
}

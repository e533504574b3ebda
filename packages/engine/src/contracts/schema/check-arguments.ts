import { alikeNames, ChemigramError } from '@chemigram/errors';
import { isSpecKey, parseMask } from '@chemigram/mask';
import type { z } from 'zod';
import type { OperationContract } from '../../contract.ts';
import { inputJsonSchema } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';

/** Longest piece of a refused value that is quoted back. */
const QUOTED = 80;

/** `mask_spec.operands[1]`, as the error's field. */
const fieldOf = (path: readonly PropertyKey[]): string =>
  path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i === 0 ? '' : '.'}${String(key)}`)).join('');

function valueAt(args: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      value === null || typeof value !== 'object' ? undefined : (value as Record<PropertyKey, unknown>)[key],
    args,
  );
}

/** A value as one quotes it: what JSON cannot say (NaN, infinities) by its name, long ones cut. */
function quote(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > QUOTED ? `${text.slice(0, QUOTED)}...` : text;
}

/** What the contract says of the argument at a path, or of a part of one; an index is a list's item. */
function schemaAt(contract: OperationContract, path: readonly PropertyKey[]): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>(
    (schema, key) => (typeof key === 'number' ? schema?.items : schema?.properties?.[String(key)]),
    inputJsonSchema(contract),
  );
}

/** What the contract says of an argument, or of what it is a part of: "must be at most 1" alone teaches nobody what it means. */
function saidOf(contract: OperationContract, path: readonly PropertyKey[]): string | undefined {
  if (path.length === 0) return undefined;
  return schemaAt(contract, path)?.description ?? saidOf(contract, path.slice(0, -1));
}

/** What the mask language says to what is no mask_spec at all. */
function hintOfLanguage(value: unknown): string | undefined {
  try {
    parseMask(value, { width: 1, height: 1 });
  } catch (error) {
    if (error instanceof ChemigramError) return error.hint;
  }
  return undefined;
}

const hinted = (hint: string | undefined): { hint?: string } => (hint === undefined ? {} : { hint });

function allowedRange(contract: OperationContract, path: readonly PropertyKey[]): string {
  const { minimum, maximum } = schemaAt(contract, path) ?? {};
  return minimum === undefined || maximum === undefined ? '' : `; allowed: ${minimum} to ${maximum}`;
}

/** Whether a value is the text of one of the type that was wanted: models put quotes around JSON. */
function isQuoted(value: unknown, wanted: string): boolean {
  if (typeof value !== 'string') return false;
  try {
    const inner: unknown = JSON.parse(value);
    return (Array.isArray(inner) ? 'array' : typeof inner) === wanted;
  } catch {
    return false;
  }
}

/** Every place of an argument of that name, as `regions[].ops[].primitive_name`. */
function placesOf(key: string, schema: JsonSchema, at = ''): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const path = at === '' ? name : `${at}.${name}`;
    const item = inner.items === undefined ? [] : placesOf(key, inner.items, `${path}[]`);
    return [...(name === key ? [path] : []), ...placesOf(key, inner, path), ...item];
  });
}

/** What to try for an argument that a part does not take: where one of that name goes, else the names that it may be a slip for. */
function hintFor(key: string, known: readonly string[], schema: JsonSchema): string | undefined {
  if (known.includes('mask_spec') && isSpecKey(key))
    return `It goes into mask_spec: {"mask_spec": {..., "${key}": ...}}.`;
  const places = placesOf(key, schema);
  if (places.length > 0) return `It goes here: ${places.join(', ')}.`;
  const alike = alikeNames(key, known);
  return alike.length === 0 ? undefined : `Did you mean ${alike.join(', ')}?`;
}

/** The words for one issue, and its code; `field` is empty for the arguments as a whole. */
function refusal(contract: OperationContract, args: unknown, issue: z.core.$ZodIssue): ChemigramError {
  const { name } = contract;
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const known = Object.keys(schemaAt(contract, issue.path)?.properties ?? {});
    const isOutermost = issue.path.length === 0;
    const of = isOutermost ? name : `${name}: ${fieldOf(issue.path)}`;
    const instead = isOutermost && Object.hasOwn(contract.instead ?? {}, key) ? contract.instead?.[key] : undefined;
    return new ChemigramError(
      'invalid_input',
      `${of} has no argument "${key}"; it takes ${known.join(', ') || 'none'}`,
      {
        field: fieldOf([...issue.path, key]),
        ...hinted(instead ?? hintFor(key, known, inputJsonSchema(contract))),
      },
    );
  }
  const field = fieldOf(issue.path);
  const where = field === '' ? 'the arguments' : field;
  const value = valueAt(args, issue.path);
  const details = field === '' ? {} : { field };
  const refused = (what: string): string => `${name}: ${where} is ${quote(value)}, but ${what}`;

  const description = saidOf(contract, issue.path);
  if (value === undefined && field !== '') {
    const why = issue.code === 'custom' ? `: ${issue.message}` : '';
    return new ChemigramError('invalid_input', `${name}: ${where} is missing${why}`, {
      ...details,
      hint: description ?? `Give ${where}.`,
    });
  }

  switch (issue.code) {
    case 'invalid_type': {
      const meant = issue.path.at(-1) === 'mask_spec' ? hintOfLanguage(value) : description;
      const hint = isQuoted(value, issue.expected) ? `Give ${where} as it is, not as a text in quotes.` : meant;
      return new ChemigramError('invalid_input', refused(`must be of type ${issue.expected}`), {
        ...details,
        ...hinted(hint),
      });
    }
    case 'too_small':
    case 'too_big': {
      const isNumber = typeof value === 'number';
      // A bound that is itself refused, as 0 where only more than 0 makes sense.
      const [least, most] = issue.inclusive === false ? ['above', 'below'] : ['at least', 'at most'];
      const bound = issue.code === 'too_small' ? `${least} ${issue.minimum}` : `${most} ${issue.maximum}`;
      const what = isNumber
        ? `must be ${bound}${allowedRange(contract, issue.path)}`
        : `must have ${bound} ${Array.isArray(value) ? 'items' : 'characters'}`;
      return new ChemigramError(isNumber ? 'out_of_range' : 'invalid_input', refused(what), {
        ...details,
        ...hinted(description),
      });
    }
    case 'invalid_value':
      return new ChemigramError('invalid_input', refused(`must be one of ${issue.values.map(String).join(', ')}`), {
        ...details,
        ...hinted(description),
      });
    default:
      return new ChemigramError('invalid_input', field === '' ? `${name}: ${issue.message}` : refused(issue.message), {
        ...details,
        ...hinted(description),
      });
  }
}

/**
 * The arguments of a call, defaults filled in.
 *
 * @throws ChemigramError with the field: `out_of_range` for a number beyond its bounds, else `invalid_input`. The first
 *   fault is told; nothing has been done by then.
 */
export function checkArguments<I extends z.ZodObject>(contract: OperationContract<I>, args: unknown): z.output<I> {
  const parsed = contract.input.safeParse(args);
  if (parsed.success) return parsed.data;
  throw refusal(contract, args, parsed.error.issues[0]!);
}

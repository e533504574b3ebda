import { alikeNames, ChemigramError } from '@chemigram/errors';
import { isSpecKey, parseMask } from '@chemigram/mask';
import type { z } from 'zod';
import type { OperationContract } from '../../contract.ts';
import { inputJsonSchema } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { refuseDepth } from './refuse-depth.ts';

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

type Issue = z.core.$ZodIssue;

function unknownArgument(
  contract: OperationContract,
  { keys: [key = ''], path }: z.core.$ZodIssueUnrecognizedKeys,
): ChemigramError {
  const { name, instead = {} } = contract;
  const known = Object.keys(schemaAt(contract, path)?.properties ?? {});
  const isOutermost = path.length === 0;
  const of = isOutermost ? name : `${name}: ${fieldOf(path)}`;
  const does = isOutermost && Object.hasOwn(instead, key) ? instead[key] : undefined;
  return new ChemigramError('invalid_input', `${of} has no argument "${key}"; it takes ${known.join(', ') || 'none'}`, {
    field: fieldOf([...path, key]),
    ...hinted(does ?? hintFor(key, known, inputJsonSchema(contract))),
  });
}

/** What a value must be, its code where that is not invalid_input, and its hint where that is not what the contract says of it. */
interface Wanted {
  readonly code?: 'out_of_range';
  readonly must: string;
  readonly hint?: string | undefined;
}

function wantedBy(contract: OperationContract, issue: Issue, value: unknown): Wanted {
  switch (issue.code) {
    case 'invalid_type':
      return { must: `must be of type ${issue.expected}`, ...hintOfType(issue, value) };
    case 'too_small':
    case 'too_big':
      return withinBounds(contract, issue, value);
    case 'invalid_value':
      return { must: `must be one of ${issue.values.map(String).join(', ')}` };
    default:
      return { must: issue.message };
  }
}

function hintOfType({ path, expected }: z.core.$ZodIssueInvalidType, value: unknown): Pick<Wanted, 'hint'> {
  if (isQuoted(value, expected)) return { hint: `Give ${fieldOf(path)} as it is, not as a text in quotes.` };
  return path.at(-1) === 'mask_spec' ? { hint: hintOfLanguage(value) } : {};
}

function withinBounds(
  contract: OperationContract,
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
  value: unknown,
): Wanted {
  // A bound that is itself refused, as 0 where only more than 0 makes sense.
  const [least, most] = issue.inclusive === false ? ['above', 'below'] : ['at least', 'at most'];
  // A whole number has bounds of its own, far outside: what the contract says of the argument is told in their place.
  const { minimum = -Infinity, maximum = Infinity } = schemaAt(contract, issue.path) ?? {};
  const bound =
    issue.code === 'too_small'
      ? `${least} ${Math.max(Number(issue.minimum), minimum)}`
      : `${most} ${Math.min(Number(issue.maximum), maximum)}`;
  return typeof value === 'number'
    ? { code: 'out_of_range', must: `must be ${bound}${allowedRange(contract, issue.path)}` }
    : { must: `must have ${bound} ${Array.isArray(value) ? 'items' : 'characters'}` };
}

/** The words for one issue, and its code; without a field where it is about the arguments as a whole. */
function refusal(contract: OperationContract, args: unknown, issue: Issue): ChemigramError {
  if (issue.code === 'unrecognized_keys') return unknownArgument(contract, issue);
  const { name } = contract;
  const field = fieldOf(issue.path);
  const value = valueAt(args, issue.path);
  if (field === '') {
    const what = issue.code === 'custom' ? issue.message : `the arguments are ${quote(value)}, but must be an object`;
    return new ChemigramError('invalid_input', `${name}: ${what}`);
  }
  const description = saidOf(contract, issue.path);
  if (value === undefined) {
    const why = issue.code === 'custom' ? `: ${issue.message}` : '';
    const hint = description ?? `Give ${field}.`;
    return new ChemigramError('invalid_input', `${name}: ${field} is missing${why}`, { field, hint });
  }
  const { code = 'invalid_input', must, ...own } = wantedBy(contract, issue, value);
  const { hint } = { hint: description, ...own };
  return new ChemigramError(code, `${name}: ${field} is ${quote(value)}, but ${must}`, { field, ...hinted(hint) });
}

/**
 * The arguments of a call, defaults filled in.
 *
 * @throws ChemigramError with the field: `out_of_range` for a number beyond its bounds, else `invalid_input`. The first
 *   fault is told; nothing has been done by then.
 */
export function checkArguments<I extends z.ZodObject>(contract: OperationContract<I>, args: unknown): z.output<I> {
  refuseDepth(contract.name, args);
  const parsed = contract.input.safeParse(args);
  if (parsed.success) return parsed.data;
  throw refusal(contract, args, parsed.error.issues[0]!);
}

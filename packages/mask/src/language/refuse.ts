import { alikeNames, ChemigramError, type ErrorCode } from '@chemigram/errors';
import type { z } from 'zod';
import { rangeAt, type Within } from './number-within.ts';

/** How a refused value is shown: short, whatever it is. */
export function show(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Throws a ChemigramError about `field` ('' = the whole mask_spec). */
export function refuse(code: ErrorCode, field: string, message: string, hint?: string): never {
  throw new ChemigramError(code, message, {
    ...(field === '' ? {} : { field }),
    ...(hint === undefined ? {} : { hint }),
  });
}

/** `['vertices', 3, 0]` below `dt_params` as `dt_params.vertices[3][0]`. */
export function fieldPath(base: string, path: readonly PropertyKey[]): string {
  let field = base;
  for (const step of path) {
    if (typeof step === 'number') field += `[${step}]`;
    else field += field === '' ? String(step) : `.${String(step)}`;
  }
  return field;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<PropertyKey, unknown>)[step];
  }
  return at;
}

/** Whether a number was wanted and given, and only its value is wrong. NaN is no number; an infinity is out of range. */
function isOutside(given: unknown, issue: z.core.$ZodIssue): boolean {
  if (typeof given !== 'number' || Number.isNaN(given)) return false;
  if (issue.code === 'too_small' || issue.code === 'too_big') return true;
  if (issue.code === 'invalid_value') return issue.values.some((v) => typeof v === 'number');
  return issue.code === 'invalid_type' && issue.expected === 'number' && !Number.isFinite(given);
}

/** What to say beside what the schema says; undefined where nothing is known. */
export interface Hints {
  /** What the number at a path may be, in the unit that it was written in; undefined where the schema's own words say it. */
  readonly allowed?: (path: readonly PropertyKey[], range: Within) => string | undefined;
  /** Where the number of a key is out of range. */
  readonly outside?: (key: PropertyKey | undefined, given: number) => string | undefined;
  /** Where the value of a key is none that it may have. */
  readonly refused?: (key: PropertyKey | undefined, given: unknown) => string | undefined;
  /** Where a key is unknown: before the names that it may be a slip for. */
  readonly unknown?: (key: string) => string | undefined;
}

function refuseIssue(
  issue: z.core.$ZodIssue,
  field: string,
  original: unknown,
  schema: z.ZodObject,
  hints: Hints,
): never {
  const known = Object.keys(schema.shape);
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const alike = alikeNames(key.slice(0, 60), known);
    const hint = hints.unknown?.(key) ?? (alike.length === 0 ? undefined : `Did you mean ${alike.join(', ')}?`);
    const names = `allowed are ${known.join(', ')}`;
    refuse('invalid_input', fieldPath(field, [...issue.path, key]), `The key ${show(key)} is unknown; ${names}.`, hint);
  }
  const given = valueAt(original, issue.path);
  const at = fieldPath(field, issue.path);
  const name = at === '' ? 'The mask_spec' : at;
  const range = rangeAt(schema, issue.path);
  const allowed = (range === undefined ? undefined : hints.allowed?.(issue.path, range)) ?? issue.message;
  if (given === undefined) refuse('invalid_input', at, `${name} is missing: ${allowed}.`);
  const message = `${name} is ${show(given)}; it must be ${allowed}.`;
  if (isOutside(given, issue)) refuse('out_of_range', at, message, hints.outside?.(issue.path[0], given as number));
  refuse('invalid_input', at, message, hints.refused?.(issue.path[0], given));
}

/**
 * Parses `value` by a strict zod object; its first failure (unknown keys before others) becomes a ChemigramError.
 *
 * @param field path of `value` in the mask_spec
 * @param original what the caller wrote, when `value` was converted from it: messages show that
 */
export function check<T extends z.ZodObject>(
  schema: T,
  value: unknown,
  field: string,
  original = value,
  hints: Hints = {},
): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues;
  const issue = issues.find((i) => i.code === 'unrecognized_keys') ?? issues[0];
  if (issue === undefined) throw new ChemigramError('internal', 'A refusal without a reason.', { field });
  return refuseIssue(issue, field, original, schema, hints);
}

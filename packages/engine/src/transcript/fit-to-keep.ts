// What of arguments and results may stand in a transcript: no pictures, no secrets, and of results no more than a reader needs.

import { DEEPEST } from '../contracts/schema/refuse-depth.ts';

/** Longer texts of a result are cut. */
const RESULT_TEXT = 400;
const RESULT_ITEMS = 16;
const RESULT_DEPTH = 6;
/** Arguments are kept whole, so that they can be given again; a longer text is no argument that we know. */
const ARGUMENT_TEXT = 20_000;

const SECRET_KEY = /(^|[_-])(password|passwd|secret|token|api[_-]?key|authorization|credentials?)$/i;
const PICTURE = /^data:[^,]{0,100};base64,/i;
/** The user and password of an address. */
const LOGIN = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;

const LEFT_OUT = '[left out]';

interface Limits {
  readonly text: number;
  readonly items: number;
  readonly depth: number;
}

/** What is nested deeper is refused. */
const ARGUMENTS: Limits = { text: ARGUMENT_TEXT, items: Infinity, depth: DEEPEST };
const RESULT: Limits = { text: RESULT_TEXT, items: RESULT_ITEMS, depth: RESULT_DEPTH };

/** Arguments as they are kept: whole, but for secrets and pictures. */
export function keptArguments(args: unknown): Record<string, unknown> {
  const kept = fit(args, ARGUMENTS, 0);
  return typeof kept === 'object' && kept !== null && !Array.isArray(kept) ? (kept as Record<string, unknown>) : {};
}

/** A result as it is kept: its beginning. */
export const keptResult = (result: unknown): unknown => fit(result, RESULT, 0);

function fit(value: unknown, limits: Limits, depth: number): unknown {
  if (typeof value === 'string') return fitText(value, limits.text);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= limits.depth) return '...';
  if (Array.isArray(value)) {
    const items = value.slice(0, limits.items).map((item) => fit(item, limits, depth + 1));
    return value.length > limits.items ? [...items, `... ${value.length - limits.items} more`] : items;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, SECRET_KEY.test(key) ? LEFT_OUT : fit(item, limits, depth + 1)]),
  );
}

function fitText(text: string, longest: number): string {
  if (PICTURE.test(text)) return `[picture ${LEFT_OUT.slice(1)}`;
  const safe = text.replace(LOGIN, '$1[left out]@');
  return safe.length > longest ? `${safe.slice(0, longest)}... (${safe.length} characters)` : safe;
}

import { ChemigramError } from '@chemigram/errors';
import { MAX_NESTING } from './limits.ts';
import { fieldPath, refuse, show } from './refuse.ts';

/** Each compose is two levels (object, list), and below the innermost one lies `dt_params.holes[i][j][k]`. */
const MAX_DEPTH = 2 * MAX_NESTING + 6;
/** 64 operands with 4000 vertices of three values each, and some air. */
const MAX_VALUES = 1_000_000;

/**
 * A copy of `input` made of plain JSON values only, so that all that follows may trust it: no cycles, no depth that
 * overflows a stack, no getters, no foreign objects. Keys whose value is undefined are left out, as JSON does.
 *
 * @throws invalid_input for what is not JSON, for cycles, and for more nesting than any mask can have
 */
export function plainJson(input: unknown): unknown {
  const open = new Set<object>();
  let values = 0;
  const copy = (value: unknown, path: readonly PropertyKey[]): unknown => {
    if (++values > MAX_VALUES) refuse('invalid_input', '', `The mask_spec holds more than ${MAX_VALUES} values.`);
    if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') {
      return value;
    }
    const field = fieldPath('', path);
    if (typeof value !== 'object') refuse('invalid_input', field, `A ${typeof value} is no JSON value.`);
    if (open.has(value)) {
      refuse('invalid_input', field, 'The mask_spec contains itself (a cycle).', 'Write the operands out one by one.');
    }
    if (path.length > MAX_DEPTH) {
      const nested = `The mask_spec is nested too deep; composes may be nested ${MAX_NESTING} deep.`;
      refuse('invalid_input', field, nested, 'Flatten it: union and intersect take up to 64 operands.');
    }
    open.add(value);
    const result = Array.isArray(value) ? copyArray(value, path) : copyObject(value, path, field);
    open.delete(value);
    return result;
  };
  const copyArray = (list: unknown[], path: readonly PropertyKey[]): unknown[] => {
    if (list.length > MAX_VALUES) refuse('invalid_input', fieldPath('', path), `A list of ${list.length} entries.`);
    return Array.from(list, (entry, i) => copy(entry, [...path, i]));
  };
  const copyObject = (object: object, path: readonly PropertyKey[], field: string): Record<string, unknown> => {
    const prototype: unknown = Object.getPrototypeOf(object);
    // A plain object of another realm (a worker, a test's sandbox) has that realm's Object.prototype, one below null.
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      refuse('invalid_input', field, `An object that is no plain JSON object: ${show(String(prototype))}.`);
    }
    const plain: Record<string, unknown> = {};
    for (const [key, entry] of Object.entries(object)) {
      if (entry === undefined) continue;
      // Defined, not assigned: a key named __proto__ must stay a key, to be refused as unknown.
      const copied = copy(entry, [...path, key]);
      Object.defineProperty(plain, key, { value: copied, enumerable: true, writable: true, configurable: true });
    }
    return plain;
  };
  try {
    return copy(input, []);
  } catch (thrown) {
    if (thrown instanceof ChemigramError) throw thrown;
    throw new ChemigramError('invalid_input', 'The mask_spec could not be read as JSON.', { cause: thrown });
  }
}

export type JsonObject = Record<string, unknown>;

/** Whether a value of plainJson is an object (no list, not null). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { ChemigramError } from '@chemigram/errors';

/** A parameter's value: one number, a list of `count` numbers, or text. */
export type Value = number | readonly number[] | string;

/** The fields of one module's parameters by name. */
export type Params = Record<string, Value>;

/** C types that occur in darktable's parameter structs; enums and gboolean are `i32`. */
export type FieldType = 'f32' | 'i32' | 'u16' | 'text';

/** One member of a parameter struct, in the order of memory. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** Elements of an array, or the bytes of a text; 1 for a plain member. */
  readonly count: number;
  /** What darktable starts with. */
  readonly default: Value;
  /** Hard limits, where darktable has them; both or none. */
  readonly min?: number;
  readonly max?: number;
}

const BYTES: Record<FieldType, number> = { f32: 4, i32: 4, u16: 2, text: 1 };

function numeric(type: FieldType, name: string, fallback: number | readonly number[], range: readonly number[]): Field {
  const [min, max] = range;
  return {
    name,
    type,
    count: typeof fallback === 'number' ? 1 : fallback.length,
    default: fallback,
    ...(min === undefined || max === undefined ? {} : { min, max }),
  };
}

/** A float, or an array of floats when the default is a list; `range` is [min, max] where darktable has limits. */
export const f32 = (name: string, fallback: number | readonly number[], ...range: readonly number[]): Field =>
  numeric('f32', name, fallback, range);

/** A 32-bit integer, enum or gboolean. */
export const i32 = (name: string, fallback: number | readonly number[], ...range: readonly number[]): Field =>
  numeric('i32', name, fallback, range);

/** An unsigned 16-bit integer. */
export const u16 = (name: string, fallback: number | readonly number[], ...range: readonly number[]): Field =>
  numeric('u16', name, fallback, range);

/** A zero-terminated text in a buffer of `bytes`. */
export const text = (name: string, bytes: number): Field => ({ name, type: 'text', count: bytes, default: '' });

/** The size of the struct. Layouts name their padding, so members simply follow one another. */
export const byteLengthOf = (fields: readonly Field[]): number =>
  fields.reduce((sum, field) => sum + BYTES[field.type] * field.count, 0);

/**
 * Reads a struct; every number, also one outside the limits, as it stands in the bytes.
 * The caller has checked the length.
 */
export function readFields(fields: readonly Field[], bytes: Uint8Array): Params {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const params: Params = {};
  let at = 0;
  for (const field of fields) {
    if (field.type === 'text') {
      const end = bytes.indexOf(0, at);
      const stop = end < 0 || end > at + field.count ? at + field.count : end;
      params[field.name] = new TextDecoder().decode(bytes.subarray(at, stop));
      at += field.count;
      continue;
    }
    const numbers: number[] = [];
    for (let i = 0; i < field.count; i++, at += BYTES[field.type]) {
      numbers.push(
        field.type === 'f32'
          ? view.getFloat32(at, true)
          : field.type === 'i32'
            ? view.getInt32(at, true)
            : view.getUint16(at, true),
      );
    }
    params[field.name] = Array.isArray(field.default) ? numbers : numbers[0]!;
  }
  return params;
}

/**
 * Writes a struct, absent fields as their defaults.
 *
 * @throws ChemigramError `internal` for a field that the layout does not have or a value of another shape,
 *   `out_of_range` for a number beyond darktable's hard limits (darktable itself would not complain).
 */
export function writeFields(owner: string, fields: readonly Field[], params: Partial<Params>): Uint8Array {
  for (const name of Object.keys(params)) {
    if (!fields.some((field) => field.name === name)) {
      throw new ChemigramError('internal', `${owner} has no parameter "${name}"`, { field: name });
    }
  }
  const bytes = new Uint8Array(byteLengthOf(fields));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const field of fields) {
    const value = params[field.name] ?? field.default;
    if (field.type === 'text') {
      writeText(owner, field, value, bytes.subarray(at, at + field.count));
      at += field.count;
      continue;
    }
    for (const number of numbersOf(owner, field, value)) {
      if (field.type === 'f32') view.setFloat32(at, number, true);
      else if (field.type === 'i32') view.setInt32(at, number, true);
      else view.setUint16(at, number, true);
      at += BYTES[field.type];
    }
  }
  return bytes;
}

function writeText(owner: string, field: Field, value: Value, target: Uint8Array): void {
  const encoded = typeof value === 'string' ? new TextEncoder().encode(value) : undefined;
  // One byte stays for the terminating zero.
  if (encoded === undefined || encoded.length >= field.count || encoded.includes(0)) {
    throw new ChemigramError(
      encoded === undefined ? 'internal' : 'out_of_range',
      `${owner}.${field.name} takes a text of up to ${field.count - 1} bytes without a zero byte`,
      { field: field.name },
    );
  }
  target.set(encoded);
}

function numbersOf(owner: string, field: Field, value: Value): readonly number[] {
  const list = typeof field.default !== 'number';
  const numbers = typeof value === 'number' ? [value] : value;
  if (typeof numbers === 'string' || (typeof value === 'number') === list || numbers.length !== field.count) {
    throw new ChemigramError(
      'internal',
      `${owner}.${field.name} takes ${list ? `${field.count} numbers` : 'a number'}`,
      {
        field: field.name,
      },
    );
  }
  for (const number of numbers) {
    if (field.type !== 'f32' && !Number.isInteger(number)) {
      throw new ChemigramError('internal', `${owner}.${field.name} takes whole numbers, got ${number}`, {
        field: field.name,
      });
    }
    if (field.min !== undefined && field.max !== undefined && !(number >= field.min && number <= field.max)) {
      throw new ChemigramError(
        'out_of_range',
        `${owner}.${field.name} is ${number}; allowed ${field.min} to ${field.max}`,
        {
          field: field.name,
        },
      );
    }
  }
  return numbers;
}

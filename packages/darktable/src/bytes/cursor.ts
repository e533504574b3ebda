/**
 * Little-endian reading and writing of darktable's C structs: every layout file is a list of calls on these two.
 */
import { ChemigramError } from '@chemigram/errors';

/** Reads a struct field by field; the length was checked by the caller, so running over the end is a bug of ours. */
export class Reader {
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** A signed 32-bit integer. */
  int(): number {
    this.#at += 4;
    return this.#view.getInt32(this.#at - 4, true);
  }

  /** An unsigned 32-bit integer. */
  uint(): number {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, true);
  }

  /** A 32-bit float. NaN and infinities are refused: darktable never writes them, and they poison what is computed. */
  float(field: string): number {
    this.#at += 4;
    const value = this.#view.getFloat32(this.#at - 4, true);
    if (!Number.isFinite(value)) {
      throw new ChemigramError('invalid_input', `reading ${field}: ${value} is not a finite number`, { field });
    }
    return value;
  }

  /** `count` floats in a row. */
  floats(field: string, count: number): number[] {
    return Array.from({ length: count }, (_, i) => this.float(`${field}[${i}]`));
  }

  /** Two floats: most of darktable's points. */
  pair(field: string): [number, number] {
    return [this.float(`${field}[0]`), this.float(`${field}[1]`)];
  }

  /** A fixed-size block of bytes. */
  bytes(count: number): Uint8Array {
    this.#at += count;
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + this.#at - count, count).slice();
  }
}

/** Writes a struct of a size that is known beforehand. */
export class Writer {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.#view = new DataView(this.bytes.buffer);
  }

  int(value: number, field: string): void {
    if (!Number.isInteger(value) || value < -0x80000000 || value > 0x7fffffff) {
      throw new ChemigramError('out_of_range', `writing ${field}: ${value} is not a 32-bit integer`, { field });
    }
    this.#view.setInt32(this.#at, value, true);
    this.#at += 4;
  }

  uint(value: number, field: string): void {
    if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
      throw new ChemigramError('out_of_range', `writing ${field}: ${value} is not an unsigned 32-bit integer`, {
        field,
      });
    }
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
  }

  float(value: number, field: string): void {
    if (typeof value !== 'number' || !Number.isFinite(Math.fround(value))) {
      throw new ChemigramError('out_of_range', `writing ${field}: ${value} is not a finite 32-bit float`, { field });
    }
    this.#view.setFloat32(this.#at, value, true);
    this.#at += 4;
  }

  floats(values: readonly number[], count: number, field: string): void {
    if (values.length !== count) {
      throw new ChemigramError('invalid_input', `writing ${field}: ${values.length} numbers given, ${count} needed`, {
        field,
      });
    }
    values.forEach((value, i) => this.float(value, `${field}[${i}]`));
  }

  raw(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }
}

import { types } from 'node:util';

/**
 * Plain data with arrays of its own, so that they can be moved to another thread: the structured clone of a raster takes ten
 * times as long as copying and moving it.
 */
export function withOwnArrays<T>(data: T): T {
  if (isArrayOfNumbers(data)) return data.slice() as T;
  if (Array.isArray(data)) return data.map(withOwnArrays) as T;
  if (!isPlain(data)) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, withOwnArrays(value)])) as T;
}

/** The buffers of all arrays of numbers in plain data, each once: what is moved when it is sent. */
export function buffersOf(data: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const look = (value: unknown): void => {
    if (isArrayOfNumbers(value)) found.add(value.buffer as ArrayBuffer);
    else if (Array.isArray(value)) value.forEach(look);
    else if (isPlain(value)) Object.values(value).forEach(look);
  };
  look(data);
  return [...found];
}

/** Those that belong to several threads are left where they are. */
const isArrayOfNumbers = (value: unknown): value is Float32Array =>
  types.isTypedArray(value) && !types.isSharedArrayBuffer(value.buffer);

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

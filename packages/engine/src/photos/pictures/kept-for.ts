/** Gives the value that was made of an object under a key, or makes it. */
export type KeptFor<O extends object, T> = (of: O, key: string, make: () => Promise<T>) => Promise<T>;

/**
 * Values that are kept as long as the object is that they were made of. Not shared while they are made: who gives up would
 * take the value from the others.
 */
export function keptFor<O extends object, T>(): KeptFor<O, T> {
  const kept = new WeakMap<O, Map<string, T>>();
  return async (of, key, make) => {
    const there = kept.get(of)?.get(key);
    if (there !== undefined) return there;
    const value = await make();
    kept.set(of, (kept.get(of) ?? new Map<string, T>()).set(key, value));
    return value;
  };
}

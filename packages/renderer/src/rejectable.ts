/** A promise that somebody else rejects. (Promise.withResolvers came with Node 22.) */
export function rejectable(): { readonly promise: Promise<never>; readonly reject: (why: Error) => void } {
  const parts: { reject?: (why: Error) => void } = {};
  const promise = new Promise<never>((_, reject) => (parts.reject = reject));
  // Nobody has to listen.
  promise.catch(() => undefined);
  return { promise, reject: (why) => parts.reject?.(why) };
}

import { ChemigramError } from '@chemigram/errors';
import { rejectable } from '../rejectable.ts';

interface Running<T> {
  readonly promise: Promise<T>;
  readonly stop: AbortController;
  waiting: number;
}

/** Runs `work` under a key, or joins the run of that key that is under way. */
export type Share<T> = (
  key: string,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
) => Promise<{ result: T; joined: boolean }>;

/**
 * Work that several callers wait for together. A caller who gives up leaves it to the others; the last one to go stops
 * it, and hears of its end rather than of their own signal, so that nothing runs on unseen.
 */
export function sharedWork<T>(): Share<T> {
  const running = new Map<string, Running<T>>();
  const begin = (key: string, work: (signal: AbortSignal) => Promise<T>): Running<T> => {
    const stop = new AbortController();
    const run: Running<T> = { stop, waiting: 0, promise: work(stop.signal) };
    const forget = (): void => {
      if (running.get(key) === run) running.delete(key);
    };
    run.promise.then(forget, forget);
    running.set(key, run);
    return run;
  };
  return async (key, signal, work) => {
    if (signal?.aborted === true) throw new ChemigramError('cancelled', 'It was cancelled before it began.');
    const there = running.get(key);
    const run = there ?? begin(key, work);
    run.waiting++;
    const left = rejectable();
    const onAbort = (): void => {
      run.waiting--;
      if (run.waiting > 0)
        return left.reject(new ChemigramError('cancelled', 'It was cancelled; others still wait for it.'));
      // Who asks for the same from now on begins anew.
      if (running.get(key) === run) running.delete(key);
      run.stop.abort();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return { result: await Promise.race([run.promise, left.promise]), joined: there !== undefined };
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  };
}

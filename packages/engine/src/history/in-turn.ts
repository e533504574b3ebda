import { ChemigramError } from '@chemigram/errors';

/** By what is worked on: ends when the last that asked so far is done. */
const lines = new Map<string, Promise<unknown>>();

/**
 * Does pieces of work on one thing in the order in which they were asked for, in this process: done at once, each that ends
 * would make the others begin anew. Who is cancelled while waiting is told at once, and those behind keep their places.
 *
 * @throws ChemigramError cancelled; whatever `work` throws
 */
export async function inTurn<T>(thing: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const before = lines.get(thing);
  const mine = before === undefined ? work() : until(before, thing, signal).then(work);
  // Who gave up waiting still holds the place until those before are done, so that nobody overtakes them.
  const place = Promise.allSettled([before, mine]);
  lines.set(thing, place);
  const leave = async (): Promise<void> => {
    await place;
    if (lines.get(thing) === place) lines.delete(thing);
  };
  void leave();
  return mine;
}

async function until(before: Promise<unknown>, thing: string, signal: AbortSignal): Promise<void> {
  let stop = (): void => undefined;
  const cancelled = new Promise<never>((_resolve, reject) => {
    stop = () => reject(new ChemigramError('cancelled', `The change of ${thing} was cancelled before it began.`));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
  });
  try {
    await Promise.race([before, cancelled]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

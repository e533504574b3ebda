import { setMaxListeners } from 'node:events';
import { ChemigramError } from '@chemigram/errors';
import PQueue from 'p-queue';
import { rejectable } from './rejectable.ts';

/** Work waits here until a darktable may run; all ways of rendering share one queue, as they share the cores. */
export class RenderQueue {
  readonly #queue: PQueue;
  readonly #closing = new AbortController();

  constructor(concurrency: number) {
    this.#queue = new PQueue({ concurrency });
    // Each render that waits or runs listens to it.
    setMaxListeners(Infinity, this.#closing.signal);
  }

  /**
   * Runs `work` when it is its turn. A cancel while it waits ends the waiting; once it runs, its own end answers.
   * @param work is told of a cancel and of the closing by its signal
   * @throws cancelled, and what `work` throws
   */
  async run<T>(signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const signals = [this.#closing.signal, ...(signal === undefined ? [] : [signal])];
    const running = new AbortController();
    const gaveUp = rejectable();
    let begun = false;
    const onAbort = (): void => {
      running.abort();
      // Once darktable runs, its own end answers: until then its place in the queue and its folder are not free.
      if (!begun) gaveUp.reject(new ChemigramError('cancelled', 'The render was cancelled while it waited.'));
    };
    for (const one of signals) {
      if (one.aborted) onAbort();
      else one.addEventListener('abort', onAbort, { once: true });
    }
    // The queue is not told of the signal: it would give the place away while darktable still dies.
    const job = this.#queue.add(
      async () => {
        begun = !running.signal.aborted;
        return begun ? work(running.signal) : gaveUp.promise;
      },
      { throwOnTimeout: true },
    );
    try {
      return await Promise.race([job, gaveUp.promise]);
    } finally {
      for (const one of signals) one.removeEventListener('abort', onAbort);
    }
  }

  /** Stops what runs, and waits for its end. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#queue.onIdle();
  }
}

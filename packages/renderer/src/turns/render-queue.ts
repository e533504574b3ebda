import { setMaxListeners } from 'node:events';
import { ChemigramError } from '@chemigram/errors';
import { FairTurns } from './fair-turns.ts';
import { rejectable } from '../rejectable.ts';

/** Work waits here until a darktable may run; all ways of rendering share one queue, as they share the cores. */
export class RenderQueue {
  readonly #turns: FairTurns;
  readonly #closing = new AbortController();
  readonly #jobs = new Set<Promise<unknown>>();

  /** @param concurrency how many run at the same time */
  constructor(concurrency: number) {
    this.#turns = new FairTurns(concurrency);
    // Each render that waits or runs listens to it.
    setMaxListeners(Infinity, this.#closing.signal);
  }

  /**
   * Runs `work` when it is its photo's turn. A cancel while it waits ends the waiting; once it runs, its own end answers.
   * @param photo whose work it is: the places are shared fairly between photos
   * @param work is told of a cancel and of the closing by its signal
   * @throws cancelled, and what `work` throws
   */
  run<T>(photo: string, signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const job = this.#run(photo, signal, work).finally(() => this.#jobs.delete(job));
    this.#jobs.add(job);
    return job;
  }

  async #run<T>(photo: string, signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    // Not AbortSignal.any: the one of closing lives long, and Node 20 remembers all that was ever made of it.
    const signals = [this.#closing.signal, ...(signal === undefined ? [] : [signal])];
    const stop = new AbortController();
    const gaveUp = rejectable();
    const onAbort = (): void => {
      stop.abort();
      gaveUp.reject(new ChemigramError('cancelled', 'The render was cancelled while it waited.'));
    };
    for (const one of signals) {
      if (one.aborted) onAbort();
      else one.addEventListener('abort', onAbort, { once: true });
    }
    const turn = this.#turns.take(photo);
    try {
      await Promise.race([gaveUp.promise, turn.granted]);
      // From here on its own end answers: until then its place and its folder are not free.
      return await work(stop.signal);
    } finally {
      turn.leave();
      for (const one of signals) one.removeEventListener('abort', onAbort);
    }
  }

  /** Stops what runs, and waits for its end. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#jobs);
  }
}

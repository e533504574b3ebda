import { setImmediate as turn } from 'node:timers/promises';
import { ChemigramError } from '@chemigram/errors';
import { KILL_PATIENCE_MS, NotStarted, startProcess } from './start-process.ts';
import { tooLong } from '../timeout.ts';

export interface Finished {
  readonly exitCode: number | null;
  readonly killedBy: string | null;
  /** What it printed on both streams, the end of it. */
  readonly log: string;
  /** Why it was stopped, where it did not end by itself: render_timeout or cancelled. */
  readonly stopped: ChemigramError | null;
  /** Settles when nothing of its process group is left; false when something stays: its folder must not be used again. */
  readonly gone: Promise<boolean>;
}

/** `timeoutMs` of wall clock; `signal` cancels. Either kills the whole group. */
export interface Limits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Tells by what it printed that it has done all that is wanted of it: the group is killed then, and nobody waits for its death. */
  readonly isDone?: (log: string) => boolean;
}

/**
 * Runs one program to its end, or until it has done what is wanted of it, in a process group of its own.
 * @throws darktable_missing when it cannot be started
 */
export async function runProcess(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  limits: Limits,
): Promise<Finished> {
  if (limits.signal?.aborted === true) {
    const stopped = new ChemigramError('cancelled', 'The render was cancelled before it began.');
    return { exitCode: null, killedBy: null, log: '', stopped, gone: Promise.resolve(true) };
  }
  const started = startProcess(program, args, { env });
  let stopped: ChemigramError | null = null;
  const stuck = new AbortController();
  const stop = (why: ChemigramError): void => {
    stopped ??= why;
    started.kill();
    setTimeout(() => stuck.abort(), KILL_PATIENCE_MS).unref();
  };
  const onAbort = (): void => stop(new ChemigramError('cancelled', 'The render was cancelled; darktable was stopped.'));
  const { isDone } = limits;
  const done = new Promise<null>((settle) => {
    if (isDone === undefined) return;
    started.onOutput(() => {
      if (!isDone(started.log())) return;
      started.kill();
      settle(null);
    });
  });
  const timer = setTimeout(() => stop(tooLong(limits.timeoutMs)), limits.timeoutMs);
  limits.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const end = await Promise.race([started.ended, done, aborted(stuck.signal)]);
    const gone = started.gone().then((left) => left && !stuck.signal.aborted);
    if (end === null && stopped === null) await everythingRead();
    else await gone;
    return { exitCode: end?.exitCode ?? null, killedBy: end?.killedBy ?? null, log: started.log(), stopped, gone };
  } catch (error) {
    await started.gone();
    throw error instanceof NotStarted ? notStarted(program, error.message) : error;
  } finally {
    clearTimeout(timer);
    limits.signal?.removeEventListener('abort', onAbort);
  }
}

/**
 * What was printed before a line that was read just now is read too, from the other pipe as well: it lies there, and
 * a whole turn of the event loop looks at every pipe.
 */
async function everythingRead(): Promise<void> {
  await turn();
  await turn();
}

const aborted = (signal: AbortSignal): Promise<null> =>
  new Promise((settle) => signal.addEventListener('abort', () => settle(null), { once: true }));

const notStarted = (program: string, why: string): ChemigramError =>
  new ChemigramError('darktable_missing', `Could not start ${program}: ${why}`, {
    hint: 'See whether this program still runs on its own, or set CHEMIGRAM_DARKTABLE to the path of another darktable-cli.',
  });

import { spawn } from 'node:child_process';
import { ChemigramError } from '@chemigram/errors';

/** The end of a log is what matters; a darktable that prints for ever must not fill the memory. */
const LOG_LIMIT = 1_000_000;

export interface Finished {
  readonly exitCode: number | null;
  readonly killedBy: NodeJS.Signals | null;
  readonly log: string;
}

/**
 * Runs one program to its end in a process group of its own, so that a wrapper script dies with what it started.
 * @param limits `timeoutMs` of wall clock; `signal` cancels. Either kills the whole group.
 * @throws render_timeout, cancelled, darktable_missing (cannot be started).
 */
export function runProcess(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  limits: { readonly timeoutMs: number; readonly signal: AbortSignal | undefined },
): Promise<Finished> {
  return new Promise((settle, fail) => {
    if (limits.signal?.aborted === true) {
      fail(new ChemigramError('cancelled', 'The render was cancelled before it began.'));
      return;
    }
    const child = spawn(program, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env });
    let log = '';
    let verdict: ChemigramError | undefined;
    const kill = (why: ChemigramError): void => {
      verdict ??= why;
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // The group has ended by itself in the meantime.
      }
    };
    const onAbort = (): void => kill(new ChemigramError('cancelled', 'The render was cancelled; darktable was stopped.'));
    const timer = setTimeout(
      () =>
        kill(
          new ChemigramError(
            'render_timeout',
            `darktable did not finish within ${Math.round(limits.timeoutMs / 1000)} s and was stopped.`,
            { hint: 'Try again, ask for a smaller size, or set CHEMIGRAM_RENDER_TIMEOUT (seconds) higher.' },
          ),
        ),
      limits.timeoutMs,
    );
    limits.signal?.addEventListener('abort', onAbort, { once: true });
    const release = (): void => {
      clearTimeout(timer);
      limits.signal?.removeEventListener('abort', onAbort);
    };
    const collect = (chunk: Buffer): void => {
      log = (log + chunk.toString('utf8')).slice(-LOG_LIMIT);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (cause) => {
      release();
      fail(new ChemigramError('darktable_missing', `Could not start ${program}: ${cause.message}`, { cause }));
    });
    child.on('close', (exitCode, killedBy) => {
      release();
      if (verdict === undefined) settle({ exitCode, killedBy, log });
      else fail(verdict);
    });
  });
}

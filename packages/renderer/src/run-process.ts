import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChemigramError } from '@chemigram/errors';
import { groupIsAlive } from './process-group.ts';

/** The end of a log is what matters; a darktable that prints for ever must not fill the memory. */
const LOG_LIMIT = 1_000_000;
/** A killed process is gone within milliseconds, unless the kernel holds it (a dead network disk): then nobody waits. */
const KILL_PATIENCE_MS = 5_000;
/** What a killed group has printed is read this long; somebody who left the group may hold the pipe for ever. */
const PIPE_PATIENCE_MS = 500;
const POLL_MS = 10;

/**
 * Runs "$@" as the leader of a process group that ends with us, however we end: file 3 is a pipe from us that nobody
 * writes to, so reading it returns when we are gone, and then the whole group is killed, grandchildren too. (Tried and
 * left: the kernel's parent death signal reaches the child alone and exists on Linux alone.)
 */
const LIFELINE = `
"$@" </dev/null 3<&- & program=$!
(read -r never <&3; kill -s KILL -- -$$) >/dev/null 2>&1 & watch=$!
wait $program; status=$?
kill $watch; wait $watch
exit $status
`;
/** A shell adds this to the number of the signal that ended a program (POSIX, "Exit Status for Commands"). */
const SIGNAL_OFFSET = 128;
/** The shell's own words for "found but not a program" and "not found" (same place). */
const NOT_RUN = [126, 127];

export interface Finished {
  readonly exitCode: number | null;
  readonly killedBy: string | null;
  /** What it printed on both streams, the end of it. */
  readonly log: string;
  /** Why it was stopped, where it did not end by itself: render_timeout or cancelled. */
  readonly stopped: ChemigramError | null;
  /** False when something of its process group is still there: its folder must not be used again. */
  readonly gone: boolean;
}

/**
 * Runs one program to its end in a process group of its own, and returns when nothing of that group is left.
 * @param limits `timeoutMs` of wall clock; `signal` cancels. Either kills the whole group.
 * @throws darktable_missing when it cannot be started
 */
export async function runProcess(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  limits: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Promise<Finished> {
  if (limits.signal?.aborted === true) {
    const stopped = new ChemigramError('cancelled', 'The render was cancelled before it began.');
    return { exitCode: null, killedBy: null, log: '', stopped, gone: true };
  }
  const child = spawn('/bin/sh', ['-c', LIFELINE, 'sh', program, ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env,
  });
  const { pid } = child;
  const lifeline = child.stdio[3] as Duplex;
  lifeline.on('error', () => undefined);
  let log = '';
  const outputs = [child.stdio[1], child.stdio[2]];
  for (const stream of outputs) {
    stream?.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-LOG_LIMIT)));
  }

  let stopped: ChemigramError | null = null;
  const ended = new Promise<{ code: number | null; signal: string | null }>((settle, fail) => {
    child.on('error', (cause) => fail(notStarted(program, cause.message)));
    child.on('exit', (code, signal) => settle({ code, signal }));
  });
  const drained = new Promise((settle) => child.on('close', settle));
  const stuck = new AbortController();
  const stop = (why: ChemigramError): void => {
    stopped ??= why;
    killGroup(pid);
    setTimeout(() => stuck.abort(), KILL_PATIENCE_MS).unref();
  };
  const onAbort = (): void => stop(new ChemigramError('cancelled', 'The render was cancelled; darktable was stopped.'));
  const timer = setTimeout(() => stop(tooLong(limits.timeoutMs)), limits.timeoutMs);
  limits.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const end = await Promise.race([ended, aborted(stuck.signal)]);
    // What the program left running in its group is of no use to anybody.
    killGroup(pid);
    await Promise.race([drained, sleep(PIPE_PATIENCE_MS, undefined, { ref: false })]);
    const gone = end !== null && (await groupEnds(pid));
    const code = end?.code ?? null;
    if (stopped === null && code !== null && NOT_RUN.includes(code)) throw notStarted(program, log.trim());
    const killedBy = end?.signal ?? (code === null ? null : signalOf(code));
    return { exitCode: code, killedBy, log, stopped, gone };
  } finally {
    clearTimeout(timer);
    limits.signal?.removeEventListener('abort', onAbort);
    for (const stream of [lifeline, ...outputs]) stream?.destroy();
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group has ended by itself in the meantime.
  }
}

async function groupEnds(pid: number | undefined): Promise<boolean> {
  if (pid === undefined) return true;
  const until = performance.now() + KILL_PATIENCE_MS;
  while (performance.now() < until) {
    if (!(await groupIsAlive(pid))) return true;
    await sleep(POLL_MS);
  }
  return false;
}

const aborted = (signal: AbortSignal): Promise<null> =>
  new Promise((settle) => signal.addEventListener('abort', () => settle(null), { once: true }));

function signalOf(code: number): string | null {
  const named = Object.entries(constants.signals).find(([, number]) => number === code - SIGNAL_OFFSET);
  return named?.[0] ?? null;
}

const notStarted = (program: string, why: string): ChemigramError =>
  new ChemigramError('darktable_missing', `Could not start ${program}: ${why}`, {
    hint: 'See whether this program still runs on its own, or set CHEMIGRAM_DARKTABLE to the path of another darktable-cli.',
  });

const tooLong = (timeoutMs: number): ChemigramError =>
  new ChemigramError('render_timeout', `darktable did not finish within ${timeoutMs / 1000} s and was stopped.`, {
    hint: 'Try again, ask for a smaller size, or set CHEMIGRAM_RENDER_TIMEOUT (seconds) higher.',
  });

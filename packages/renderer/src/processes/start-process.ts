import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Duplex, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { groupIsAlive } from './process-group.ts';

/** The end of a log is what matters; a darktable that prints for ever must not fill the memory. */
const LOG_LIMIT = 1_000_000;
/** A killed process is gone within milliseconds, unless the kernel holds it (a dead network disk): then nobody waits. */
export const KILL_PATIENCE_MS = 5_000;
/** What a killed group has printed is read this long; somebody who left the group may hold the pipe for ever. */
const PIPE_PATIENCE_MS = 500;
const POLL_MS = 10;

/**
 * Runs "$@" as the leader of a process group that ends with us, however we end: file 3 is a pipe from us that nobody
 * writes to, so reading it returns when we are gone, and then the whole group is killed, grandchildren too. (Tried and
 * left: the kernel's parent death signal reaches the child alone and exists on Linux alone.) What runs beside a shell
 * gets no input unless it is handed over: file 4 is ours.
 */
const lifeline = (farewell: string): string => `
exec 4<&0 </dev/null
"$@" <&4 4<&- 3<&- & program=$!
exec 4<&-
(read -r never <&3; ${farewell}) >/dev/null 2>&1 & watch=$!
wait $program; status=$?
kill $watch; wait $watch
exit $status
`;
const AT_ONCE = 'kill -s KILL -- -$$';
/** What holds files outside its folder (a display has a lock and a socket) is let remove them. */
const GENTLY = 'kill -s TERM $program';
/** A shell adds this to the number of the signal that ended a program (POSIX, "Exit Status for Commands"). */
const SIGNAL_OFFSET = 128;
/** The shell's own words for "found but not a program" and "not found" (same place). */
const NOT_RUN = [126, 127];

/** How a program ended: by itself with a code, or by a signal. */
export interface Ended {
  readonly exitCode: number | null;
  readonly killedBy: string | null;
}

/** A program that runs in a process group of its own. */
export interface StartedProcess {
  /** Of the leader of its group. */
  readonly pid: number | undefined;
  /** What it reads; null where it reads nothing. */
  readonly input: Writable | null;
  /** Settles when it has ended; rejects, with the system's words, when it could not be started. */
  readonly ended: Promise<Ended>;
  /** What it printed so far on both streams, the end of it. */
  log(): string;
  /** Forgets what it printed so far. */
  forgetLog(): void;
  /** Calls back with each piece that it prints. */
  onOutput(listener: () => void): void;
  /** Kills all of its group; what was started gently is asked first. */
  kill(): void;
  /** Waits until nothing of its group is left, and lets go of its pipes; false when something stays all the same. */
  gone(): Promise<boolean>;
}

export interface StartOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Whether it is written to. */
  readonly reads?: boolean;
  /** Whether its end is asked for before it is killed. */
  readonly gently?: boolean;
}

/** Why a program could not be started. */
export class NotStarted extends Error {}

/** Starts a program as the leader of a process group that ends with us, however we end. */
export function startProcess(program: string, args: readonly string[], options: StartOptions): StartedProcess {
  const gently = options.gently === true;
  const child = spawn('/bin/sh', ['-c', lifeline(gently ? GENTLY : AT_ONCE), 'sh', program, ...args], {
    detached: true,
    stdio: [options.reads === true ? 'pipe' : 'ignore', 'pipe', 'pipe', 'pipe'],
    env: options.env,
    cwd: options.cwd,
  });
  const { pid } = child;
  const life = child.stdio[3] as Duplex;
  // Whoever writes to a program that is gone hears of its end, not of the pipe.
  for (const pipe of [life, child.stdin]) pipe?.on('error', () => undefined);
  let log = '';
  let listener = (): void => undefined;
  const outputs = [child.stdout, child.stderr];
  for (const stream of outputs) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-LOG_LIMIT);
      listener();
    });
  }
  const ended = new Promise<Ended>((settle, fail) => {
    child.on('error', (cause) => fail(new NotStarted(cause.message)));
    child.on('exit', (code, signal) => {
      // What the program left running in its group is of no use to anybody.
      if (!gently) killGroup(pid);
      if (code !== null && NOT_RUN.includes(code)) fail(new NotStarted(log.trim()));
      else settle({ exitCode: code, killedBy: signal ?? (code === null ? null : signalOf(code)) });
    });
  });
  ended.catch(() => undefined);
  const drained = new Promise((settle) => child.on('close', settle));
  return {
    pid,
    input: child.stdin,
    ended,
    log: () => log,
    forgetLog: () => (log = ''),
    onOutput: (listen) => (listener = listen),
    kill: () => {
      if (!gently) return killGroup(pid);
      // The shell that waits for it hears that we are gone.
      life.destroy();
      setTimeout(() => killGroup(pid), KILL_PATIENCE_MS / 2).unref();
    },
    gone: async () => {
      await Promise.race([drained, sleep(PIPE_PATIENCE_MS, undefined, { ref: false })]);
      const gone = await groupEnds(pid);
      for (const stream of [life, child.stdin, ...outputs]) stream?.destroy();
      return gone;
    },
  };
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

function signalOf(code: number): string | null {
  const named = Object.entries(constants.signals).find(([, number]) => number === code - SIGNAL_OFFSET);
  return named?.[0] ?? null;
}

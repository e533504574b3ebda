import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { rejectable } from '../rejectable.ts';
import { startProcess, type StartedProcess } from '../processes/start-process.ts';
import { lastWords } from '../answers/log.ts';
import type { WorkerFolder } from '../worker-folders.ts';
import { startDisplay, type Display } from './display.ts';
import type { LuaDoor } from './lua-door.ts';

const SCRIPT = fileURLToPath(new URL('../../lua/orders.lua', import.meta.url));
/** A darktable is replaced after so many pictures, so old, or so large: whatever it loses, it loses not for long. */
const MAX_ORDERS = 250;
const MAX_AGE_MS = 30 * 60_000;
const MAX_BYTES = 600_000_000;
/** Starting takes half a second, two on a machine at work. darktable-cli is there for who waits longer. */
const START_TIMEOUT_MS = 15_000;
/** What says that it is ready is a script that darktable runs on another thread, which then takes some microseconds to end. */
const SETTLE_MS = 20;
/** It ends within some 100 ms of its last order. */
const END_PATIENCE_MS = 2_000;

/** A warm darktable that ended, hung or was told to end: the order has to be repeated elsewhere. */
export class WarmGone extends Error {}

/** What a warm darktable is asked for; the paths are seen from its job folder. */
export interface WarmOrder {
  readonly photo: string;
  readonly result: string;
  /** The result fits into it; 0 is the full size. */
  readonly box: number;
}

/** One darktable that stays, and takes one order at a time. */
export class WarmDarktable {
  readonly folder: WorkerFolder;
  readonly started = performance.now();
  readonly #process: StartedProcess;
  readonly #display: Display | null;
  /**
   * How long its start took. It cannot be stopped in an order, only killed: one whose order nobody wants any more may
   * finish it for as long as another one would take to start. Most previews are done by then, and it lives.
   */
  #startMs = 0;
  #orders = 0;
  #memory: number | null = null;
  #waiting: {
    readonly answer: RegExp;
    readonly settle: (answer: RegExpExecArray) => void;
    readonly fail: (why: WarmGone) => void;
  } | null = null;
  /** Why it will answer no more. */
  #over: WarmGone | null = null;
  #lost = false;
  #closed: Promise<boolean> | null = null;

  private constructor(process: StartedProcess, display: Display | null, folder: WorkerFolder) {
    this.#process = process;
    this.#display = display;
    this.folder = folder;
    process.onOutput(() => {
      const answer = this.#waiting?.answer.exec(process.log());
      if (answer !== null && answer !== undefined) this.#waiting?.settle(answer);
    });
    // Heard once: a listener per order would stay, with all that the order holds, for as long as the darktable does.
    const onEnd = (why: WarmGone): void => {
      this.#over = why;
      this.#waiting?.fail(why);
    };
    process.ended.then(
      () => onEnd(new WarmGone(`it ended: ${lastWords(process.log())}`)),
      (cause: Error) => onEnd(new WarmGone(cause.message, { cause })),
    );
  }

  /**
   * Starts one that is of this version.
   * @param options darktable's own
   * @throws WarmGone with what it said when it does not start, or is of another version
   */
  static async start(
    door: Exclude<LuaDoor, { missing: string }>,
    version: string,
    options: readonly string[],
    folder: WorkerFolder,
    env: NodeJS.ProcessEnv,
  ): Promise<WarmDarktable> {
    const display = door.xvfb === null ? null : await startDisplay(door.xvfb, env).catch(gone);
    const process = startProcess(door.lua, [SCRIPT, door.library, ...options], {
      env: {
        ...env,
        ...QUIET,
        ...FRESH_MEMORY,
        ...(display === null ? {} : { DISPLAY: display.name, GDK_BACKEND: 'x11' }),
      },
      cwd: folder.job,
      reads: true,
    });
    const warm = new WarmDarktable(process, display, folder);
    try {
      const [, says] = await warm.#answered(/^chemigram ready (\S+)$/m, START_TIMEOUT_MS);
      if (says !== version) throw new WarmGone(`it is darktable ${says}, not ${version}`);
      await sleep(SETTLE_MS);
      warm.#startMs = performance.now() - warm.started;
      return warm;
    } catch (error) {
      await warm.close();
      throw error;
    }
  }

  /** Orders that it has taken. */
  get orders(): number {
    return this.#orders;
  }

  /** Whether it has ended. */
  get isOver(): boolean {
    return this.#over !== null;
  }

  /** Whether it has done its part, and another is to take its place. */
  get isSpent(): boolean {
    return (
      this.#orders >= MAX_ORDERS || performance.now() - this.started > MAX_AGE_MS || (this.#memory ?? 0) >= MAX_BYTES
    );
  }

  /** Memory that it held when it was weighed, bytes; null where the system does not tell. */
  get memory(): number | null {
    return this.#memory;
  }

  /** Looks how much memory it holds. */
  async weigh(): Promise<void> {
    const pid = this.#process.pid;
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
    const sizes = children
      .split(' ')
      .filter((child) => child !== '')
      .map(async (child) => {
        const status = await readFile(`/proc/${child}/status`, 'utf8').catch(() => '');
        return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
      });
    const sum = (await Promise.all(sizes)).reduce((total, size) => total + size, 0);
    this.#memory = sum === 0 ? null : sum;
  }

  /**
   * Develops one picture.
   * @returns what darktable logged
   * @param limits after a cancel it has as long as its start took to finish, and then returns as always
   * @throws WarmGone when it ends or does not answer in time; the caller closes it then
   */
  async develop(order: WarmOrder, limits: { timeoutMs: number; signal: AbortSignal }): Promise<string> {
    const id = String(++this.#orders);
    this.#process.forgetLog();
    const line = [id, order.photo, order.result, order.box].join('\t');
    const answered = this.#answered(
      new RegExp(`^chemigram (done|failed) ${id}\\b *(.*)$`, 'm'),
      limits.timeoutMs,
      limits.signal,
    );
    this.#process.input?.write(`${line}\n`);
    const [, how, why] = await answered;
    const log = this.#process.log();
    if (how === 'failed') throw new WarmGone(`it refused: ${why} ${lastWords(log)}`);
    return log;
  }

  /**
   * Ends it, by the end of its orders where it is at none.
   * @returns whether all of it is gone, so that its folder may be used again
   */
  close(): Promise<boolean> {
    this.#closed ??= (async () => {
      if (this.#waiting === null && !this.#lost) {
        this.#process.input?.end();
        await Promise.race([this.#process.ended.catch(() => undefined), sleep(END_PATIENCE_MS)]);
      }
      this.#process.kill();
      const ended = await this.#process.gone();
      await this.#display?.close();
      return ended;
    })();
    return this.#closed;
  }

  async #answered(answer: RegExp, timeoutMs: number, signal?: AbortSignal): Promise<RegExpExecArray> {
    const lost = rejectable();
    let last: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      last = setTimeout(() => lost.reject(new WarmGone('it was told to stop')), this.#startMs);
    };
    if (signal?.aborted === true) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    const timer = setTimeout(
      () => lost.reject(new WarmGone(`it did not answer within ${timeoutMs / 1000} s`)),
      timeoutMs,
    );
    try {
      if (this.#over !== null) throw this.#over;
      return await Promise.race([
        new Promise<RegExpExecArray>((settle, fail) => (this.#waiting = { answer, settle, fail })),
        lost.promise,
      ]);
    } catch (error) {
      this.#lost = true;
      throw error;
    } finally {
      this.#waiting = null;
      clearTimeout(timer);
      clearTimeout(last);
      signal?.removeEventListener('abort', onAbort);
    }
  }
}

/** Without a session of a desktop: none is started for it. */
const QUIET = { DBUS_SESSION_BUS_ADDRESS: 'disabled:', NO_AT_BRIDGE: '1' };

/**
 * Its pictures lie in memory that is fresh, as those of a darktable-cli do: glibc's own threshold of 128 kB, but said, for
 * then it does not grow. With used memory every second first raw of 4.2.1 came out other along two of its borders, by up to
 * 0.015, for something there reads what nobody has written. Large pieces also go back to the system this way.
 */
const FRESH_MEMORY = { MALLOC_MMAP_THRESHOLD_: String(128 * 1024) };

const gone = (cause: unknown): never => {
  throw new WarmGone((cause as Error).message, { cause });
};

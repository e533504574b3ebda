import { setMaxListeners } from 'node:events';
import { access, constants, copyFile, mkdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { parseSidecar, refuseUnreadable } from '@chemigram/darktable';
import type { Sidecar } from '@chemigram/darktable';
import { ChemigramError } from '@chemigram/errors';
import PQueue from 'p-queue';
import { optionsOf } from './darktable-options.ts';
import { findDarktable } from './find-darktable.ts';
import { loadedAsAsked } from './loaded-as-asked.ts';
import { lastWords, readLog, saysExported } from './log.ts';
import { rejectable } from './rejectable.ts';
import { FILE_ENDINGS } from './render-order.ts';
import type { RenderCall, RenderOrder, RenderReport, Renderer } from './render-order.ts';
import { runProcess } from './run-process.ts';
import type { Finished } from './run-process.ts';
import { askingPath, toldPath } from './told.ts';
import { claimWorkerFolder } from './worker-folders.ts';
import type { WorkerFolder } from './worker-folders.ts';

/**
 * A darktable's start and its files are one thread's work: 16 raws of 6 megapixels took 31.7 s with one darktable on each
 * of two cores and 38.5 s with one in all, and bare darktable-cli, one on each core, 29.8 s.
 */
const CORES_PER_WORKER = 1;
/** More than darktable takes for a raw of 50 megapixels. */
const BYTES_PER_WORKER = 4 * 2 ** 30;
/** A 50-megapixel raw at full size with a dozen heavy modules took under a minute on two cores. */
const DEFAULT_TIMEOUT_MS = 180_000;

/** How many darktables run at the same time on this machine: by its cores, as far as its memory goes. */
export const workerCount = (): number =>
  Math.max(1, Math.floor(Math.min(cpus().length / CORES_PER_WORKER, totalmem() / BYTES_PER_WORKER)));

export interface DarktableCliOptions {
  /** Where worker folders may be made and kept. */
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv;
}

class DarktableCli implements Renderer {
  readonly kind = 'darktable-cli';
  readonly #queue = new PQueue({ concurrency: workerCount() });
  readonly #idle: WorkerFolder[] = [];
  readonly #closing = new AbortController();
  readonly program: string;
  readonly version: string;
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(found: { program: string; version: string }, folder: string, env: NodeJS.ProcessEnv) {
    this.program = found.program;
    this.version = found.version;
    this.#folder = folder;
    this.#env = env;
    // Each render that waits or runs listens to it.
    setMaxListeners(Infinity, this.#closing.signal);
  }

  async render(order: RenderOrder, out: string, call: RenderCall = {}): Promise<RenderReport> {
    await mustBeReadable(order.source);
    const asked = this.#readable(order.xmp);
    const signals = [this.#closing.signal, ...(call.signal === undefined ? [] : [call.signal])];
    const running = new AbortController();
    const gaveUp = rejectable();
    let begun = false;
    const onAbort = (): void => {
      running.abort();
      // Once darktable runs, its own end answers: until then its place in the queue and its folder are not free.
      if (!begun) gaveUp.reject(new ChemigramError('cancelled', 'The render was cancelled while it waited.'));
    };
    for (const signal of signals) {
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
    }
    // The queue is not told of the signal: it would give the place away while darktable still dies.
    const job = this.#queue.add(
      async () => {
        begun = !running.signal.aborted;
        return begun ? this.#run(order, asked, out, running.signal, call.timeoutMs) : gaveUp.promise;
      },
      { throwOnTimeout: true },
    );
    try {
      return await Promise.race([job, gaveUp.promise]);
    } finally {
      for (const signal of signals) signal.removeEventListener('abort', onAbort);
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#queue.onIdle();
    await Promise.all(this.#idle.splice(0).map((worker) => worker.release()));
  }

  /** The sidecar as a document; refused by name where this darktable would lose a part of it. */
  #readable(xmp: string | null): Sidecar | null {
    if (xmp === null) return null;
    const asked = parseSidecar(xmp);
    refuseUnreadable(asked, this.version);
    return asked;
  }

  async #run(
    order: RenderOrder,
    asked: Sidecar | null,
    out: string,
    signal: AbortSignal,
    timeoutMs: number | undefined,
  ): Promise<RenderReport> {
    const started = performance.now();
    const worker = this.#idle.pop() ?? (await claimWorkerFolder(join(this.#folder, this.version)));
    let reusable = true;
    try {
      // Linked into a folder of our own: darktable never sees the photo's folder, nor sidecars in it. The link stands
      // apart from the result, for darktable would write through a photo that is called as the result is.
      for (const name of ['photo', 'result']) await mkdir(join(worker.job, name));
      const source = join(worker.job, 'photo', basename(order.source));
      const sidecar = join(worker.job, 'order.xmp');
      const results = join(worker.job, 'result');
      const asks = order.asks ?? [];
      // Not joined: that would tidy up the slashes of the asking path.
      const target = `${results}${sep}${askingPath(asks, `result.${FILE_ENDINGS[order.format]}`)}`;
      await symlink(resolve(order.source), source);
      if (order.xmp !== null) await writeFile(sidecar, order.xmp);
      const files = order.xmp === null ? [source, target] : [source, sidecar, target];
      const finished = await runProcess(this.program, [...files, ...optionsOf(order, worker)], this.#env, {
        timeoutMs: timeoutMs ?? configuredTimeout(this.#env),
        signal,
      });
      reusable = finished.gone;
      if (finished.stopped !== null) throw finished.stopped;
      const { path: done, told } = (asks.length === 0 ? null : toldPath(finished.log, results)) ?? {
        path: target,
        told: [],
      };
      const written = await stat(done).catch(() => null);
      const whole = finished.exitCode === 0 || saysExported(finished.log);
      if (!whole || written === null || written.size === 0)
        throw wroteNothing(this.version, basename(order.source), finished);
      const facts = readLog(finished.log);
      const differences =
        asked === null
          ? null
          : await loadedAsAsked(asked, done, order.format).catch((cause: unknown) => {
              throw wroteNothing(this.version, basename(order.source), finished, cause);
            });
      await mkdir(dirname(out), { recursive: true });
      await moveFile(done, out);
      const trouble = [...facts.trouble, ...(differences ?? [])];
      const proved = differences !== null;
      return { path: out, ...facts, trouble, told, proved, milliseconds: performance.now() - started };
    } finally {
      if (reusable) {
        await rm(worker.job, { recursive: true, force: true });
        await mkdir(worker.job, { recursive: true });
        this.#idle.push(worker);
      }
    }
  }
}

function wroteNothing(
  version: string,
  photo: string,
  { exitCode, killedBy, log }: Finished,
  cause?: unknown,
): ChemigramError {
  const how = killedBy === null ? `ended with ${exitCode}` : `was killed by ${killedBy}`;
  return new ChemigramError(
    'darktable_failed',
    `darktable ${version} ${how} and wrote no whole picture of ${photo}. Its last words: ${lastWords(log)}`,
    {
      hint:
        killedBy === null
          ? 'See whether darktable itself opens this file; a damaged or unknown raw is the usual cause.'
          : 'Try again; if it happens again the machine may be short of memory.',
      cause,
    },
  );
}

function configuredTimeout(env: NodeJS.ProcessEnv): number {
  const seconds = Number(env['CHEMIGRAM_RENDER_TIMEOUT']);
  return seconds > 0 ? seconds * 1000 : DEFAULT_TIMEOUT_MS;
}

async function mustBeReadable(source: string): Promise<void> {
  const info = await stat(source).catch((cause: unknown) => {
    throw new ChemigramError('not_found', `The photo ${source} is not there any more or cannot be reached.`, {
      field: 'photo',
      hint: 'Put it back where it was, or ingest it again from its new place.',
      cause,
    });
  });
  if (!info.isFile()) throw new ChemigramError('invalid_input', `${source} is not a file.`, { field: 'photo' });
  await access(source, constants.R_OK).catch((cause: unknown) => {
    throw new ChemigramError('not_found', `The photo ${source} may not be read.`, {
      field: 'photo',
      hint: 'Give yourself the right to read it.',
      cause,
    });
  });
}

async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    const half = `${to}.part-${process.pid}`;
    await copyFile(from, half);
    await rename(half, to);
  }
}

/**
 * The cold renderer: one darktable-cli process per picture, one at a time per core.
 * @throws darktable_missing
 */
export async function openDarktableCli(options: DarktableCliOptions): Promise<Renderer> {
  const env = options.env ?? process.env;
  // Its log is read: in English, with points in numbers.
  return new DarktableCli(await findDarktable(env), options.folder, { ...env, LC_ALL: 'C.UTF-8', LANGUAGE: 'C' });
}

import { access, constants, mkdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import PQueue from 'p-queue';
import { runProcess } from './darktable-process.ts';
import { findDarktable } from './find-darktable.ts';
import { lastWords, readLog } from './log.ts';
import { FILE_ENDINGS } from './render-order.ts';
import type { RenderCall, RenderOrder, RenderReport, Renderer } from './render-order.ts';
import { claimWorkerFolder } from './worker-folders.ts';
import type { WorkerFolder } from './worker-folders.ts';

/** darktable runs its own threads; more than one per two cores only makes each slower. */
const CORES_PER_WORKER = 2;
/** A 50-megapixel raw at full size with a dozen heavy modules took under a minute on two cores. */
const DEFAULT_TIMEOUT_MS = 180_000;

/** How many darktables run at the same time on this machine. */
export const workerCount = (): number => Math.max(1, Math.floor(cpus().length / CORES_PER_WORKER));

export interface DarktableCliOptions {
  /** Where worker folders may be made and kept. */
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** The arguments after the files; facts of darktable-cli's help and of `man darktable-cli`. */
function optionsOf(order: RenderOrder, worker: WorkerFolder): string[] {
  const box = String(order.box ?? 0);
  const conf = (key: string, value: string | number): string[] => ['--conf', `${key}=${value}`];
  return [
    ...['--width', box, '--height', box],
    ...['--hq', order.highQuality === true ? 'true' : 'false'],
    ...['--apply-custom-presets', 'false'],
    ...['--icc-type', order.profile === 'linear' ? 'LIN_REC2020' : 'SRGB'],
    '--core',
    ...['--library', ':memory:'],
    ...['--configdir', worker.config],
    ...['--cachedir', worker.cache],
    '--disable-opencl',
    ...['-d', 'imageio'],
    ...conf('write_sidecar_files', 'never'),
    ...(order.format === 'jpeg' ? conf('plugins/imageio/format/jpeg/quality', order.quality ?? 92) : []),
    ...(order.format === 'png' ? conf('plugins/imageio/format/png/bpp', order.bits ?? 8) : []),
    ...(order.format === 'tiff' ? conf('plugins/imageio/format/tiff/bpp', order.bits ?? 16) : []),
    ...(order.format === 'tiff' ? conf('plugins/imageio/format/tiff/compress', order.compress === false ? 0 : 1) : []),
  ];
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
  }

  async render(order: RenderOrder, out: string, call: RenderCall = {}): Promise<RenderReport> {
    await this.#mustBeReadable(order.source);
    const signal = AbortSignal.any([this.#closing.signal, ...(call.signal === undefined ? [] : [call.signal])]);
    try {
      // throwOnTimeout narrows the type: without it p-queue may resolve with nothing.
      return await this.#queue.add(() => this.#run(order, out, signal, call.timeoutMs), { signal, throwOnTimeout: true });
    } catch (error) {
      if (error instanceof ChemigramError) throw error;
      if (signal.aborted) throw new ChemigramError('cancelled', 'The render was cancelled while it waited.');
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#queue.onIdle();
    await Promise.all(this.#idle.splice(0).map((worker) => worker.release()));
  }

  async #mustBeReadable(source: string): Promise<void> {
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

  async #run(
    order: RenderOrder,
    out: string,
    signal: AbortSignal,
    timeoutMs: number | undefined,
  ): Promise<RenderReport> {
    const started = performance.now();
    const worker = this.#idle.pop() ?? (await claimWorkerFolder(join(this.#folder, this.version)));
    try {
      // Linked into a folder of our own: darktable never sees the photo's folder, nor sidecars in it.
      const source = join(worker.job, basename(order.source));
      const sidecar = join(worker.job, 'order.xmp');
      const target = join(worker.job, `out.${FILE_ENDINGS[order.format]}`);
      await symlink(order.source, source);
      if (order.xmp !== null) await writeFile(sidecar, order.xmp);
      const files = order.xmp === null ? [source, target] : [source, sidecar, target];
      const configured = Number(this.#env['CHEMIGRAM_RENDER_TIMEOUT']) * 1000;
      const limit = timeoutMs ?? (configured > 0 ? configured : DEFAULT_TIMEOUT_MS);
      const finished = await runProcess(this.program, [...files, ...optionsOf(order, worker)], this.#env, {
        timeoutMs: limit,
        signal,
      });
      const written = await stat(target).catch(() => null);
      if (written === null || written.size === 0) {
        const how = finished.killedBy === null ? `ended with ${finished.exitCode}` : `was killed by ${finished.killedBy}`;
        throw new ChemigramError(
          'darktable_failed',
          `darktable ${this.version} ${how} and wrote no picture of ${basename(order.source)}. Its last words: ` +
            lastWords(finished.log),
          { hint: 'See whether darktable itself opens this file; a damaged or unknown raw is the usual cause.' },
        );
      }
      const facts = readLog(finished.log);
      await mkdir(dirname(out), { recursive: true });
      await moveFile(target, out);
      return { path: out, ...facts, milliseconds: performance.now() - started };
    } finally {
      await rm(worker.job, { recursive: true, force: true });
      await mkdir(worker.job, { recursive: true });
      this.#idle.push(worker);
    }
  }
}

async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    const { copyFile } = await import('node:fs/promises');
    const half = `${to}.part-${process.pid}`;
    await copyFile(from, half);
    await rename(half, to);
  }
}

/**
 * The cold renderer: one darktable-cli process per picture, one at a time per two cores.
 * @throws darktable_missing
 */
export async function openDarktableCli(options: DarktableCliOptions): Promise<Renderer> {
  const env = options.env ?? process.env;
  return new DarktableCli(await findDarktable(env), options.folder, env);
}

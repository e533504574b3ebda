import { mkdir, rm, stat, statfs, symlink } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { parseSidecar, refuseUnreadable } from '@chemigram/darktable';
import type { Sidecar } from '@chemigram/darktable';
import { ChemigramError } from '@chemigram/errors';
import { draftFile, wholeFile } from './whole-file.ts';
import { optionsOf } from './darktable-options.ts';
import { loadedAsAsked } from './answers/loaded-as-asked.ts';
import { couldNotOpen, lastWords, readLog, saysExported } from './answers/log.ts';
import { moveFile } from './move-file.ts';
import { mustBeReadable } from './must-be-readable.ts';
import { writePfm } from './pfm.ts';
import { FILE_ENDINGS, photoOf } from './render-order.ts';
import type { RenderCall, RenderOrder, RenderReport, Renderer } from './render-order.ts';
import type { RenderQueue } from './turns/render-queue.ts';
import { runProcess } from './processes/run-process.ts';
import type { Finished, Limits } from './processes/run-process.ts';
import { readFloatTiff } from './tiff.ts';
import { timeoutOf } from './timeout.ts';
import { askingPath, toldPath } from './answers/told.ts';
import { claimWorkerFolder } from './worker-folders.ts';
import type { WorkerFolder } from './worker-folders.ts';

/** The cold way: one darktable-cli process per picture. */
export class DarktableCli implements Renderer {
  readonly program: string;
  readonly version: string;
  readonly way: Renderer['way'];
  readonly #queue: RenderQueue;
  readonly #idle: WorkerFolder[] = [];
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;

  /**
   * @param folder where worker folders may be made and kept
   * @param why it is the only way
   */
  constructor(
    found: { program: string; version: string },
    queue: RenderQueue,
    folder: string,
    env: NodeJS.ProcessEnv,
    why: string,
  ) {
    this.program = found.program;
    this.version = found.version;
    this.way = { kind: 'cold', why };
    this.#queue = queue;
    this.#folder = folder;
    this.#env = env;
  }

  async render(order: RenderOrder, out: string, call: RenderCall = {}): Promise<RenderReport> {
    await mustBeReadable(order.source);
    const asked = this.#readable(order.xmp);
    return new Promise((answer, fail) => {
      const limits = { timeoutMs: timeoutOf(call, this.#env) };
      // The picture is whole some 20 ms before the last of darktable is gone, and with it its place in the queue free.
      this.#queue
        .run(photoOf(order, call), call.signal, (signal) =>
          this.#run(order, asked, out, { ...limits, signal }, call.onBegun, answer),
        )
        .catch(fail);
    });
  }

  async getReady(): Promise<void> {
    // Each picture is one process from its start to its end.
  }

  async close(): Promise<void> {
    await this.#queue.close();
    await Promise.all(this.#idle.splice(0).map((worker) => worker.release().catch(() => undefined)));
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
    limits: Limits,
    onBegun: RenderCall['onBegun'],
    answer: (report: RenderReport) => void,
  ): Promise<void> {
    const started = performance.now();
    const worker = this.#idle.pop() ?? (await claimWorkerFolder(join(this.#folder, this.version)));
    let gone = Promise.resolve(true);
    try {
      // Linked into a folder of our own: darktable never sees the photo's folder, nor sidecars in it. The link stands
      // apart from the result, for darktable would write through a photo that is called as the result is.
      // Somebody may have cleared the caches away since its last order: darktable makes its own folders anew.
      for (const name of ['photo', 'result']) await mkdir(join(worker.job, name), { recursive: true });
      const source = join(worker.job, 'photo', basename(order.source));
      const sidecar = join(worker.job, 'order.xmp');
      const results = join(worker.job, 'result');
      const asks = order.asks ?? [];
      // Not joined: that would tidy up the slashes of the asking path.
      const made = asMade(order);
      const target = `${results}${sep}${askingPath(asks, `result.${FILE_ENDINGS[made.format]}`)}`;
      await symlink(resolve(order.source), source);
      if (order.xmp !== null) await draftFile(sidecar, order.xmp);
      const files = order.xmp === null ? [source, target] : [source, sidecar, target];
      // Tidying up takes it longer than to be killed, and nothing of its folder is of use to the next one.
      const running = runProcess(this.program, [...files, ...optionsOf(made, worker)], this.#env, {
        ...limits,
        isDone: saysExported,
      });
      onBegun?.();
      const finished = await running;
      gone = finished.gone;
      if (finished.stopped !== null) throw finished.stopped;
      const { path: done, told } = (asks.length === 0 ? null : toldPath(finished.log, results)) ?? {
        path: target,
        told: [],
      };
      const written = await stat(done).catch(() => null);
      const whole = finished.exitCode === 0 || saysExported(finished.log);
      const nothing = (cause?: unknown): Promise<Error> =>
        wroteNothing(this.version, basename(order.source), results, finished, cause);
      if (!whole || written === null || written.size === 0) throw await nothing();
      const facts = readLog(finished.log);
      const differences =
        asked === null
          ? null
          : await loadedAsAsked(asked, done, made.format).catch(async (cause: unknown) => {
              throw await nothing(cause);
            });
      await mkdir(dirname(out), { recursive: true });
      if (made === order) await moveFile(done, out);
      else {
        const light = await readFloatTiff(done);
        // Not both at a time: a disk may have room for one.
        await rm(done);
        await wholeFile(out, (half) => draftFile(half, writePfm(light)));
      }
      const trouble = [...facts.trouble, ...(differences ?? [])];
      const proved = differences !== null;
      answer({ path: out, ...facts, trouble, told, proved, way: 'cold', milliseconds: performance.now() - started });
    } finally {
      if ((await gone) && (await emptied(worker.job))) this.#idle.push(worker);
    }
  }
}

/** What darktable is asked for: floats in a TIFF where they are to be a PFM, for that has no place for the history to be compared. */
const asMade = (order: RenderOrder): RenderOrder =>
  order.format === 'pfm' && order.xmp !== null ? { ...order, format: 'tiff', bits: 32, compress: false } : order;

/** Whether a folder could be emptied; where somebody goes on writing into it, it cannot. */
const emptied = (folder: string): Promise<boolean> =>
  rm(folder, { recursive: true, force: true, maxRetries: 2 })
    .then(() => mkdir(folder, { recursive: true }))
    .then(
      () => true,
      () => false,
    );

/** Less than this is left where darktable gave up for want of room: what it had written is still there. */
const NO_ROOM_BYTES = 1 << 16;
const SAYS_NO_ROOM = /out of disk space|no space left/i;

/** @param folder where it was to write */
async function wroteNothing(
  version: string,
  photo: string,
  folder: string,
  { exitCode, killedBy, log }: Finished,
  cause?: unknown,
): Promise<Error> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < NO_ROOM_BYTES || SAYS_NO_ROOM.test(log)) {
    // As the system tells it to who writes: some of darktable's formats notice it, others write half a picture.
    return Object.assign(new Error('no room was left', { cause }), {
      code: 'ENOSPC',
      path: folder,
      syscall: 'darktable',
    });
  }
  if (couldNotOpen(log, killedBy)) {
    return new ChemigramError('darktable_failed', `darktable ${version} cannot open ${photo} as a picture.`, {
      field: 'photo',
      hint:
        'It is damaged, cut short, or of a kind that darktable does not take (a text, a video, CMYK, a raw of a newer camera): ' +
        'copy it from the card again, or see whether darktable itself opens it.',
      cause,
    });
  }
  const how = killedBy === null ? `ended with ${exitCode}` : `was killed by ${killedBy}`;
  return new ChemigramError(
    'darktable_failed',
    `darktable ${version} ${how} and wrote no whole picture of ${photo}. Its last words: ${lastWords(log.replaceAll(dirname(folder) + sep, ''))}`,
    {
      hint:
        killedBy === null
          ? 'See whether darktable itself opens this file; a damaged or unknown raw is the usual cause.'
          : 'Try again; if it happens again the machine may be short of memory.',
      cause,
    },
  );
}

import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { differencesFromAsked, parseSidecar, refuseUnreadable } from '@chemigram/darktable';
import type { Sidecar } from '@chemigram/darktable';
import { ChemigramError } from '@chemigram/errors';
import { draftFile } from '../whole-file.ts';
import { moveFile } from '../move-file.ts';
import { mustBeReadable } from '../must-be-readable.ts';
import { coreOptions, PROFILES } from '../darktable-options.ts';
import { photoOf } from '../render-order.ts';
import type { RenderCall, RenderOrder, RenderReport, Renderer } from '../render-order.ts';
import type { RenderQueue } from '../turns/render-queue.ts';
import { timeoutOf } from '../timeout.ts';
import { claimWorkerFolder } from '../worker-folders.ts';
import { handOver } from './hand-over.ts';
import type { LuaDoor } from './lua-door.ts';
import { WarmDarktable, WarmGone } from './warm-darktable.ts';
import { factsOf, isForWarm, WARM_SETTINGS } from './warm-orders.ts';
import type { WarmableOrder } from './warm-orders.ts';

/** One that nobody asks gives its memory back; who looks at a photo between two wishes takes minutes. */
const IDLE_MS = 10 * 60_000;
/** That of the pictures which are looked at. */
const READY_PROFILE = 'linear-srgb';
/** What is made ready is nobody's: its turn is that of a photo of its own. */
const NOBODYS = 'ahead';
/** After so many that did not start, or died in an order, in a row, darktable-cli serves alone for a while. */
const MAX_FAILURES = 3;
/** What kept them from it (a machine at work, memory that others took) may be over then; if not, one start was lost. */
const REST_MS = 5 * 60_000;
/** One that does not answer is taken for hung after half of the time that the order has, and after this at the latest. */
const MAX_PATIENCE_MS = 60_000;
interface Idle {
  readonly profile: RenderOrder['profile'];
  readonly warm: WarmDarktable;
  readonly timer: NodeJS.Timeout;
}

/** One that is started or at work. */
interface Busy {
  readonly profile: RenderOrder['profile'];
  /** Aborted when nobody wants its order any more. */
  readonly signal: AbortSignal;
  readonly over: Promise<void>;
}

/** One for an order of one's own. */
interface Taken {
  readonly warm: WarmDarktable;
  readonly profile: RenderOrder['profile'];
  /** Gives back its place among those at work. */
  readonly leave: () => void;
}

export interface WarmParts {
  /** What serves where a warm darktable may not, or did not. */
  readonly cold: Renderer;
  readonly queue: RenderQueue;
  readonly door: Exclude<LuaDoor, { missing: string }>;
  /** Where worker folders may be made and kept. */
  readonly folder: string;
  /** How many may run at the same time. */
  readonly workers: number;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Renders with darktables that stay: their start, two thirds of a small render, is paid once. Serves the orders of
 * light alone; all others, and those that a warm one failed at, go to darktable-cli.
 */
export class WarmRenderer implements Renderer {
  readonly #parts: WarmParts;
  readonly #idle: Idle[] = [];
  readonly #busy = new Set<Busy>();
  readonly #beside = new Set<Promise<unknown>>();
  #failures = 0;
  #rest: { readonly until: number; readonly why: string } | null = null;
  #jobs = 0;

  constructor(parts: WarmParts) {
    this.#parts = parts;
  }

  get program(): string {
    return this.#parts.cold.program;
  }

  get version(): string {
    return this.#parts.cold.version;
  }

  /** How pictures are rendered now, and why not warm where they are not. */
  get way(): Renderer['way'] {
    return this.#rest === null || performance.now() >= this.#rest.until
      ? { kind: 'warm' }
      : { kind: 'cold', why: this.#rest.why };
  }

  async render(order: RenderOrder, out: string, call: RenderCall = {}): Promise<RenderReport> {
    const { cold, queue } = this.#parts;
    if (this.way.kind === 'cold' || isLongAhead(call) || !isForWarm(order)) return cold.render(order, out, call);
    await mustBeReadable(order.source);
    const asked = parseSidecar(order.xmp);
    refuseUnreadable(asked, this.version);
    const timeoutMs = timeoutOf(call, this.#parts.env);
    try {
      const patienceMs = Math.min(timeoutMs / 2, MAX_PATIENCE_MS);
      return await queue.run(photoOf(order, call), call.signal, (signal) =>
        this.#render({ order, asked }, out, { signal, timeoutMs: patienceMs }, call),
      );
    } catch (error) {
      if (!(error instanceof WarmGone)) throw error;
      return { ...(await cold.render(order, out, { ...call, timeoutMs })), repeated: error.message };
    }
  }

  /** Starts one that nobody has an order for yet, where there is none. Who orders meanwhile waits for it. */
  async getReady(): Promise<void> {
    const all = [...this.#idle, ...this.#busy];
    if (this.way.kind === 'cold' || all.some(({ profile }) => profile === READY_PROFILE)) return;
    await this.#parts.queue.run(NOBODYS, undefined, async () =>
      this.#giveBack(await this.#take(READY_PROFILE, AbortSignal.abort()), true),
    );
  }

  async close(): Promise<void> {
    await this.#parts.cold.close();
    for (const { warm, timer } of this.#idle.splice(0)) {
      clearTimeout(timer);
      this.#end(warm);
    }
    while (this.#beside.size > 0) await Promise.all(this.#beside);
  }

  async #render(
    { order, asked }: { order: WarmableOrder; asked: Sidecar },
    out: string,
    { signal, timeoutMs }: { signal: AbortSignal; timeoutMs: number },
    { onBegun, isOurs = false }: RenderCall,
  ): Promise<RenderReport> {
    const started = performance.now();
    const taken = await this.#take(order.profile, signal);
    const { warm } = taken;
    const job = String(++this.#jobs);
    const folder = join(warm.folder.job, job);
    const photo = `photo${extname(order.source)}`;
    const result = 'result.pfm';
    const sidecar = join(folder, `${photo}.xmp`);
    // Whether it can be trusted with another order.
    let healthy = true;
    try {
      await mkdir(folder).catch((cause: NodeJS.ErrnoException) => {
        if (cause.code !== 'ENOENT') throw cause;
        // Somebody cleared the caches away beneath it: it stands in a folder that is no more, and will never answer again.
        healthy = false;
        throw new WarmGone('its folder was removed', { cause });
      });
      await handOver(order.source, join(folder, photo), isOurs);
      await draftFile(sidecar, order.xmp);
      if (signal.aborted) throw cancelled();
      healthy = false;
      const warmOrder = { photo: join(job, photo), result: join(job, result), box: order.box ?? 0 };
      const answered = warm.develop(warmOrder, { timeoutMs, signal });
      onBegun?.();
      const log = await answered.catch((error: unknown) => {
        throw signal.aborted ? cancelled() : error;
      });
      if (signal.aborted) {
        healthy = true;
        throw cancelled();
      }
      const written = await stat(join(folder, result)).catch(() => null);
      if (written === null || written.size === 0) throw new WarmGone('it wrote no picture');
      const facts = factsOf(log);
      // It has written back what it loaded.
      const loaded = parseSidecar(await readFile(sidecar, 'utf8'));
      const differences = differencesFromAsked(asked, loaded);
      const trouble = [...facts.trouble, ...differences.map((one) => `not loaded as asked: ${one}`)];
      await mkdir(dirname(out), { recursive: true });
      await moveFile(join(folder, result), out);
      healthy = true;
      this.#failures = 0;
      const milliseconds = performance.now() - started;
      return { path: out, ...facts, trouble, told: [], proved: true, way: 'warm', milliseconds };
    } finally {
      this.#giveBack(taken, healthy);
      if (!healthy && !signal.aborted) this.#failed('it failed at an order');
      // Where it still writes, what is left goes with the worker's folder.
      this.#aside(rm(folder, { recursive: true, force: true }));
    }
  }

  /** One of this profile that is idle, or soon will be; else a new one in the place of another. To be given back. */
  async #take(profile: RenderOrder['profile'], signal: AbortSignal): Promise<Taken> {
    // One that died while it was idle failed at no order.
    for (const dead of this.#idle.filter(({ warm }) => warm.isOver)) this.#retire(dead);
    const place = this.#idle.findLastIndex((idle) => idle.profile === profile);
    const [kept] = place < 0 ? [] : this.#idle.splice(place, 1);
    if (kept !== undefined) {
      clearTimeout(kept.timer);
      return { ...this.#occupied(profile, signal), warm: kept.warm };
    }
    const unwanted = [...this.#busy].find((busy) => busy.profile === profile && busy.signal.aborted);
    if (unwanted !== undefined) {
      await unwanted.over;
      return this.#take(profile, signal);
    }
    if (this.#idle.length + this.#busy.size >= this.#parts.workers) this.#retire(this.#idle[0]);
    const occupied = this.#occupied(profile, signal);
    try {
      return { ...occupied, warm: await this.#start(profile) };
    } catch (error) {
      occupied.leave();
      throw error;
    }
  }

  async #start(profile: RenderOrder['profile']): Promise<WarmDarktable> {
    const folder = await claimWorkerFolder(join(this.#parts.folder, this.version));
    const options = coreOptions(folder, [
      ...WARM_SETTINGS,
      ['plugins/lighttable/export/icctype', PROFILES[profile].number],
    ]);
    try {
      const { door, env } = this.#parts;
      return await WarmDarktable.start(door, this.version, options, folder, env);
    } catch (error) {
      await folder.release();
      this.#failed((error as Error).message);
      throw error instanceof WarmGone ? error : new WarmGone((error as Error).message, { cause: error });
    }
  }

  #occupied(profile: RenderOrder['profile'], signal: AbortSignal): Omit<Taken, 'warm'> {
    let end = (): void => undefined;
    const over = new Promise<void>((settle) => (end = settle));
    const busy = { profile, signal, over };
    this.#busy.add(busy);
    const leave = (): void => {
      this.#busy.delete(busy);
      end();
    };
    return { profile, leave };
  }

  /** @param healthy whether it can be trusted with another order */
  #giveBack({ warm, profile, leave }: Taken, healthy: boolean): void {
    leave();
    if (healthy && !warm.isSpent) this.#keep(profile, warm);
    else this.#end(warm);
  }

  #keep(profile: RenderOrder['profile'], warm: WarmDarktable): void {
    const timer = setTimeout(() => this.#retire(idle), IDLE_MS);
    timer.unref();
    const idle = { profile, warm, timer };
    this.#idle.push(idle);
    // Where the next order takes it before that, it ends with that order.
    this.#aside(warm.weigh().then(() => (warm.isSpent ? this.#retire(idle) : undefined)));
  }

  /** Ends one that is idle still. */
  #retire(idle: Idle | undefined): void {
    const place = idle === undefined ? -1 : this.#idle.indexOf(idle);
    if (idle === undefined || place < 0) return;
    clearTimeout(idle.timer);
    this.#idle.splice(place, 1);
    this.#end(idle.warm);
  }

  #end(warm: WarmDarktable): void {
    this.#aside(endOf(warm));
  }

  /** Work that no order waits for, but the closing does. What fails in it stays behind with the worker's folder. */
  #aside(work: Promise<unknown>): void {
    const done = work.catch(() => undefined).finally(() => this.#beside.delete(done));
    this.#beside.add(done);
  }

  #failed(why: string): void {
    if (++this.#failures < MAX_FAILURES) return;
    const again = `it is tried again after ${REST_MS / 60_000} minutes`;
    this.#rest = {
      until: performance.now() + REST_MS,
      why: `a warm darktable failed ${this.#failures} times in a row; ${again}. ${why}`,
    };
  }
}

/** What is asked meanwhile stops it, and a warm darktable would have to be killed for that; of a base picture it is over soon. */
const isLongAhead = ({ ahead = false, isOurs = false }: RenderCall): boolean => ahead && !isOurs;

const cancelled = (): ChemigramError => new ChemigramError('cancelled', 'The render was cancelled.');

async function endOf(warm: WarmDarktable): Promise<void> {
  // Where something of it stays, its folder is nobody's.
  if (await warm.close()) await warm.folder.release().catch(() => undefined);
}

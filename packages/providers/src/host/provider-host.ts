import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ChemigramError, nearestNames } from '@chemigram/errors';
import type { Answer, Description, DetectRequest, Kind } from '../protocol.ts';
import { readConfigFile } from './config-file.ts';
import { readConfig } from './config.ts';
import type { HostConfig, ProviderConfig } from './config.ts';
import { checkModel } from './model-file.ts';
import { RunningProvider } from './running-provider.ts';

const CONFIG_FILE = 'providers.toml';

/** What every program needs of the environment; all else is said in providers.toml. */
const PASSED = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'TZ', 'USER', 'SYSTEMROOT', 'TEMP', 'TMP', 'USERPROFILE'];

/** What a provider did so far, in this process. */
export interface Tally {
  detects: number;
  failures: number;
  seconds: number;
  money: number;
  /** The most memory that was seen, MB; null where this system does not tell. */
  memory_mb: number | null;
}

/** A provider as `status` tells of it. */
export interface ProviderState {
  readonly name: string;
  /** Null before its first start. */
  readonly description: Description | null;
  readonly pid: number | null;
  readonly tally: Readonly<Tally>;
}

/** An answer, and who gave it. */
export interface Detection<K extends Kind> {
  readonly provider: string;
  readonly description: Description;
  readonly answer: Answer<K>;
  /** Who was to be asked before, and why they did not answer, in order. */
  readonly passed_over: readonly { readonly provider: string; readonly why: string }[];
}

export interface HostOptions {
  /** CHEMIGRAM_HOME: providers.toml is there, and relative paths in it begin there. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** The providers that come with chemigram. */
  readonly shipped?: Readonly<Record<string, Partial<ProviderConfig>>>;
}

interface Slot {
  readonly name: string;
  readonly config: ProviderConfig;
  running: RunningProvider | null;
  description: Description | null;
  /** Ends when the provider is free: it is asked one thing at a time. */
  free: Promise<unknown>;
  idle: NodeJS.Timeout | null;
  readonly tally: Tally;
}

/** What providers.toml said, and those that it names. */
interface Opened {
  readonly text: string;
  readonly config: HostConfig;
  readonly slots: ReadonlyMap<string, Slot>;
}

/** Starts providers when they are needed, stops them when they idle, and survives whatever they do. */
export class ProviderHost {
  readonly #options: HostOptions;
  #opened: Opened | null = null;

  constructor(options: HostOptions) {
    this.#options = options;
  }

  /** All that are configured; none is started. @throws ChemigramError invalid_input for a bad providers.toml */
  async list(): Promise<ProviderState[]> {
    const { slots } = await this.#open();
    return [...slots.values()].map(({ name, description, running, tally }) => ({
      name,
      description,
      pid: running === null || running.ended ? null : running.pid,
      tally: { ...tally },
    }));
  }

  /**
   * Who would be asked for a kind, in order, described: the first is the one, the others stand in for it. Those that have
   * not run yet are started to be asked.
   *
   * @param provider that one alone
   * @throws ChemigramError unknown_name for a provider that is not configured, provider_failed when nobody detects it
   */
  async candidates(kind: Kind, provider?: string): Promise<string[]> {
    const { config, slots } = await this.#open();
    if (provider !== undefined) {
      if (slots.has(provider)) return [provider];
      throw new ChemigramError('unknown_name', `There is no provider "${provider}".`, {
        field: 'provider',
        hint: `Nearest: ${nearestNames(provider, slots.keys()).join(', ') || 'none is configured'}; status lists them all.`,
      });
    }
    const listed = config.order[kind] ?? [...slots.keys()];
    const names = listed.filter((name) => slots.has(name));
    if (names.length > 0) return names;
    throw new ChemigramError('provider_failed', `No provider is configured for ${kind}.`, {
      hint: 'Name one in providers.toml; docs/providers.md says how.',
    });
  }

  /** What a provider says of itself; it is started for it where that is not known yet. */
  describe(name: string): Promise<Description> {
    return this.#withSlot(name, async (slot) => slot.description ?? (await this.#started(slot)).description);
  }

  /** Asks one provider once. @throws ChemigramError provider_failed or cancelled */
  detect<K extends Kind>(name: string, request: DetectRequest & { kind: K }, signal?: AbortSignal): Promise<Answer<K>> {
    return this.#withSlot(name, async (slot) => {
      if (signal?.aborted === true) throw new ChemigramError('cancelled', `Detecting with ${name} was cancelled.`);
      try {
        const running = await this.#started(slot);
        mustDetect(running.description, request.kind, name);
        const began = performance.now();
        try {
          const answer = await running.detect(request, signal);
          slot.tally.detects++;
          slot.tally.money += answer.took.money;
          return answer;
        } finally {
          slot.tally.seconds += (performance.now() - began) / 1000;
          const most = Math.max(slot.tally.memory_mb ?? 0, running.memoryMb ?? 0);
          slot.tally.memory_mb = most === 0 ? null : most;
        }
      } catch (error) {
        slot.tally.failures++;
        throw error;
      }
    });
  }

  /** Stops every provider; a later detect starts them again. */
  async close(): Promise<void> {
    for (const slot of this.#opened?.slots.values() ?? []) stop(slot);
  }

  /** What providers.toml says now: a server outlives many a mending of it. Who is said as before goes on as before. */
  async #open(): Promise<Opened> {
    const { folder, shipped = {} } = this.#options;
    const path = join(folder, CONFIG_FILE);
    const text = await readConfigFile(path);
    const before = this.#opened;
    if (before?.text === text) return before;
    const config = readConfig(text, path, shipped);
    const slots = new Map(
      [...config.providers].map(([name, its]) => {
        const same = before?.slots.get(name);
        return [name, same !== undefined && isDeepStrictEqual(same.config, its) ? same : slotOf(name, its)];
      }),
    );
    for (const [name, slot] of before?.slots ?? []) {
      if (slots.get(name) !== slot) void slot.free.then(() => stop(slot));
    }
    this.#opened = { text, config, slots };
    return this.#opened;
  }

  /** Does something with a provider, after all that was asked of it before. */
  async #withSlot<T>(name: string, work: (slot: Slot) => Promise<T>): Promise<T> {
    const slot = (await this.#open()).slots.get(name);
    if (slot === undefined) throw new ChemigramError('unknown_name', `There is no provider "${name}".`);
    const mine = slot.free.then(async () => {
      if (slot.idle !== null) clearTimeout(slot.idle);
      try {
        return await work(slot);
      } finally {
        slot.idle = setTimeout(() => stop(slot), slot.config.idle * 1000).unref();
      }
    });
    slot.free = mine.catch(() => undefined);
    return mine;
  }

  async #started(slot: Slot): Promise<RunningProvider> {
    if (slot.running !== null && !slot.running.ended) return slot.running;
    const { folder, env } = this.#options;
    const { command, args, model, sha256, pass_env, start_timeout, timeout, memory_mb } = slot.config;
    const weights = model === undefined ? null : resolve(folder, model);
    if (weights !== null) await checkModel(slot.name, weights, sha256);
    const passed = [...PASSED, ...pass_env].map((name) => [name, env[name]] as const);
    const program = {
      // A name is looked for on the PATH; a path may be relative to the file that it stands in.
      command: /[\\/]/.test(command) ? resolve(folder, command) : command,
      args,
      cwd: folder,
      env: {
        ...Object.fromEntries(passed.filter((pair): pair is [string, string] => pair[1] !== undefined)),
        ...(weights === null ? {} : { CHEMIGRAM_MODEL: weights }),
        ...slot.config.env,
      },
    };
    const bounds = { startMs: start_timeout * 1000, timeoutMs: timeout * 1000, memoryMb: memory_mb };
    slot.running = await RunningProvider.start(slot.name, program, bounds);
    slot.description = slot.running.description;
    return slot.running;
  }
}

const slotOf = (name: string, config: ProviderConfig): Slot => ({
  name,
  config,
  running: null,
  description: null,
  free: Promise.resolve(),
  idle: null,
  tally: { detects: 0, failures: 0, seconds: 0, money: 0, memory_mb: null },
});

function stop(slot: Slot): void {
  if (slot.idle !== null) clearTimeout(slot.idle);
  slot.running?.stop();
  slot.running = null;
}

function mustDetect(description: Description, kind: Kind, name: string): void {
  if (description.kinds.includes(kind)) return;
  throw new ChemigramError('provider_failed', `The provider ${name} does not detect ${kind}.`, {
    field: 'provider',
    hint: `It detects ${description.kinds.join(', ')}. Leave \`provider\` out, or name one that does.`,
  });
}

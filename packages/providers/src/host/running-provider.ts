import { ChemigramError } from '@chemigram/errors';
import type { CallToolResult } from '@modelcontextprotocol/client';
import { z } from 'zod';
import { ANSWERS, DESCRIBE, descriptionSchema, DETECT, PROTOCOL } from '../protocol.ts';
import type { Answer, Description, DetectRequest, Kind } from '../protocol.ts';
import { treeMemoryMb } from './group-memory.ts';
import { GroupProcess } from './group-process.ts';
import type { ProgramToStart } from './group-process.ts';

/** An inference takes on memory within tenths of a second. */
const MEMORY_POLL_MS = 100;
/** Lines of a refused answer that are told; one says enough. */
const TOLD_ISSUES = 3;

export interface Bounds {
  /** For starting and describing itself: weights are loaded later. */
  readonly startMs: number;
  /** For one detect. */
  readonly timeoutMs: number;
  readonly memoryMb: number;
}

/**
 * A provider that runs. Every failure is a ChemigramError provider_failed that names it, and says what it did; after one
 * that leaves it in an unknown state (hung, garbage, too much memory, cancelled) it is killed and `ended` is true.
 */
export class RunningProvider {
  readonly name: string;
  readonly description: Description;
  readonly #process: GroupProcess;
  readonly #call: CallTool;
  readonly #bounds: Bounds;
  /** The most memory that was seen, MB; null where nothing tells. */
  memoryMb: number | null = null;

  private constructor(name: string, description: Description, process: GroupProcess, call: CallTool, bounds: Bounds) {
    this.name = name;
    this.description = description;
    this.#process = process;
    this.#call = call;
    this.#bounds = bounds;
  }

  /** @throws ChemigramError provider_failed when it does not start, is silent, or speaks another protocol */
  static async start(name: string, program: ProgramToStart, bounds: Bounds): Promise<RunningProvider> {
    // The client is no small import, and a server that never detects does without it.
    const { Client } = await import('@modelcontextprotocol/client');
    const process = new GroupProcess(program);
    const client = new Client({ name: 'chemigram', version: PROTOCOL });
    const call: CallTool = (tool, args) =>
      client.callTool({ name: tool, arguments: args }, { timeout: NO_TIMEOUT_MS }) as Promise<CallToolResult>;
    const began = (async () => {
      await client.connect(process);
      return call(DESCRIBE, {});
    })();
    try {
      const { startMs } = bounds;
      const said = contentOf(
        await within(began, process, startMs, `said nothing within ${startMs / 1000} s of its start`),
      );
      return new RunningProvider(name, checked(descriptionSchema, said, 'describes itself'), process, call, bounds);
    } catch (error) {
      process.end('was stopped');
      throw failed(name, error, process, START_HINT);
    }
  }

  get pid(): number | null {
    return this.#process.pid;
  }

  get ended(): boolean {
    return this.#process.failure !== null;
  }

  /** Asks once. @throws ChemigramError provider_failed; cancelled when the signal says so, and the provider is stopped */
  async detect<K extends Kind>(request: DetectRequest & { kind: K }, signal?: AbortSignal): Promise<Answer<K>> {
    const process = this.#process;
    const { timeoutMs, memoryMb } = this.#bounds;
    const cancel = (): void => process.end('was cancelled');
    signal?.addEventListener('abort', cancel, { once: true });
    const watch = setInterval(() => void this.#watch(memoryMb), MEMORY_POLL_MS);
    try {
      if (signal?.aborted === true) cancel();
      const asked = this.#call(DETECT, { ...request });
      const said = contentOf(await within(asked, process, timeoutMs, `did not answer within ${timeoutMs / 1000} s`));
      await this.#watch(memoryMb);
      const schema = ANSWERS[request.kind] as unknown as z.ZodType<Answer<K>>;
      return checked(schema, said, 'answers');
    } catch (error) {
      if (signal?.aborted === true) {
        throw new ChemigramError('cancelled', `Detecting with ${this.name} was cancelled.`);
      }
      // What answers garbage once is not asked again in the same state.
      if (!(error instanceof Refusal)) process.end('answered garbage');
      throw failed(this.name, error, process, 'Detect again: it is started anew. Or ask another provider.');
    } finally {
      clearInterval(watch);
      signal?.removeEventListener('abort', cancel);
    }
  }

  /** Resolves when the provider ended by itself because nobody needs it any more. */
  hangUp(): Promise<void> {
    return this.#process.hangUp();
  }

  stop(): void {
    this.#process.end('was stopped');
  }

  async #watch(limit: number): Promise<void> {
    const { pid } = this.#process;
    const now = pid === null ? null : await treeMemoryMb(pid);
    if (now === null) return;
    this.memoryMb = Math.max(this.memoryMb ?? 0, now);
    if (now > limit) this.#process.end(`took ${Math.ceil(now)} MB of memory, more than its limit of ${limit} MB`);
  }
}

type CallTool = (tool: string, args: Record<string, unknown>) => Promise<CallToolResult>;

/** The host's own clock decides; the client's must not be earlier. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;

/** Of what it said last: why it ended stands at the end. */
const WORDS_TOLD = 600;

/** Where it never came up, starting it again is of no use. */
const START_HINT =
  'Correct its command and args in providers.toml: a program on the PATH, or a path that is absolute or begins beside that file; ~ and $HOME mean nothing there, and arguments stand in args. `npm run provider:check -- COMMAND` says whether it keeps the protocol.';

/** What a provider says it cannot do: an answer too, after which it may be asked again. */
class Refusal extends Error {
  readonly hint: string | undefined;
  constructor(message: string, hint: string | undefined) {
    super(message);
    this.hint = hint;
  }
}

/** The work, or the failure of the process that it is done in, or its end when it takes too long. */
async function within<T>(work: Promise<T>, process: GroupProcess, ms: number, why: string): Promise<T> {
  const timer = setTimeout(() => process.end(why), ms);
  try {
    const result = await work;
    if (process.failure === null) return result;
  } catch (error) {
    if (process.failure === null) throw new Error(`failed: ${(error as Error).message}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
  throw new Error(process.failure);
}

function contentOf({ isError, structuredContent, content }: CallToolResult): unknown {
  if (isError !== true) {
    if (structuredContent === undefined) throw new Error('answered without structured content');
    return structuredContent;
  }
  const text = content.map((part) => (part.type === 'text' ? part.text : '')).join(' ');
  const { error } = refusalSchema.parse(structuredContent ?? {});
  throw new Refusal(`refused: ${(error?.message ?? text) || 'without a word'}`.slice(0, REFUSAL_MAX), error?.hint);
}

/** A stranger's words are passed on, but not a book of them. */
const REFUSAL_MAX = 2000;
const refusalSchema = z
  .object({ error: z.object({ message: z.string(), hint: z.string().optional().catch(undefined) }).optional() })
  .catch({});

function checked<T>(schema: z.ZodType<T>, said: unknown, doing: string): T {
  const { success, data, error } = schema.safeParse(said);
  if (success) return data;
  const issues = error.issues.slice(0, TOLD_ISSUES).map(({ path, message }) => `${z.core.toDotPath(path)}: ${message}`);
  throw new Error(`${doing} with what ${PROTOCOL} does not allow: ${issues.join('; ')}`);
}

function failed(name: string, error: unknown, process: GroupProcess, otherwise: string): ChemigramError {
  const { message } = error as Error;
  const own = error instanceof Refusal ? error.hint : undefined;
  const words = own === undefined ? process.lastWords.slice(-WORDS_TOLD) : '';
  // Why it ended is what it said: that goes wherever the message goes.
  const why =
    `The provider ${name} ${message}.`.replace(/\.\.$/, '.') + (words === '' ? '' : ` It said last: ${words}`);
  return new ChemigramError('provider_failed', why, { hint: own ?? otherwise, cause: error });
}

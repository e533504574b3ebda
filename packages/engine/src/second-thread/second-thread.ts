import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ChemigramError } from '@chemigram/errors';
import type { Picture } from '@chemigram/mask';
import type { Answer, Order, Works } from './answer-orders.ts';
import type { WORKS } from './works.ts';

/** How long a thread that has nothing to do is kept: starting one takes a fifth of a second, keeping one some 30 MB. */
const IDLE_MS = 30_000;

interface Waiting {
  readonly order: Order;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: ChemigramError) => void;
}

/**
 * Work on pictures and masks that takes more than the 20 ms for which the thread that answers may be busy. Started when it is first
 * asked, gone again when it idles, and one work at a time: the other core is darktable's.
 *
 * (tinypool was tried: callers of a thread that cannot start, or that ends by itself, wait without end.)
 */
export class SecondThread<W extends Works> {
  readonly #file: URL;
  readonly #ids = new WeakMap<Picture, number>();
  #pictures = 0;
  readonly #waiting: Waiting[] = [];
  #present: Waiting | null = null;
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | undefined;

  /** @param file a module that calls `answerOrders` with these works */
  constructor(file: URL) {
    this.#file = file;
  }

  /**
   * Does one of the works there, after those that were asked before.
   * @param args plain data, copied
   * @throws what the work throws; cancelled, and then it is done no further; internal when the thread broke: what is asked
   *   next gets a new one
   */
  async do<K extends keyof W & string>(
    name: K,
    args: Parameters<W[K]>,
    signal?: AbortSignal,
  ): Promise<ReturnType<W[K]>> {
    const answer = await this.#ask({ name, args, pictureId: this.#idOf(args[0]) }, signal);
    if ('result' in answer) return answer.result as ReturnType<W[K]>;
    const { code, message, ...where } = answer.failure;
    throw new ChemigramError(code, message, where);
  }

  #ask(order: Order, signal: AbortSignal | undefined): Promise<Answer> {
    let giveUp = (): void => undefined;
    const answer = new Promise<Answer>((resolve, reject) => {
      const asked = { order, resolve, reject };
      giveUp = () => this.#giveUp(asked);
      if (signal?.aborted === true) return giveUp();
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(asked);
      this.#goOn();
    });
    return answer.finally(() => signal?.removeEventListener('abort', giveUp));
  }

  #goOn(): void {
    if (this.#present !== null) return;
    const next = this.#waiting.shift();
    clearTimeout(this.#idle);
    if (next === undefined) {
      // A process that has nothing else to do ends.
      this.#worker?.unref();
      this.#idle = setTimeout(() => this.#stop(), IDLE_MS).unref();
      return;
    }
    this.#present = next;
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#worker.postMessage(next.order);
  }

  #start(): Worker {
    const worker = new Worker(...runnable(this.#file));
    let why = 'it ended';
    worker.on('message', (answer: Answer) => {
      // One that was stopped may have answered before.
      if (this.#worker !== worker) return;
      this.#present?.resolve(answer);
      this.#present = null;
      this.#goOn();
    });
    worker.on('error', (error) => (why = error.message));
    worker.on('exit', () => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      if (this.#present !== null) this.#present.reject(broken(this.#present.order, why));
      this.#present = null;
      this.#goOn();
    });
    return worker;
  }

  #stop(): void {
    void this.#worker?.terminate();
    this.#worker = null;
  }

  /** What is under way can be stopped only with its thread. */
  #giveUp(asked: Waiting): void {
    asked.reject(new ChemigramError('cancelled', `The ${asked.order.name} was cancelled.`));
    if (this.#present === asked) {
      this.#present = null;
      this.#stop();
      this.#goOn();
    } else if (this.#waiting.includes(asked)) this.#waiting.splice(this.#waiting.indexOf(asked), 1);
  }

  #idOf(first: unknown): number | null {
    if (!isPicture(first)) return null;
    const id = this.#ids.get(first) ?? ++this.#pictures;
    this.#ids.set(first, id);
    return id;
  }
}

const isPicture = (value: unknown): value is Picture => typeof value === 'object' && value !== null && 'rgb' in value;

const broken = ({ name }: Order, why: string): ChemigramError =>
  new ChemigramError('internal', `The ${name} was not finished, for the thread that it was done on broke: ${why}.`, {
    hint: 'Ask again: it is done on a new one.',
  });

/** How Node runs a module on a thread: the built one as it is, the source through tsx, which each thread has to be told. */
function runnable(file: URL): ConstructorParameters<typeof Worker> {
  if (!file.href.endsWith('.ts')) return [file, { execArgv: [] }];
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx'));
  const api = new URL('esm/api/index.mjs', tsx);
  const code = `import { register } from ${JSON.stringify(api)}; register(); await import(${JSON.stringify(file)});`;
  const url = new URL(`data:text/javascript,${encodeURIComponent(code)}`);
  return [url, { execArgv: ['--conditions=@chemigram/source'] }];
}

/** That of this process, as its cores are. */
export const secondThread = new SecondThread<typeof WORKS>(
  new URL(`./works.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url),
);

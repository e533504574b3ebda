import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ChemigramError } from '@chemigram/errors';
import type { Picture } from '@chemigram/mask';
import { keptPictures } from './answer-orders.ts';
import type { Answer, Order, SentPicture, Works } from './answer-orders.ts';
import { buffersOf, withOwnArrays } from './moved.ts';
import type { WORKS } from './works.ts';

/**
 * How long a thread that has nothing to do is kept: keeping one takes some 65 MB, with its pictures; a new one took 2.5 s for
 * the first snap and 1.4 s for the second, until its code was compiled, where the old one took 0.4 s.
 */
const IDLE_MS = 10 * 60_000;

interface Waiting {
  readonly name: string;
  readonly args: readonly unknown[];
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
  /** The numbers of the pictures that the worker has. */
  #sent = keptPictures<true>();
  #idle: NodeJS.Timeout | undefined;
  #answered = 0;

  /** @param file a module that calls `answerOrders` with these works */
  constructor(file: URL) {
    this.#file = file;
  }

  /** How many works the present thread has done: none where there is no thread. */
  get answered(): number {
    return this.#worker === null ? 0 : this.#answered;
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
    const answer = await this.#ask(name, args, signal);
    if ('result' in answer) return answer.result as ReturnType<W[K]>;
    const { code, message, ...where } = answer.failure;
    throw new ChemigramError(code, message, where);
  }

  #ask(name: string, args: readonly unknown[], signal: AbortSignal | undefined): Promise<Answer> {
    let giveUp = (): void => undefined;
    const answer = new Promise<Answer>((resolve, reject) => {
      const asked = { name, args, resolve, reject };
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
    try {
      const order = this.#orderOf(next);
      this.#worker.postMessage(order, buffersOf(order.args));
    } catch (error) {
      this.#present = null;
      next.reject(broken(next.name, (error as Error).message));
      this.#goOn();
    }
  }

  #start(): Worker {
    const worker = new Worker(...runnable(this.#file));
    this.#sent.clear();
    this.#answered = 0;
    let why = 'it ended';
    worker.on('message', (answer: Answer) => {
      // One that was stopped may have answered before.
      if (this.#worker !== worker) return;
      this.#answered++;
      this.#present?.resolve(answer);
      this.#present = null;
      this.#goOn();
    });
    worker.on('error', (error) => (why = error.message));
    worker.on('exit', () => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      if (this.#present !== null) this.#present.reject(broken(this.#present.name, why));
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
    asked.reject(new ChemigramError('cancelled', `The ${asked.name} was cancelled.`));
    if (this.#present === asked) {
      this.#present = null;
      this.#stop();
      this.#goOn();
    } else if (this.#waiting.includes(asked)) this.#waiting.splice(this.#waiting.indexOf(asked), 1);
  }

  #orderOf({ name, args }: Waiting): Order {
    const [first, ...rest] = args;
    if (!isPicture(first)) return { name, args: withOwnArrays(args), sent: null };
    return { name, args: withOwnArrays(rest), sent: this.#send(first) };
  }

  #send(picture: Picture): SentPicture {
    const pictureId = this.#ids.get(picture) ?? ++this.#pictures;
    this.#ids.set(picture, pictureId);
    const isThere = this.#sent.has(pictureId);
    this.#sent.set(pictureId, true);
    return { pictureId, picture: isThere ? null : picture };
  }
}

const isPicture = (value: unknown): value is Picture => typeof value === 'object' && value !== null && 'rgb' in value;

const broken = (name: string, why: string): ChemigramError =>
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

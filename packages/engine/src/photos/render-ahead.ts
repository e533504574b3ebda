import type { RenderOrder } from '@chemigram/renderer';

/** Whoever asked once asks again at once, for the first picture after a photo was taken in: so long it is left in peace. */
const PAUSE_MS = 250;

/**
 * Renders that nobody has asked for yet, one after another while nothing is asked. Whatever is asked stops the one under
 * way, unless it is that one; it is begun anew when there is time again.
 */
export class RenderAhead {
  readonly #render: (order: RenderOrder, signal: AbortSignal) => Promise<unknown>;
  #wanted: RenderOrder[] = [];
  #running: { readonly key: string; readonly stop: AbortController } | null = null;
  #asked = 0;
  #pause: NodeJS.Timeout | undefined;

  constructor(render: (order: RenderOrder, signal: AbortSignal) => Promise<unknown>) {
    this.#render = render;
  }

  /** What to make ahead, the first first; in the place of what was wanted before. */
  want(orders: readonly RenderOrder[]): void {
    this.#wanted = [...orders];
    this.#soon();
  }

  /** Does what is asked, and makes room for it. */
  async aside<T>(order: RenderOrder, work: () => Promise<T>): Promise<T> {
    this.#asked++;
    if (this.#running !== null && this.#running.key !== keyOf(order)) this.#running.stop.abort();
    try {
      return await work();
    } finally {
      this.#asked--;
      this.#soon();
    }
  }

  #soon(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#next(), PAUSE_MS).unref();
  }

  #next(): void {
    const [order] = this.#wanted;
    if (order === undefined || this.#asked > 0 || this.#running !== null) return;
    const running = { key: keyOf(order), stop: new AbortController() };
    this.#running = running;
    this.#render(order, running.stop.signal)
      // Whoever asks for it will hear what is wrong.
      .catch(() => undefined)
      .then(() => {
        if (!running.stop.signal.aborted) this.#wanted = this.#wanted.filter((one) => one !== order);
        this.#running = null;
        this.#next();
        return undefined;
      });
  }
}

const keyOf = (order: RenderOrder): string => JSON.stringify(order);

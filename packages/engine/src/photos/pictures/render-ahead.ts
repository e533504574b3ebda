import type { RenderCall, Renderer, RenderOrder, RenderReport } from '@chemigram/renderer';

/** A render that nobody has asked for yet, or what one will need. */
export type AheadWork = (signal: AbortSignal) => Promise<unknown>;

/**
 * Whoever asked once asks again at once, for another picture of the same operation or for the first one after a photo was
 * taken in: so long it is left in peace.
 */
const PAUSE_MS = 250;

/**
 * Renders ahead for all photos, one after another while nothing is asked of the renderer. Whatever is asked stops the one
 * under way, and it is begun anew when there is time again. Who asks for just that one waits for it together with us
 * (the cache shares renders), and it goes on.
 */
export class RenderAhead {
  #first: AheadWork | null = null;
  #wanted: AheadWork[] = [];
  #last: AheadWork | null = null;
  #running: AbortController | null = null;
  #asked = 0;
  #pause: NodeJS.Timeout | undefined;

  /**
   * What to make before all that is wanted; in the place of what was to be the first before.
   * @param isAtOnce it will be asked for in a moment: then it is begun without the pause
   */
  wantFirst(work: AheadWork, isAtOnce = false): void {
    this.#first = work;
    if (isAtOnce) this.#next();
    else this.#soon();
  }

  /** What to make ahead, the first first; in the place of what was wanted before. */
  want(works: readonly AheadWork[]): void {
    this.#wanted = [...works];
    this.#soon();
  }

  /** What to make behind all that; in the place of what was to be the last before. */
  wantLast(work: AheadWork): void {
    this.#last = work;
    this.#soon();
  }

  /** Does what is asked, and makes room for it. */
  async aside<T>(work: () => Promise<T>): Promise<T> {
    this.#asked++;
    this.#running?.abort();
    try {
      return await work();
    } finally {
      this.#asked--;
      this.#soon();
    }
  }

  #soon(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#next(), PAUSE_MS);
    this.#pause.unref();
  }

  #next(): void {
    const work = this.#first ?? this.#wanted[0] ?? this.#last;
    if (work === null || this.#asked > 0 || this.#running !== null) return;
    const running = new AbortController();
    this.#running = running;
    work(running.signal)
      // Whoever asks for it will hear what is wrong.
      .catch(() => undefined)
      .then(() => {
        if (!running.signal.aborted) {
          this.#wanted = this.#wanted.filter((one) => one !== work);
          if (this.#first === work) this.#first = null;
          if (this.#last === work) this.#last = null;
        }
        this.#running = null;
        this.#soon();
        return undefined;
      });
  }
}

/** A renderer before which everything that is made ahead steps aside. */
export class AskedRenderer implements Renderer {
  readonly #renderer: Renderer;
  readonly #ahead: RenderAhead;

  constructor(renderer: Renderer, ahead: RenderAhead) {
    this.#renderer = renderer;
    this.#ahead = ahead;
  }

  get way(): Renderer['way'] {
    return this.#renderer.way;
  }

  get program(): string {
    return this.#renderer.program;
  }

  get version(): string {
    return this.#renderer.version;
  }

  render(order: RenderOrder, out: string, call: RenderCall = {}): Promise<RenderReport> {
    const render = (): Promise<RenderReport> => this.#renderer.render(order, out, call);
    return call.ahead === true ? render() : this.#ahead.aside(render);
  }

  getReady(): Promise<void> {
    return this.#renderer.getReady();
  }

  close(): Promise<void> {
    return this.#renderer.close();
  }
}

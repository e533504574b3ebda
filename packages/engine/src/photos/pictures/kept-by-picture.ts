import type { Picture } from '@chemigram/mask';
import { sharedWork } from '@chemigram/renderer';
import type { Share } from '@chemigram/renderer';
import type { Asker } from '../session/asker.ts';

interface OfPicture<T> {
  readonly kept: Map<string, T>;
  readonly share: Share<T>;
}

/** What was made of pictures, by a key that says what; each once, for all who ask at a time. */
export class KeptByPicture<T> {
  readonly #most: number;
  readonly #pictures = new WeakMap<Picture, OfPicture<T>>();

  /** @param most kept per picture, the last used */
  constructor(most: number) {
    this.#most = most;
  }

  /** @param make is stopped by its signal when nobody waits for it any more */
  async of(picture: Picture, key: string, make: (signal: AbortSignal) => Promise<T>, asker: Asker): Promise<T> {
    const { kept, share } = this.#pictures.get(picture) ?? { kept: new Map<string, T>(), share: sharedWork<T>() };
    this.#pictures.set(picture, { kept, share });
    const made = kept.get(key) ?? (await share(key, asker.signal, make)).result;
    kept.delete(key);
    for (const old of [...kept.keys()].slice(0, -(this.#most - 1))) kept.delete(old);
    kept.set(key, made);
    return made;
  }
}

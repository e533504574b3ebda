import type { Picture } from '@chemigram/mask';
import { sharedWork } from '@chemigram/renderer';
import type { Share } from '@chemigram/renderer';
import { LRUCache } from 'lru-cache';
import type { Asker } from '../session/asker.ts';

interface OfPicture<T extends object> {
  readonly kept: LRUCache<string, T>;
  readonly share: Share<T>;
}

/** What was made of pictures, by a key that says what; each once, for all who ask at a time. */
export class KeptByPicture<T extends object> {
  readonly #most: number;
  readonly #pictures = new WeakMap<Picture, OfPicture<T>>();

  /** @param most kept per picture, the last used */
  constructor(most: number) {
    this.#most = most;
  }

  /** @param make is stopped by its signal when nobody waits for it any more */
  async of(picture: Picture, key: string, make: (signal: AbortSignal) => Promise<T>, asker: Asker): Promise<T> {
    const { kept, share } = this.#pictures.get(picture) ?? {
      kept: new LRUCache<string, T>({ max: this.#most }),
      share: sharedWork<T>(),
    };
    this.#pictures.set(picture, { kept, share });
    const made = kept.get(key) ?? (await share(key, asker.signal, make)).result;
    kept.set(key, made);
    return made;
  }
}

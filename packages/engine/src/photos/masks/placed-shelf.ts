import { LRUCache } from 'lru-cache';
import type { CompiledMask, PlacedMask } from '../../masks/place.ts';

/** Masks kept in memory, each with a raster of the mask size: those of 32 regions, so that a further move finds them. */
const KEPT = 36;
/** Rasters that wait for the next mask: of one photo all are of one size. */
const MOST_SPARE = 2;

type WithRaster = Pick<PlacedMask, 'predicted'>;

/** A placed mask, and whether its raster is still somebody's. */
interface Shelved<P> {
  readonly placed: P;
  isKept: boolean;
  lookers: number;
}

/**
 * The masks that were placed last. Their rasters go from one that nobody keeps or looks at any more to the next: with a new
 * one for each, the garbage collector went through the whole heap, 40 ms, after every eighth mask.
 */
export class PlacedShelf<P extends WithRaster = PlacedMask> {
  readonly #kept = new LRUCache<string, Shelved<P>>({
    max: KEPT,
    // Longest unused, or another was placed under its key at the same time.
    dispose: (shelved) => {
      shelved.isKept = false;
      this.#letGo(shelved);
    },
  });
  readonly #spare: Uint16Array[] = [];

  /**
   * Lends the mask of a key.
   * @param make places it where it is not kept; its raster is to be put into the buffer, where one is spare
   * @param use looks at it; afterwards the raster may become that of another mask
   */
  async lend<T>(
    key: string,
    make: (spare: (pixels: number) => Uint16Array) => Promise<P>,
    use: (placed: P) => T | Promise<T>,
  ): Promise<T> {
    const there = this.#kept.get(key);
    const shelved = there ?? { placed: await make((pixels) => this.#bufferOf(pixels)), isKept: true, lookers: 0 };
    shelved.lookers++;
    this.#kept.set(key, shelved);
    try {
      return await use(shelved.placed);
    } finally {
      shelved.lookers--;
      this.#letGo(shelved);
    }
  }

  #letGo({ placed, isKept, lookers }: Shelved<P>): void {
    if (isKept || lookers > 0) return;
    this.#spare.push(placed.predicted.grey);
    if (this.#spare.length > MOST_SPARE) this.#spare.shift();
  }

  #bufferOf(pixels: number): Uint16Array {
    const at = this.#spare.findIndex(({ length }) => length === pixels);
    return at < 0 ? new Uint16Array(pixels) : this.#spare.splice(at, 1)[0]!;
  }
}

/** What of a placed mask is small, and stays when it is no longer lent. */
export const withoutPicture = ({ predicted: _picture, ...compiled }: PlacedMask): CompiledMask => compiled;

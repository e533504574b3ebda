import type { Snap } from '../language/mask.ts';
import type { Picture, Raster } from '../raster/raster.ts';
import { snap, type Snapped } from './snap.ts';

/** The snaps of one picture, each made once, and what is to be told about them. */
export class Snaps {
  readonly #picture: Picture;
  readonly #kept = new Map<string, Snapped>();

  constructor(picture: Picture) {
    this.#picture = picture;
  }

  /**
   * @param key of the mask and of what it is rasterised for: the same one, the same answer
   * @param drawn the mask before snapping; not changed and not kept
   * @returns a raster of the caller's own
   */
  of(key: string, drawn: Raster, how: Snap): Raster {
    let made = this.#kept.get(key);
    if (made === undefined) {
      made = snap(this.#picture, { ...drawn, data: drawn.data.slice() }, how === true ? {} : how);
      this.#kept.set(key, made);
    }
    const { width, height, data } = made.opacity;
    return { width, height, data: data.slice() };
  }

  /** What was refused or kept as asked, each once. */
  notes(): string[] {
    return [...new Set([...this.#kept.values()].flatMap(({ notes }) => notes))];
  }
}

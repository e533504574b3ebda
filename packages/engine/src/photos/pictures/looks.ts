/** A picture that is asked for so soon after a change was asked for by who knew that before: no other answer came between. */
const AT_ONCE_MS = 250;

/** How a photo is looked at, learned of its looks: the next change will be looked at like the last one. */
export class Looks {
  #box: number | null = null;
  #changed: number | null = null;
  #isAtOnce = false;

  /** All of it is looked at, in this size. */
  look(box: number): void {
    this.#box = box;
    if (this.#changed !== null) this.#isAtOnce = performance.now() - this.#changed < AT_ONCE_MS;
    this.#changed = null;
  }

  /** The last look took long: to begin its like ahead of who asks is not worth it, for what is ahead gets the slower way. */
  tookLong(): void {
    this.#isAtOnce = false;
  }

  /**
   * It is changed.
   * @returns the size in which that will be looked at, and whether at once; null where nobody looks. Of changes that follow
   *   each other without a look only the first is
   */
  change(): { readonly box: number; readonly isAtOnce: boolean } | null {
    const isAtOnce = this.#isAtOnce && this.#changed === null;
    this.#changed = performance.now();
    return this.#box === null ? null : { box: this.#box, isAtOnce };
  }
}

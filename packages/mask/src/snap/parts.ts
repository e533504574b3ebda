import type { Size } from '../raster/raster.ts';

/** The connected parts of a region, diagonal neighbours included: runs of its rows, joined where they touch. */
export class Parts {
  /** How many there are; they are numbered in the order of their first pixels. */
  readonly count: number;
  /** Per run its first pixel, the one after its last, and its part. */
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  readonly #part: Int32Array;

  constructor(region: Uint8Array, { width, height }: Size) {
    const from: number[] = [];
    const to: number[] = [];
    const root: number[] = [];
    const rootOf = (run: number): number => {
      let at = run;
      while (root[at] !== at) at = root[at] = root[root[at]!]!;
      return at;
    };
    let above = 0;
    for (let y = 0; y < height; y++) {
      const end = (y + 1) * width;
      const first = from.length;
      let touching = above;
      for (let i = y * width; i < end;) {
        if (region[i] === 0) {
          i++;
          continue;
        }
        const start = i;
        while (i < end && region[i] === 1) i++;
        const run = from.length;
        from.push(start);
        to.push(i);
        root.push(run);
        // Runs of the row above that reach this one, corners included.
        while (touching < first && to[touching]! + width < start) touching++;
        for (let k = touching; k < first && from[k]! + width <= i; k++) {
          const [a, b] = [rootOf(k), rootOf(run)];
          root[Math.max(a, b)] = Math.min(a, b);
        }
      }
      above = first;
    }
    let count = 0;
    const number = new Int32Array(from.length);
    this.#part = Int32Array.from(root, (_, run) => {
      const at = rootOf(run);
      if (at === run) number[run] = count++;
      return number[at]!;
    });
    this.count = count;
    this.#from = Int32Array.from(from);
    this.#to = Int32Array.from(to);
  }

  /** Per part how many pixels it has. */
  sizes(): Int32Array {
    const sizes = new Int32Array(this.count);
    this.#part.forEach((part, run) => (sizes[part] = sizes[part]! + this.#to[run]! - this.#from[run]!));
    return sizes;
  }

  /** Per part how many of its pixels a region holds. */
  shared(region: Uint8Array): Int32Array {
    const shared = new Int32Array(this.count);
    for (let run = 0; run < this.#part.length; run++) {
      let held = 0;
      for (let i = this.#from[run]!; i < this.#to[run]!; i++) held += region[i]!;
      shared[this.#part[run]!] = shared[this.#part[run]!]! + held;
    }
    return shared;
  }

  /** Writes `value` to the pixels of the parts that are asked for. */
  fill(region: Uint8Array, value: 0 | 1, asked: (part: number) => boolean): void {
    this.#part.forEach((part, run) => {
      if (asked(part)) region.fill(value, this.#from[run]!, this.#to[run]!);
    });
  }
}

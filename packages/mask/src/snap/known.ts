import type { Size } from '../raster/raster.ts';

/** A point speaks for the disc around it, of the diagonal. */
const DISC = 0.015;
/** Further than any outline. */
const SURE = 1e6;

/** Points that are known to lie inside or outside, as fractions of the picture. */
export interface SnapHints {
  readonly positive?: readonly (readonly [number, number])[];
  readonly negative?: readonly (readonly [number, number])[];
}

/** What the points of the photographer say: on which side lies each pixel near one. The later point wins, negative ones last. */
export class Known {
  readonly #points: readonly { readonly x: number; readonly y: number; readonly inside: boolean }[];

  constructor({ positive = [], negative = [] }: SnapHints) {
    this.#points = [
      ...positive.map(([x, y]) => ({ x, y, inside: true })),
      ...negative.map(([x, y]) => ({ x, y, inside: false })),
    ];
  }

  /** A region with what is known, a new one. */
  into(region: Uint8Array, size: Size): Uint8Array {
    const told = region.slice();
    this.#each(size, (i, inside) => (told[i] = inside ? 1 : 0));
    return told;
  }

  /** Makes the distances to an outline certain where the side is known, in place. */
  overrule(distance: Float32Array, size: Size): void {
    this.#each(size, (i, inside) => (distance[i] = inside ? SURE : -SURE));
  }

  #each({ width, height }: Size, say: (pixel: number, inside: boolean) => void): void {
    const radius = DISC * Math.hypot(width, height);
    for (const { x, y, inside } of this.#points) {
      const [cx, cy] = [x * width, y * height];
      for (let v = Math.max(0, Math.floor(cy - radius)); v < Math.min(height, cy + radius); v++) {
        for (let u = Math.max(0, Math.floor(cx - radius)); u < Math.min(width, cx + radius); u++) {
          const near = (u + 0.5 - cx) ** 2 + (v + 0.5 - cy) ** 2 <= radius * radius;
          if (near) say(v * width + u, inside);
        }
      }
    }
  }
}

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundingBox, type Grey } from '../src/index.ts';
import { alongOutline, selectedOf } from '../src/raster/selected.ts';

const grey = (width: number, pixels: number[], box?: Grey['box']): Grey => ({
  width,
  height: pixels.length / width,
  grey: Uint16Array.from(pixels),
  box,
});

/** Runs of random lengths in rows of all widths, one wider than what is gone through at once. */
const anyMask = fc
  .tuple(
    fc.constantFrom(1, 2, 3, 7, 31, 33, 64, 5001),
    fc.array(fc.tuple(fc.integer({ min: 1, max: 3000 }), fc.constantFrom(0, 9830, 19_660, 32_767, 32_768, 65_535)), {
      minLength: 1,
    }),
  )
  .map(([width, lengths]) => {
    const pixels = lengths.flatMap(([length, value]) => Array.from({ length: length % (2 * width) || 1 }, () => value));
    while (pixels.length % width !== 0) pixels.push(0);
    return grey(width, pixels);
  });

/** From half of the strongest on. */
const selectedFrom = ({ grey }: Grey): number => Math.max(1, grey.reduce((a, b) => Math.max(a, b)) / 2);

/** The outline as its own definition has it, pixel by pixel. */
function outlineOf(mask: Grey): Map<number, boolean> {
  const { width, height, grey } = mask;
  const from = selectedFrom(mask);
  const isIn = (x: number, y: number): boolean => grey[y * width + x]! >= from;
  const found = new Map<number, boolean>();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const beside = [
        [x - 1, y],
        [x + 1, y],
        [x, y - 1],
        [x, y + 1],
      ] as const;
      const isCrossed = beside.some(
        ([u, v]) => u >= 0 && u < width && v >= 0 && v < height && isIn(u, v) !== isIn(x, y),
      );
      if (isCrossed) found.set(y * width + x, isIn(x, y));
    }
  }
  return found;
}

describe('selected pixels', () => {
  it('have an outline of those that lie beside others', () => {
    fc.assert(
      fc.property(anyMask, (mask) => {
        const told = new Map<number, boolean>();
        alongOutline(selectedOf(mask), (pixel, isIn) => told.set(pixel, isIn));
        const order = (pixels: Map<number, boolean>) => [...pixels].sort(([a], [b]) => a - b);
        expect(order(told)).toEqual(order(outlineOf(mask)));
      }),
      { numRuns: 40 },
    );
  });

  it('lie in a box that no smaller one would do for', () => {
    fc.assert(
      fc.property(anyMask, (mask) => {
        const { width, height } = mask;
        const from = selectedFrom(mask);
        const selected = [...mask.grey.keys()].filter((i) => mask.grey[i]! >= from);
        const columns = selected.map((i) => i % width);
        const rows = selected.map((i) => Math.floor(i / width));
        const extreme = (of: number[], take: (a: number, b: number) => number): number =>
          of.reduce((a, b) => take(a, b));
        expect(boundingBox(mask)).toEqual(
          selected.length === 0
            ? null
            : [
                extreme(columns, Math.min) / width,
                extreme(rows, Math.min) / height,
                (extreme(columns, Math.max) + 1) / width,
                (extreme(rows, Math.max) + 1) / height,
              ],
        );
      }),
      { numRuns: 60 },
    );
  });

  it.each([1, 0.9, 0.3, 0.01])('are the same at every strength of the mask, here %s', (strength) => {
    const soft = [0, 20_000, 40_000, 0, 10_000, 65_535, 65_535, 30_000, 0, 50_000, 0, 0];
    const at = (opacity: number) =>
      grey(
        4,
        soft.map((value) => Math.round(value * opacity)),
      );
    const told: [number, boolean][] = [];
    alongOutline(selectedOf(at(strength)), (pixel, isIn) => told.push([pixel, isIn]));
    const outline = new Map(told);
    expect(new Set([...outline].filter(([, isIn]) => isIn).map(([pixel]) => pixel))).toEqual(new Set([2, 5, 6, 9]));
    expect(boundingBox(at(strength))).toEqual([0.25, 0, 0.75, 1]);
  });

  it('are none where the strongest is black on every display', () => {
    expect(boundingBox(grey(4, [0, 60, 127, 0]))).toBeNull();
  });

  it('are looked for only where the mask is known to be', () => {
    const whole = { left: 0, top: 0, right: 4, bottom: 2 };
    const mask = grey(4, [65_535, 65_535, 65_535, 65_535, 0, 65_535, 65_535, 0], whole);
    expect(boundingBox(mask)).toEqual([0, 0, 1, 1]);
    expect(boundingBox({ ...mask, box: { ...whole, top: 1 } })).toEqual([0.25, 0.5, 0.75, 1]);
    expect(boundingBox({ ...mask, box: { ...whole, right: 2 } })).toEqual([0, 0, 0.5, 1]);
  });
});

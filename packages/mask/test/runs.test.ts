import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundingBox, type Grey } from '../src/index.ts';
import { findRuns } from '../src/runs.ts';

const grey = (width: number, pixels: number[], box?: Grey['box']): Grey => ({
  width,
  height: pixels.length / width,
  grey: Uint16Array.from(pixels),
  box,
});

/** Runs of random lengths in rows of all widths, one wider than what is gone through at once. */
const anyMask = fc
  .tuple(
    fc.constantFrom(1, 2, 3, 7, 64, 5001),
    fc.array(fc.tuple(fc.integer({ min: 1, max: 3000 }), fc.constantFrom(0, 32_767, 32_768, 65_535)), { minLength: 1 }),
  )
  .map(([width, lengths]) => {
    const pixels = lengths.flatMap(([length, value]) => Array.from({ length: length % (2 * width) || 1 }, () => value));
    while (pixels.length % width !== 0) pixels.push(0);
    return grey(width, pixels);
  });

describe('runs', () => {
  it('tell of every pixel whether it is selected', () => {
    fc.assert(
      fc.property(anyMask, (mask) => {
        const { width, columns, starts, top } = findRuns(mask);
        const told = new Uint8Array(mask.grey.length);
        for (let row = 0; row + 1 < starts.length; row++) {
          const start = (top + row) * width;
          const end = starts[row + 1]! - 1;
          for (let at = starts[row]!; at < end; at += 2) told.fill(1, start + columns[at]!, start + columns[at + 1]!);
        }
        expect(
          Buffer.compare(
            told,
            Uint8Array.from(mask.grey, (value) => (value >= 32_768 ? 1 : 0)),
          ),
        ).toBe(0);
      }),
      { seed: 11, numRuns: 60 },
    );
  });

  it('lie in a box that no smaller one would do for', () => {
    fc.assert(
      fc.property(anyMask, (mask) => {
        const { width, height } = mask;
        const selected = [...mask.grey.keys()].filter((i) => mask.grey[i]! >= 32_768);
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
      { seed: 12, numRuns: 60 },
    );
  });

  it('look only where the mask is known to be', () => {
    const mask = grey(4, [65_535, 65_535, 65_535, 65_535, 0, 65_535, 65_535, 0], {
      left: 1,
      top: 1,
      right: 3,
      bottom: 2,
    });
    expect(findRuns(mask)).toMatchObject({ top: 1, columns: [1, 3, 4], starts: [0, 3] });
    expect(boundingBox(mask)).toEqual([0.25, 0.5, 0.75, 1]);
  });
});

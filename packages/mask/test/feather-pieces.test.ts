import { array, assert, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyRaster, featherPieces, join, outlineOpacity, signedArea } from '../src/index.ts';
import type { Raster } from '../src/index.ts';

type Ring = readonly (readonly [number, number])[];

const SIZE = { width: 160, height: 120 };

/** What is drawn of several feathered outlines that are united. */
function united(rings: readonly Ring[], border: number): Raster {
  const whole = emptyRaster(SIZE);
  for (const ring of rings) join(whole, outlineOpacity([ring], border, SIZE), 'union', { invert: false, opacity: 1 });
  return whole;
}

const furthest = (a: Raster, b: Raster): number =>
  a.data.reduce((most, v, i) => Math.max(most, Math.abs(v - b.data[i]!)), 0);

const isConvex = (ring: Ring): boolean => {
  const turns = ring.map(([x, y], i) => {
    const [[ax, ay], [bx, by]] = [ring.at(i - 1)!, ring[(i + 1) % ring.length]!];
    return (x - ax) * (by - y) - (y - ay) * (bx - x);
  });
  return turns.every((turn) => turn > -1) || turns.every((turn) => turn < 1);
};

/** An outline around the middle of the picture. */
const starOf = (reaches: readonly number[]): Ring =>
  reaches.map((reach, i) => {
    const angle = (2 * Math.PI * i) / reaches.length;
    return [80.3 + reach * Math.cos(angle), 60.2 + reach * Math.sin(angle)];
  });

const comb: Ring = [
  [20, 20],
  [140, 20],
  [140, 100],
  [100, 100],
  [100, 40],
  [90, 40],
  [90, 100],
  [20, 100],
];

describe('featherPieces', () => {
  it('leaves an outline as it is where its feather does not run into itself', () => {
    const box: Ring = [
      [20, 20],
      [140, 20],
      [140, 100],
      [20, 100],
    ];
    expect(featherPieces([box], 15, 1)).toEqual([box]);
    // An open corner is no bay, and neither is what is not seen.
    const blunt: Ring = [...box.slice(0, 3), [80, 80], [20, 100]];
    expect(featherPieces([blunt], 15, 1)).toEqual([blunt]);
    expect(featherPieces([comb], 2, 12)).toEqual([comb]);
  });

  it('parts one whose feathers meet in a bay, into few pieces that are convex', () => {
    const pieces = featherPieces([comb], 12, 0.01);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.length).toBeLessThanOrEqual(4);
    for (const piece of pieces) expect(isConvex(piece), JSON.stringify(piece)).toBe(true);
  });

  it('parts one whose feathers meet at the mouth of a bay that is wide and round inside', () => {
    const around = (radius: number): Ring =>
      Array.from({ length: 61 }, (_, i) => {
        const angle = 0.2 + ((2 * Math.PI - 0.4) * i) / 60;
        return [80 + radius * Math.cos(angle), 60 + radius * Math.sin(angle)];
      });
    const flask = [...around(50), ...around(30).toReversed()];
    const pieces = featherPieces([flask], 8, 0.01);
    // Where one of them went on around the bay, its feather would fill it.
    for (const piece of pieces) expect(Math.abs(signedArea(piece))).toBeLessThan(0.75 * Math.abs(signedArea(flask)));
    expect(furthest(united(pieces, 8), outlineOpacity([flask], 8, SIZE))).toBeLessThan(0.02);
  });

  it('leaves an outline without area as it is', () => {
    const line: Ring = [
      [20, 20],
      [60, 20],
      [40, 20],
    ];
    expect(featherPieces([line], 10, 1)).toEqual([line]);
  });

  it('draws a saw of hundreds of teeth in so many pieces at most', () => {
    const saw = starOf(Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? 50 : 30)));
    expect(featherPieces([saw], 4, 0.01)).toHaveLength(64);
  });

  it('cuts through holes, so that the feather runs into them from all sides', () => {
    const hole: Ring = [
      [60, 45],
      [100, 45],
      [100, 75],
      [60, 75],
    ];
    const outline: Ring = [
      [20, 20],
      [140, 20],
      [140, 100],
      [20, 100],
    ];
    const pieces = featherPieces([outline, hole], 25, 1);
    expect(furthest(united(pieces, 25), outlineOpacity([outline, hole], 25, SIZE))).toBeLessThan(0.01);
  });

  it('keeps the feather of the whole, whichever way around the outline runs', () => {
    const random = record({
      reaches: array(integer({ min: 8, max: 55 }), { minLength: 5, maxLength: 24 }),
      border: integer({ min: 1, max: 40 }),
    });
    assert(
      property(random, ({ reaches, border }) => {
        const star = starOf(reaches);
        const pieces = featherPieces([star], border, 1);
        expect(featherPieces([star.toReversed()], border, 1)).toHaveLength(pieces.length);
        for (const piece of pieces) expect(Math.abs(signedArea(piece))).toBeGreaterThan(0);
        // Pixels whose centres an edge runs through are inside or outside by a thousandth of a pixel.
        expect(furthest(united(pieces, border), outlineOpacity([star], border, SIZE))).toBeLessThan(
          0.01 + 0.01 / border,
        );
      }),
      { numRuns: 150 },
    );
  });
});

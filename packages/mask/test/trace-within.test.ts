import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, outlineOpacity, type Raster, type TracedPolygon, traceWithin } from '../src/index.ts';
import { between, runs, SIZE } from './arbitraries.ts';

const ringsOf = (polygons: readonly TracedPolygon[]) => polygons.flatMap(({ outer, holes }) => [outer, ...holes]);
const redrawn = (polygons: readonly TracedPolygon[]): Raster => outlineOpacity(ringsOf(polygons), 0, SIZE);

/** A star with as many rays as asked, and a hole. */
const star = (rays: number, depth: number): Raster => {
  const ring = (r: number) =>
    Array.from({ length: 2 * rays }, (_, k): [number, number] => {
      const [turn, reach] = [(Math.PI * k) / rays, k % 2 === 0 ? r : r * depth];
      return [48 + reach * Math.cos(turn), 32 + reach * Math.sin(turn)];
    });
  return outlineOpacity([ring(30), ring(10)], 0, SIZE);
};

describe('traceWithin', () => {
  it('never has more vertices than allowed, and redraws better the more there are', () => {
    const shape = fc.tuple(fc.integer({ min: 3, max: 12 }), between(0.4, 0.9));
    fc.assert(
      fc.property(shape, fc.integer({ min: 8, max: 60 }), ([rays, depth], maxVertices) => {
        const raster = star(rays, depth);
        const few = traceWithin(raster, maxVertices);
        expect(ringsOf(few).reduce((sum, ring) => sum + ring.length, 0)).toBeLessThanOrEqual(maxVertices);
        const many = compare(redrawn(traceWithin(raster, 1000)), raster).iou;
        expect(many).toBeGreaterThan(0.98);
        expect(compare(redrawn(few), raster).iou).toBeLessThanOrEqual(many + 0.005);
      }),
      runs(20),
    );
  });

  it('keeps the hole', () => {
    expect(traceWithin(star(5, 0.8), 40)[0]!.holes).toHaveLength(1);
  });

  it('gives the largest parts up last', () => {
    const dots = Array.from({ length: 9 }, (_, k): [number, number][] => {
      const [x, r] = [8 + 10 * k, k === 4 ? 4 : 1.5];
      return [
        [x - r, 32 - r],
        [x + r, 32 - r],
        [x + r, 32 + r],
        [x - r, 32 + r],
      ];
    });
    const [only, ...others] = traceWithin(outlineOpacity(dots, 0, SIZE), 5);
    expect(others).toEqual([]);
    expect(Math.abs(only!.outer[0]![0] - 48)).toBeLessThan(6);
  });

  it('refuses fewer than three vertices', () => {
    expect(() => traceWithin(star(5, 0.8), 2)).toThrow(/at least 3/);
  });
});

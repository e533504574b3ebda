import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, ellipseOpacity, outlineOpacity, type Raster, traceLevels } from '../src/index.ts';
import { between, runs, SIZE } from './arbitraries.ts';

const fine = { maxVertices: 1000, tolerance: 0 };

const square = (a: number, b: number): [number, number][] => [
  [a, a],
  [b, a],
  [b, b],
  [a, b],
];

describe('traceLevels', () => {
  it('finds an edge between pixels to a fraction of a pixel', () => {
    // A ramp along x: 0, 0.25, 0.5 ... crosses 0.6 at 2.4 pixels behind the first centre, at 2.9.
    const ramp: Raster = { width: 5, height: 5, data: new Float32Array(25).map((_, i) => (i % 5) / 4) };
    const [traced] = traceLevels(ramp, [0.6], fine);
    const left = Math.min(...traced!.polygons[0]!.outer.map(([x]) => x));
    expect(left).toBeCloseTo(2.9, 5);
  });

  it('gives each level its own outline and a ring its hole', () => {
    const ring = outlineOpacity([square(10, 50), square(25, 35)], 4, { width: 64, height: 64 });
    const [outer, inner] = traceLevels(ring, [0.25, 0.75], fine);
    expect([outer!.polygons.length, outer!.polygons[0]!.holes.length]).toEqual([1, 1]);
    const width = (level: typeof outer) => Math.max(...level!.polygons[0]!.outer.map(([x]) => x)) - 30;
    expect(width(outer)).toBeCloseTo(23, 0);
    expect(width(inner)).toBeCloseTo(21, 0);
  });

  it('redraws to the same shape, and uses no more vertices than allowed', () => {
    const shape = fc.record({
      cx: between(20, 76),
      cy: between(15, 50),
      rx: between(6, 40),
      ry: between(6, 30),
      rotation: between(0, 180),
    });
    fc.assert(
      fc.property(shape, fc.integer({ min: 12, max: 40 }), (e, maxVertices) => {
        const raster = ellipseOpacity({ ...e, border: 3 }, SIZE);
        const [traced] = traceLevels(raster, [0.5], { maxVertices, tolerance: 0.1 });
        const rings = traced!.polygons.flatMap((p) => [p.outer, ...p.holes]);
        expect(rings.every((r) => r.length <= maxVertices)).toBe(true);
        expect(compare(outlineOpacity(rings, 0, SIZE), raster).iou).toBeGreaterThan(0.9);
      }),
      runs(60),
    );
  });

  it('finds nothing in nothing', () => {
    expect(traceLevels({ width: 4, height: 4, data: new Float32Array(16) }, [0.5], fine)).toEqual([
      { level: 0.5, polygons: [] },
    ]);
  });
});

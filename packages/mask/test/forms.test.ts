import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  brushOpacity,
  ellipseOpacity,
  gradientOpacity,
  outlineOpacity,
  parseMask,
  rasterise,
  rectangleOpacity,
} from '../src/index.ts';
import { between, runs, SIZE, starOutline, wildOutline } from './arbitraries.ts';
import * as reference from './reference.ts';

/** Largest difference; pixels whose centre lies on an edge may fall either way and are counted apart. */
function apart(a: Float32Array, b: Float32Array): number {
  return a.reduce((worst, v, i) => Math.max(worst, Math.abs(v - b[i]!)), 0);
}
const place = { cx: between(-10, 110), cy: between(-10, 70) };
const scaled = (ring: readonly (readonly [number, number])[]) =>
  ring.map(([x, y]) => [x * 96 + 0.013, y * 64 + 0.017] as const);

describe('each form equals the slow, obvious drawing of its words', () => {
  it('ellipse, turned and feathered along its rays', () => {
    const shape = fc.record({
      ...place,
      rx: between(1, 60),
      ry: between(1, 60),
      rotation: between(-360, 360),
      border: between(0.5, 50),
    });
    fc.assert(
      fc.property(shape, (e) => {
        const slow = reference.draw(SIZE, reference.ellipse(e.cx, e.cy, e.rx, e.ry, e.rotation, e.border));
        expect(apart(ellipseOpacity(e, SIZE).data, slow)).toBeLessThan(1e-5);
      }),
      runs(60),
    );
  });

  it('outline, with every border and also when it crosses itself', () => {
    fc.assert(
      fc.property(fc.oneof(starOutline, wildOutline), starOutline, between(0, 60), (a, b, border) => {
        const rings = [scaled(a), scaled(b)];
        const slow = reference.draw(SIZE, reference.outline(rings, border));
        expect(apart(outlineOpacity(rings, border, SIZE).data, slow)).toBeLessThan(1e-5);
      }),
      runs(40),
    );
  });

  it('outline of many vertices far outside its edge', () => {
    const ring = Array.from({ length: 150 }, (_, i): [number, number] => {
      const a = (2 * Math.PI * i) / 150;
      const r = 30 + 6 * Math.sin(11 * a);
      return [100 + r * Math.cos(a), 60 + r * Math.sin(a)];
    });
    const size = { width: 120, height: 90 };
    const slow = reference.draw(size, reference.outline([ring], 90));
    expect(apart(outlineOpacity([ring], 90, size).data, slow)).toBeLessThan(1e-5);
  });

  it('rectangle, as the outline of its four turned corners', () => {
    const shape = fc.record({
      ...place,
      halfWidth: between(1, 60),
      halfHeight: between(1, 40),
      rotation: between(-360, 360),
      border: between(0.5, 40),
    });
    fc.assert(
      fc.property(shape, (r) => {
        const angle = (r.rotation * Math.PI) / 180;
        const corners = (
          [
            [-1, -1],
            [1, -1],
            [1, 1],
            [-1, 1],
          ] as const
        ).map(([a, b]) => {
          const [u, v] = [a * r.halfWidth, b * r.halfHeight];
          return [
            r.cx + u * Math.cos(angle) - v * Math.sin(angle),
            r.cy + u * Math.sin(angle) + v * Math.cos(angle),
          ] as const;
        });
        const slow = reference.draw(SIZE, reference.outline([corners], r.border));
        expect(apart(rectangleOpacity(r, SIZE).data, slow)).toBeLessThan(1e-5);
      }),
      runs(60),
    );
  });

  it('gradient, linear and smooth, straight and bent', () => {
    const shape = fc.record({
      ax: between(-20, 116),
      ay: between(-20, 84),
      rotation: fc.oneof(fc.constantFrom(0, 90, 180, 270), between(0, 360)),
      compression: between(0.05, 1),
      state: fc.constantFrom<1 | 2>(1, 2),
      curvature: fc.oneof(fc.constant(0), between(-2, 2)),
    });
    const size = { width: 24, height: 16 };
    fc.assert(
      fc.property(shape, (g) => {
        const slow = reference.draw(size, reference.gradient(size, g));
        // The nearest entry of its table; a render tells an opacity to 1e-4.
        expect(apart(gradientOpacity(g, size).data, slow)).toBeLessThan(5e-5);
      }),
      runs(40),
    );
  });

  it('brush, hard core and soft rim', () => {
    const shape = fc.record({
      points: fc.array(fc.tuple(between(-10, 106), between(-10, 74)), { minLength: 2, maxLength: 8 }),
      width: between(1, 60),
      hardness: between(0, 0.95),
      density: between(0, 1),
    });
    fc.assert(
      fc.property(shape, (b) => {
        const slow = reference.draw(SIZE, reference.brush(b.points, b.width, b.hardness, b.density));
        expect(apart(brushOpacity(b, SIZE).data, slow)).toBeLessThan(1e-5);
      }),
      runs(60),
    );
  });

  it('brush of one point said twice: a dot', () => {
    const points = [
      [40, 30],
      [40, 30],
    ] as const;
    const slow = reference.draw(SIZE, reference.brush(points, 20, 0.5, 1));
    expect(apart(brushOpacity({ points, width: 20, hardness: 0.5, density: 1 }, SIZE).data, slow)).toBeLessThan(1e-5);
  });
});

const at = (spec: object, x: number, y: number) => {
  const size = { width: 300, height: 200 };
  return rasterise(parseMask(spec, size).mask, size, {}).data[y * 300 + x];
};

const square = (a: number, b: number) => [
  [a, a],
  [b, a],
  [b, b],
  [a, b],
];

describe('a spec in fractions', () => {
  it('measures radius_x by the width, radius_y by the height, borders and circle radii by the shorter side', () => {
    const ellipse = {
      dt_form: 'ellipse',
      dt_params: { center_x: 0.5, center_y: 0.5, radius_x: 0.2, radius_y: 0.4, border: 0 },
    };
    expect([at(ellipse, 208, 100), at(ellipse, 212, 100), at(ellipse, 150, 178), at(ellipse, 150, 182)]).toEqual([
      1, 0, 1, 0,
    ]);
    const circle = { dt_form: 'circle', dt_params: { center_x: 0.5, center_y: 0.5, radius: 0.2, border: 0 } };
    expect([at(circle, 188, 100), at(circle, 192, 100), at(circle, 150, 138), at(circle, 150, 142)]).toEqual([
      1, 0, 1, 0,
    ]);
    const rectangle = { dt_form: 'rectangle', dt_params: { x0: 0, y0: 0, x1: 0.5, y1: 1, border: 0.1 } };
    expect(at(rectangle, 159, 100)).toBeCloseTo(1 - 9.5 / 20, 5);
    const box = { dt_form: 'rectangle', dt_params: { x0: 0.2, y0: 0.3, x1: 0.5, y1: 0.6, border: 0 } };
    const [rows, columns] = [
      [59, 60, 119, 120].map((y) => at(box, 100, y)),
      [59, 60, 149, 150].map((x) => at(box, x, 90)),
    ];
    expect([rows, columns]).toEqual([
      [0, 1, 1, 0],
      [0, 1, 1, 0],
    ]);
  });

  it('turns an ellipse clockwise as seen', () => {
    const spec = {
      dt_form: 'ellipse',
      dt_params: { center_x: 0.5, center_y: 0.5, radius_x: 0.3, radius_y: 0.05, rotation: 45, border: 0 },
    };
    expect([at(spec, 200, 150), at(spec, 200, 50)]).toEqual([1, 0]);
  });

  it.each([
    [0, 150, 20],
    [90, 20, 100],
    [180, 150, 180],
    [270, 280, 100],
  ])('gives a gradient at %i degrees its full effect on the right side', (rotation, x, y) => {
    const spec = { dt_form: 'gradient', dt_params: { anchor_x: 0.5, anchor_y: 0.5, rotation, compression: 0.2 } };
    expect(at(spec, x, y)).toBeGreaterThan(0.99);
    expect(at(spec, 299 - x, 199 - y)).toBeLessThan(0.01);
  });

  it('cuts holes out of a path and feathers into them', () => {
    const spec = { dt_form: 'path', dt_params: { vertices: square(0.1, 0.9), holes: [square(0.3, 0.7)], border: 0.1 } };
    expect([at(spec, 45, 100), at(spec, 150, 100)]).toEqual([1, 0]);
    expect(at(spec, 150, 64)).toBeCloseTo(1 - 4.5 / 20, 5);
  });

  it('runs a smooth path through its vertices, rounder than the straight one', () => {
    const vertices = [
      [0.5, 0.1],
      [0.8, 0.5],
      [0.5, 0.9],
      [0.2, 0.5],
    ];
    const count = (smooth: boolean) => {
      const size = { width: 300, height: 200 };
      const { mask } = parseMask({ dt_form: 'path', dt_params: { vertices, smooth, border: 0 } }, size);
      return rasterise(mask, size, {}).data.reduce((a, b) => a + b, 0) / (300 * 200);
    };
    // A diamond has half the area of its box, 0.24; the spline through its corners is close to the ellipse, 0.377.
    expect(count(false)).toBeCloseTo(0.24, 2);
    expect(count(true)).toBeGreaterThan(0.3);
    expect(count(true)).toBeLessThan(0.38);
  });

  it('draws each hole of a smooth path as it would draw a path there', () => {
    const size = { width: 300, height: 200 };
    const octagon = (x: number, radius: number): [number, number][] =>
      Array.from({ length: 8 }, (_, i) => {
        const angle = (Math.PI * i) / 4;
        return [x + (2 / 3) * radius * Math.cos(angle), 0.5 + radius * Math.sin(angle)];
      });
    const draw = (vertices: [number, number][], holes: [number, number][][] = []) => {
      const spec = { dt_form: 'path', dt_params: { vertices, holes, smooth: true, border: 0 } };
      return rasterise(parseMask(spec, size).mask, size, {}).data;
    };
    const holes = [0.2, 0.4, 0.6, 0.8].map((x) => octagon(x, 0.13));
    const rim = draw(octagon(0.5, 0.7));
    const alone = holes.map((hole) => draw(hole));
    const expected = rim.map((inside, i) => (alone.some((data) => data[i] === 1) ? 0 : inside));
    expect(draw(octagon(0.5, 0.7), holes)).toEqual(expected);
  });
});

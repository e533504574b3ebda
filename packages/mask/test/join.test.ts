import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { emptyRaster, join, scale, type Join, type Raster } from '../src/index.ts';
import { between, runs } from './arbitraries.ts';

const SIZE = { width: 24, height: 16 };
const JOINS: readonly Join[] = ['union', 'intersect', 'subtract', 'exclude', 'larger rest'];

/** Opacities in a box, or wherever they are. */
const raster = fc
  .record({
    left: fc.nat(SIZE.width - 1),
    top: fc.nat(SIZE.height - 1),
    wide: fc.integer({ min: 1, max: SIZE.width }),
    high: fc.integer({ min: 1, max: SIZE.height }),
    told: fc.boolean(),
    values: fc.array(between(0, 1), { minLength: 7, maxLength: 7 }),
  })
  .map(({ left, top, wide, high, told, values }): (() => Raster) => {
    const box = { left, top, right: Math.min(SIZE.width, left + wide), bottom: Math.min(SIZE.height, top + high) };
    return () => {
      const drawn = { width: SIZE.width, height: SIZE.height, data: new Float32Array(emptyRaster(SIZE).data.length) };
      for (let y = box.top; y < box.bottom; y++) {
        for (let x = box.left; x < box.right; x++)
          drawn.data[y * SIZE.width + x] = values[(3 * x + y) % values.length]!;
      }
      return told ? { ...drawn, box } : drawn;
    };
  });

it.each(JOINS)('A mask that counts inverted or weakly changes another by %s as if it were scaled first', (by) => {
  fc.assert(
    fc.property(raster, raster, fc.boolean(), between(0, 1), (a, b, invert, opacity) => {
      const [weighed, scaled] = [a(), a()];
      join(weighed, b(), by, { invert, opacity });
      join(scaled, scale(b(), invert, opacity), by);
      expect(weighed).toEqual(scaled);
    }),
    runs(200),
  );
});

it('Each join is what its words say of every pixel', () => {
  const says: Readonly<Record<Join, (a: number, b: number) => number>> = {
    union: (a, b) => Math.max(a, b),
    intersect: (a, b) => a * b,
    subtract: (a, b) => a * (1 - b),
    exclude: (a, b) => a + b - 2 * a * b,
    'larger rest': (a, b) => Math.max(a * (1 - b), b * (1 - a)),
  };
  fc.assert(
    fc.property(raster, raster, fc.constantFrom(...JOINS), (a, b, by) => {
      const [joined, first, second] = [a(), a(), b()];
      join(joined, second, by);
      joined.data.forEach((value, i) => expect(value).toBeCloseTo(says[by](first.data[i]!, second.data[i]!), 6));
    }),
    runs(100),
  );
});

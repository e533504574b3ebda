import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Mask, parseMask, rasterise, recycle } from '../src/index.ts';
import { colourful, runs, SIZE, spec } from './arbitraries.ts';

const picture = colourful();
const draw = (mask: Mask) => rasterise(mask, SIZE, { picture });

it('A raster holds nothing outside the box that it tells of', () => {
  fc.assert(
    fc.property(spec, (input) => {
      const { data, box } = draw(parseMask(input, SIZE).mask);
      if (box === undefined) return;
      const inside = (x: number, y: number): boolean =>
        x >= box.left && x < box.right && y >= box.top && y < box.bottom;
      const outside = [...data].filter((_, i) => !inside(i % SIZE.width, Math.floor(i / SIZE.width)));
      expect(outside.every((opacity) => opacity === 0)).toBe(true);
    }),
    runs(300),
  );
});

it('A raster that was given back leaves no trace in the next one', () => {
  fc.assert(
    fc.property(spec, spec, (one, other) => {
      const mask = parseMask(other, SIZE).mask;
      const before = draw(mask);
      recycle(draw(parseMask(one, SIZE).mask));
      expect(draw(mask).data).toEqual(before.data);
    }),
    runs(150),
  );
});

import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Mask, parseMask, rasterise, recycle } from '../src/index.ts';
import { colourful, runs, SIZE, spec } from './arbitraries.ts';

const picture = colourful();
const draw = (mask: Mask) => rasterise(mask, SIZE, { picture });

it('A raster holds nothing outside the rows that it tells of', () => {
  fc.assert(
    fc.property(spec, (input) => {
      const { data, rows } = draw(parseMask(input, SIZE).mask);
      if (rows === undefined) return;
      const outside = [...data.subarray(0, rows[0] * SIZE.width), ...data.subarray(rows[1] * SIZE.width)];
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

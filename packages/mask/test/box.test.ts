import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Mask, parseMask, type Raster, rasterise, recycle, resample } from '../src/index.ts';
import { colourful, runs, SIZE, spec } from './arbitraries.ts';

const picture = colourful();
const draw = (mask: Mask) => rasterise(mask, SIZE, { picture });

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) => new Uint8Array(buffer, byteOffset, byteLength);
/** Whether two rasters are the same. By their bytes: number by number, as expect does it, took most of the time here. */
const isSame = (one: Float32Array, other: Float32Array): boolean => Buffer.compare(bytesOf(one), bytesOf(other)) === 0;

/** Whether all is zero outside the box, where that is known. */
function isEmptyOutside({ width, data, box }: Raster): boolean {
  if (box === undefined) return true;
  return data.every((opacity, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return opacity === 0 || (x >= box.left && x < box.right && y >= box.top && y < box.bottom);
  });
}

it('A raster holds nothing outside the box that it tells of', () => {
  fc.assert(
    fc.property(spec, (input) => {
      expect(isEmptyOutside(draw(parseMask(input, SIZE).mask))).toBe(true);
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
      expect(isSame(draw(mask).data, before.data)).toBe(true);
    }),
    runs(150),
  );
});

it('A raster at another size is the same whether its box is known or not, and holds nothing outside of its own', () => {
  const sizes = [0.25, 0.6, 1, 1.3, 2.5].map((share) => ({
    width: Math.round(share * SIZE.width),
    height: Math.round(share * SIZE.height),
  }));
  fc.assert(
    fc.property(spec, fc.constantFrom(...sizes), (input, size) => {
      const drawn = draw(parseMask(input, SIZE).mask);
      const { data, box } = resample(drawn, size);
      const whole = resample({ ...drawn, box: undefined }, size).data;
      expect(isSame(data, whole)).toBe(true);
      expect(box === undefined).toBe(drawn.box === undefined);
      expect(isEmptyOutside({ ...size, data, box })).toBe(true);
    }),
    runs(300),
  );
});

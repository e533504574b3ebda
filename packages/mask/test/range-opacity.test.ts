import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rangeOpacity, type RangeFilter, rangeValue } from '../src/index.ts';
import { runs } from './arbitraries.ts';
import * as reference from './reference.ts';

const byte = fc.integer({ min: 0, max: 255 });
const filter = (over: Partial<RangeFilter>): RangeFilter => ({
  kind: 'luminance',
  min: 0,
  max: 1,
  feather: 0,
  invert: false,
  ...over,
});
const one = (f: RangeFilter, rgb: number[]) =>
  rangeOpacity(f, { width: 1, height: 1, rgb: Uint8Array.from(rgb) }).data[0];

describe('rangeValue', () => {
  it('is the HSL of the textbook and the luminance of the encoded values', () => {
    fc.assert(
      fc.property(byte, byte, byte, (r, g, b) => {
        const [h, s, l] = reference.hsl(r / 255, g / 255, b / 255);
        expect(rangeValue('color_h', r, g, b)).toBeCloseTo(h, 9);
        expect(rangeValue('color_s', r, g, b)).toBeCloseTo(s, 9);
        expect(rangeValue('color_l', r, g, b)).toBeCloseTo(l, 9);
        expect(rangeValue('luminance', r, g, b)).toBeCloseTo((0.2126 * r + 0.7152 * g + 0.0722 * b) / 255, 9);
      }),
      runs(300),
    );
  });
});

describe('rangeOpacity', () => {
  it('takes greys for reds, as HSL does: they have no hue', () => {
    expect(one(filter({ kind: 'color_h', min: 0, max: 0.1 }), [90, 90, 90])).toBe(1);
    expect(one(filter({ kind: 'color_h', min: 0.3, max: 0.6 }), [90, 90, 90])).toBe(0);
  });

  it('is a trapezoid: 1 in the band, falling to 0 across the feather on either side', () => {
    const f = filter({ min: 0.4, max: 0.6, feather: 0.2 });
    const grey = (v: number) => one(f, [v, v, v]);
    expect(grey(Math.round(0.5 * 255))).toBe(1);
    expect(grey(77)).toBeCloseTo(1 - (0.4 - 77 / 255) / 0.2, 6);
    expect(grey(179)).toBeCloseTo(1 - (179 / 255 - 0.6) / 0.2, 6);
    expect([grey(40), grey(220)]).toEqual([0, 0]);
  });

  it('selects white with a band of white alone, without feather', () => {
    expect(one(filter({ min: 1, max: 1 }), [255, 255, 255])).toBe(1);
    expect(one(filter({ min: 1, max: 1 }), [255, 255, 254])).toBe(0);
  });

  it('wraps hues through red when min is above max, feathers included', () => {
    const reds = filter({ kind: 'color_h', min: 0.95, max: 0.05, feather: 0.1 });
    expect([one(reds, [255, 0, 0]), one(reds, [255, 0, 40]), one(reds, [255, 40, 0])]).toEqual([1, 1, 1]);
    expect([one(reds, [0, 255, 0]), one(reds, [0, 0, 255])]).toEqual([0, 0]);
    // Hue 0 lies 0.05 below a band that starts at 0.05; hue 0.983 (a rosy red) lies 0.067 below it, around the circle.
    const oranges = filter({ kind: 'color_h', min: 0.05, max: 0.1, feather: 0.1 });
    expect(one(oranges, [255, 0, 0])).toBeCloseTo(0.5, 6);
    expect(one(oranges, [255, 0, 26])).toBeCloseTo(1 - (0.05 + 26 / 255 / 6) / 0.1, 5);
  });

  it('is the complement when inverted', () => {
    fc.assert(
      fc.property(byte, byte, byte, fc.constantFrom('luminance', 'color_h', 'color_s', 'color_l'), (r, g, b, kind) => {
        const f = filter({ kind, min: 0.3, max: 0.5, feather: 0.3 });
        expect(one(f, [r, g, b])! + one({ ...f, invert: true }, [r, g, b])!).toBeCloseTo(1, 6);
      }),
      runs(200),
    );
  });

  it('looks at the samples of 16 bits where there are such: 8 round the hue of what is dark off', () => {
    const samples = [8 * 257 + 20, 8 * 257 - 20, 10 * 257 + 100];
    const dark = { width: 1, height: 1, rgb: Uint8Array.from([8, 8, 10]), rgb16: Uint16Array.from(samples) };
    const hue = reference.hsl(samples[0]! / 65_535, samples[1]! / 65_535, samples[2]! / 65_535)[0];
    const around = filter({ kind: 'color_h', min: hue - 1e-6, max: hue + 1e-6 });
    expect(rangeOpacity(around, dark).data[0]).toBe(1);
    expect(one(around, [8, 8, 10])).toBe(0);
  });

  it('gives what 8 bits show as grey no hue of its own in 16', () => {
    const reds = filter({ kind: 'color_h', min: 0.95, max: 0.05 });
    const grey = {
      width: 1,
      height: 1,
      rgb: Uint8Array.from([99, 99, 99]),
      rgb16: Uint16Array.from([25_400, 25_500, 25_450]),
    };
    expect(rangeOpacity(reds, grey).data[0]).toBe(1);
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  detailLevels,
  Guide,
  maskId,
  needsGuide,
  parseMask,
  rasterise,
  refineOfInverse,
  refineOpacity,
} from '../src/index.ts';
import type { Raster, Refine } from '../src/index.ts';
import { between, runs } from './arbitraries.ts';

const DISPLAYED = { width: 1500, height: 1000 };
const CIRCLE = { dt_form: 'circle', dt_params: { center_x: 0.5, center_y: 0.5, radius: 0.2 } };
const parsed = (refine: unknown, more: object = {}) => parseMask({ ...CIRCLE, refine, ...more }, DISPLAYED).mask;

const SIZE = { width: 48, height: 32 };
const raster = (at: (x: number, y: number) => number, size = SIZE): Raster => ({
  ...size,
  data: Float32Array.from({ length: size.width * size.height }, (_, i) =>
    at(i % size.width, Math.floor(i / size.width)),
  ),
});
const guideBy = (at: (x: number, y: number, c: number) => number, size = SIZE): Guide =>
  new Guide(
    size,
    Float32Array.from({ length: 3 * size.width * size.height }, (_, i) => {
      const pixel = Math.floor(i / 3);
      return at(pixel % size.width, Math.floor(pixel / size.width), i % 3);
    }),
  );
const worst = (a: Raster, b: Raster): number => Math.max(...a.data.map((value, i) => Math.abs(value - b.data[i]!)));

describe('refine in a mask_spec', () => {
  it('keeps what is not 0, and is the same mask however 0 is written', () => {
    expect(parsed({ blur: 0.01, contrast: 0, details: -0 }).refine).toEqual({ blur: 0.01 });
    expect(parsed({ blur: 0, feather_radius: 0 })).toEqual(parseMask(CIRCLE, DISPLAYED).mask);
    expect(maskId(parsed({ contrast: 0.2, blur: 0.01 }))).toBe(
      maskId(parsed({ blur: 0.01, contrast: 0.2, details: 0 })),
    );
    expect(maskId(parsed({ blur: 0.01 }))).not.toBe(maskId(parsed({ blur: 0.02 })));
  });

  it('counts its radii in pixels where the spec does', () => {
    const refine = { blur: 5, feather_radius: 10, contrast: 0.5 };
    const coords = { width: 750, height: 500 };
    const spec = { dt_form: 'circle', dt_params: { center_x: 375, center_y: 250, radius: 100 }, coords, refine };
    expect(parseMask(spec, DISPLAYED).mask).toEqual(parsed({ blur: 0.01, feather_radius: 0.02, contrast: 0.5 }));
    const around = { kind: 'compose', operation: 'union', operands: [spec], coords, refine };
    expect(parseMask(around, DISPLAYED).mask.refine).toEqual({ blur: 0.01, feather_radius: 0.02, contrast: 0.5 });
  });

  it('is itself a valid mask_spec again', () => {
    const mask = parsed({ blur: 0.0123456789, brightness: -0.5, feather_radius: 0.25, details: 1 }, { invert: true });
    expect(parseMask(mask, DISPLAYED).mask).toEqual(mask);
  });

  it('refines what is outside a form as a mask of its own', () => {
    const outside = { range_filter: { kind: 'luminance', min: 0, max: 1, invert: true } };
    const brighter = rasterise(parsed({ brightness: 0.4 }, outside), DISPLAYED, {});
    const plain = rasterise(parsed({}, outside), DISPLAYED, {});
    expect(brighter.data.every((opacity, i) => opacity >= plain.data[i]!)).toBe(true);
  });

  it.each([
    ['a radius below 0', { blur: -0.01 }, 'out_of_range', 'refine.blur'],
    ['too wide a blur', { blur: 0.11 }, 'out_of_range', 'refine.blur'],
    ['too wide a feather', { feather_radius: 0.3 }, 'out_of_range', 'refine.feather_radius'],
    ['too much contrast', { contrast: 1.5 }, 'out_of_range', 'refine.contrast'],
    ['too little brightness', { brightness: -2 }, 'out_of_range', 'refine.brightness'],
    ['details beyond 1', { details: 2 }, 'out_of_range', 'refine.details'],
    ['a word for a number', { blur: 'much' }, 'invalid_input', 'refine.blur'],
    ['an unknown key', { sharpen: 1 }, 'invalid_input', 'refine.sharpen'],
    ['no object', true, 'invalid_input', 'refine'],
  ])('refuses %s by its field', (_, refine, code, field) => {
    expect(() => parsed(refine)).toThrow(expect.objectContaining({ code, field }));
  });

  it('says what it looks at, however deep it stands', () => {
    const nested = {
      kind: 'compose',
      operation: 'union',
      operands: [{ ...CIRCLE, refine: { feather_radius: 0.01, details: 0.2 } }],
    };
    const { mask } = parseMask(nested, DISPLAYED);
    expect(needsGuide(mask)).toBe(true);
    expect(detailLevels(mask)).toEqual([0.2]);
    expect(needsGuide(parsed({ blur: 0.01 }))).toBe(false);
  });
});

describe('refineOpacity', () => {
  const step = raster((x) => (x < 20 ? 1 : 0));

  it('leaves an even mask as it is, whatever it does to edges', () => {
    const even = raster(() => 0.5);
    const refine = { blur: 0.05, feather_radius: 0.05, contrast: 0.7 };
    expect(worst(refineOpacity(even, refine, { guide: guideBy((x, y, c) => x * y + c) }), even)).toBeLessThan(1e-5);
  });

  it('blurs as wide as it says: one sigma from the edge of a half plane a Gaussian has 0.16', () => {
    const sigma = 4;
    const { data } = refineOpacity(step, { blur: sigma / SIZE.height }, {});
    // The recursive filter is within 0.02 of a Gaussian.
    expect(Math.abs((data[19 + sigma]! + data[20 + sigma]!) / 2 - 0.159)).toBeLessThan(0.02);
    expect((data[19]! + data[20]!) / 2).toBeCloseTo(0.5, 2);
  });

  it('moves an edge to the edge of the picture that is near', () => {
    // The picture changes at 24, four pixels beside the mask.
    const picture = guideBy((x) => (x < 24 ? 60 : 20));
    const { data } = refineOpacity(step, { feather_radius: 6 / SIZE.height }, { guide: picture });
    const row = Array.from(data.subarray(16 * SIZE.width, 17 * SIZE.width));
    expect(row[23]! - row[24]!).toBeGreaterThan(0.4);
    expect(Math.abs(row[19]! - row[20]!)).toBeLessThan(0.1);
  });

  it('feathers on a coarser grid as it would on every pixel', () => {
    const wave = (x: number, y: number, c: number): number => 30 + 20 * Math.sin(x / 7 + c) + 10 * Math.cos(y / 5);
    const size = { width: 37, height: 23 };
    // Cells of two pixels; the last column and row have one.
    const box = 8;
    const mask = raster((x, y) => (x + y < 30 ? 1 : 0), size);
    const result = guideBy(wave, size).filter(mask, box);
    const exact = filteredSlowly(mask, size, wave, box);
    const mean = result.data.reduce((sum, value, i) => sum + Math.abs(value - exact.data[i]!), 0) / result.data.length;
    expect(mean).toBeLessThan(0.01);
  });

  it('feathers the end of a picture that is wider than one strip as if that end stood alone', () => {
    const [width, height, apart] = [4200, 9, 4080];
    const wave = (x: number, y: number, c: number): number => 10 * Math.sin(x / 3 + c) + 5 * Math.cos(y / 4);
    const soft = (x: number): number => 0.5 + 0.5 * Math.sin(x / 5);
    for (const box of [2, 6]) {
      const wide = guideBy(wave, { width, height }).filter(raster(soft, { width, height }), box);
      const end = { width: width - apart, height };
      const alone = guideBy((x, y, c) => wave(x + apart, y, c), end).filter(
        raster((x) => soft(x + apart), end),
        box,
      );
      // What is cut off there is seen two boxes away.
      const differences = Array.from({ length: end.width * height }, (_, i) => {
        const [x, y] = [i % end.width, Math.floor(i / end.width)];
        return x < 4 * box ? 0 : Math.abs(alone.data[i]! - wide.data[y * width + x + apart]!);
      });
      expect(Math.max(...differences)).toBeLessThan(1e-4);
    }
  });

  it('feathers with a small box as the formula says, pixel by pixel', () => {
    const wave = (x: number, y: number, c: number): number => 10 * Math.sin(x / 3 + c) + 5 * Math.cos(y / 4);
    const mask = raster((x, y) => (x + y < 40 ? 1 : 0));
    expect(worst(guideBy(wave).filter(mask, 2), filteredSlowly(mask, SIZE, wave, 2))).toBeLessThan(2e-3);
  });

  it.each([
    ['a spot', 0, 2],
    ['all but a spot', 1, 2],
    ['a spot in cells of two pixels', 0, 6],
    ['all but a spot in cells of two pixels', 1, 6],
  ])('feathers %s as it would with the whole picture gone through', (_, around, box) => {
    const wave = (x: number, y: number, c: number): number => 10 * Math.sin(x / 3 + c) + 5 * Math.cos(y / 4);
    const size = { width: 90, height: 70 };
    const guide = guideBy(wave, size);
    const spot = raster((x, y) => (x > 54 && x < 61 && y > 41 && y < 47 ? 1 - around : around), size);
    // A corner that is neither nothing nor everything leaves no part out.
    const whole = raster((x, y) => (x + y === 0 ? 0.5 : spot.data[y * size.width + x]!), size);
    const [one, other] = [guide.filter(spot, box), guide.filter(whole, box)];
    const off = one.data.map((value, i) =>
      (i % size.width) + i / size.width < 40 ? 0 : Math.abs(value - other.data[i]!),
    );
    expect(Math.max(...off)).toBeLessThan(1e-5);
    expect(one.data[0]).toBe(around);
  });

  it('contrast keeps nothing, half and all; brightness moves the middle', () => {
    const ramp = raster((x) => x / (SIZE.width - 1));
    const at = (result: Raster, x: number): number => result.data[x]!;
    const contrast = refineOpacity(
      raster((x) => [0, 0.25, 0.5, 0.75, 1][x % 5]!),
      { contrast: 0.5 },
      {},
    );
    expect([at(contrast, 0), at(contrast, 2), at(contrast, 4)]).toEqual([0, 0.5, 1]);
    expect(at(contrast, 1)).toBeLessThan(0.25);
    const brighter = refineOpacity(ramp, { brightness: 0.4 }, {});
    expect(ramp.data.every((value, i) => brighter.data[i]! >= value)).toBe(true);
    expect(refineOpacity(ramp, { brightness: 1 }, {}).data.filter((value) => value === 0)).toHaveLength(SIZE.height);
    expect(refineOpacity(ramp, { brightness: -1 }, {}).data.filter((value) => value === 1)).toHaveLength(SIZE.height);
  });

  it('of the inverse is the inverse of what the twin gives', () => {
    const amount = between(-1, 1);
    const radius = between(0, 0.1);
    const refinement = fc.record({ blur: radius, feather_radius: radius, contrast: amount, brightness: amount });
    const picture = guideBy((x, y, c) => 3 * Math.sin(x / 4 + c) + y);
    const mask = raster((x, y) => 0.5 + 0.5 * Math.sin(x * 0.3) * Math.cos(y * 0.2));
    const turned = raster((x, y) => 0.5 - 0.5 * Math.sin(x * 0.3) * Math.cos(y * 0.2));
    fc.assert(
      fc.property(refinement, (refine: Refine) => {
        const there = refineOpacity(mask, refine, { guide: picture });
        const back = refineOpacity(turned, refineOfInverse(refine), { guide: picture });
        // Where the brightness is all but 1, the curve is all but a step.
        fc.pre(Math.abs(refine.brightness ?? 0) < 0.9);
        expect(worst(there, { ...back, data: back.data.map((value) => 1 - value) })).toBeLessThan(1e-3);
      }),
      runs(40),
    );
  });

  it('details take away, in proportion to what is there', () => {
    const details = (level: number): Raster => raster((x) => (x < 10 ? level : 1));
    const { data } = refineOpacity(step, { details: 0.25 }, { details });
    expect([data[0], data[15], data[30]]).toEqual([0.25, 1, 0]);
  });
});

describe('rasterise', () => {
  it('refines first, then inverts, then scales', () => {
    const refine = { brightness: 0.4, blur: 0.02 };
    const straight = rasterise(parsed(refine), DISPLAYED, {}).data.slice();
    const turned = rasterise(parsed(refine, { invert: true, opacity: 0.5 }), DISPLAYED, {}).data;
    expect(turned.every((value, i) => Math.abs(value - 0.5 * (1 - straight[i]!)) < 1e-6)).toBe(true);
  });

  it('refines an operand by itself', () => {
    const operand = { ...CIRCLE, refine: { blur: 0.05 } };
    const compose = { kind: 'compose', operation: 'union', operands: [operand] };
    const alone = rasterise(parseMask(operand, DISPLAYED).mask, SIZE, {}).data.slice();
    expect(rasterise(parseMask(compose, DISPLAYED).mask, SIZE, {}).data).toEqual(alone);
  });
});

/** The guided filter by its formula, with a box of every pixel's own neighbours. */
function filteredSlowly(
  mask: Raster,
  { width, height }: { width: number; height: number },
  picture: (x: number, y: number, c: number) => number,
  radius: number,
): Raster {
  const mean = (value: (x: number, y: number) => number, x: number, y: number): number => {
    let [sum, count] = [0, 0];
    for (let j = Math.max(0, y - radius); j <= Math.min(height - 1, y + radius); j++) {
      for (let i = Math.max(0, x - radius); i <= Math.min(width - 1, x + radius); i++, count++) sum += value(i, j);
    }
    return sum / count;
  };
  const m = (x: number, y: number): number => mask.data[y * width + x]!;
  const coefficients = Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    const means = [0, 1, 2].map((c) => mean((i, j) => picture(i, j, c), x, y));
    const average = mean(m, x, y);
    const sigma = [0, 1, 2].map((a) =>
      [0, 1, 2].map(
        (b) => mean((i, j) => picture(i, j, a) * picture(i, j, b), x, y) - means[a]! * means[b]! + (a === b ? 1 : 0),
      ),
    );
    const covariance = [0, 1, 2].map((c) => mean((i, j) => m(i, j) * picture(i, j, c), x, y) - average * means[c]!);
    const slope = solved(sigma, covariance);
    return [...slope, average - slope.reduce((sum, a, c) => sum + a * means[c]!, 0)];
  });
  const data = Float32Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    const [r, g, b, offset] = [0, 1, 2, 3].map((k) => mean((i, j) => coefficients[j * width + i]![k]!, x, y)) as [
      number,
      number,
      number,
      number,
    ];
    return Math.min(1, Math.max(0, offset + r * picture(x, y, 0) + g * picture(x, y, 1) + b * picture(x, y, 2)));
  });
  return { width, height, data };
}

/** Gauss-Jordan, for three unknowns. */
function solved(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  for (let k = 0; k < 3; k++) {
    const pivot = rows[k]!.map((value) => value / rows[k]![k]!);
    rows[k] = pivot;
    for (let i = 0; i < 3; i++) if (i !== k) rows[i] = rows[i]!.map((value, c) => value - rows[i]![k]! * pivot[c]!);
  }
  return rows.map((row) => row[3]!);
}

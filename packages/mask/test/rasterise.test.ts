import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compare,
  coverage,
  type Mask,
  needsPicture,
  parseMask,
  type Raster,
  rasterise,
  rasteriseInSteps,
  toGrey,
} from '../src/index.ts';
import { between, colourful, drawn, runs, SIZE, spec } from './arbitraries.ts';

const picture = colourful();
const draw = (input: unknown): Raster => rasterise(parseMask(input, SIZE).mask, SIZE, { picture });
const values = (input: unknown) => [...draw(input).data];
/** Largest difference of two rasters' values. */
const apart = (a: number[], b: number[]) => a.reduce((worst, v, i) => Math.max(worst, Math.abs(v - b[i]!)), 0);
/** Opacities are 32-bit floats: equal formulas agree to this. */
const SAME = 2e-6;
const compose = (operation: string, ...operands: object[]) => ({ kind: 'compose', operation, operands });

describe('rasterise', () => {
  it('stops between all parts of a composition where it is asked in steps', () => {
    const part = { dt_form: 'circle', dt_params: { center_x: 0.5, center_y: 0.5, radius: 0.2 } };
    const stops = (input: unknown) => [...rasteriseInSteps(parseMask(input, SIZE).mask, SIZE, { picture })].length;
    expect(stops(part)).toBe(0);
    expect(stops(compose('union', part, compose('subtract', part, part, part), part))).toBe(4);
  });

  it('stays within 0 and 1 for every mask', () => {
    fc.assert(
      fc.property(spec, (s) => {
        expect(draw(s).data.every((v) => v >= 0 && v <= 1)).toBe(true);
      }),
      runs(150),
    );
  });

  it('is undone by inverting twice, and inverting any spec is one minus it, scaled by its opacity', () => {
    fc.assert(
      fc.property(spec, between(0, 1), (s, opacity) => {
        const [plain, inverse] = [
          values({ ...compose('union', s) }),
          values({ ...compose('union', s), invert: true, opacity }),
        ];
        const kept = Math.round(opacity * 1e6) / 1e6;
        expect(
          apart(
            inverse,
            plain.map((v) => kept * (1 - v)),
          ),
        ).toBeLessThan(SAME);
        expect(
          apart(values({ ...compose('union', { ...compose('union', s), invert: true }), invert: true }), plain),
        ).toBeLessThan(SAME);
      }),
      runs(60),
    );
  });

  it('composes by the four formulas, folded from the left', () => {
    const formulas = {
      union: (a: number, b: number) => Math.max(a, b),
      intersect: (a: number, b: number) => a * b,
      subtract: (a: number, b: number) => a * (1 - b),
      exclude: (a: number, b: number) => a * (1 - b) + b * (1 - a),
    };
    fc.assert(
      fc.property(drawn, drawn, drawn, (a, b, c) => {
        const [x, y, z] = [values(a), values(b), values(c)];
        for (const [operation, formula] of Object.entries(formulas)) {
          expect(
            apart(
              values(compose(operation, a, b, c)),
              x.map((v, i) => formula(formula(v, y[i]!), z[i]!)),
            ),
          ).toBeLessThan(SAME);
        }
        expect(apart(values(compose('union', a, b)), values(compose('union', b, a)))).toBeLessThan(SAME);
        expect(apart(values(compose('intersect', a, b)), values(compose('intersect', b, a)))).toBeLessThan(SAME);
        expect(apart(values(compose('exclude', a, b)), values(compose('exclude', b, a)))).toBeLessThan(SAME);
        expect(apart(values(compose('union', a, a)), x)).toBeLessThan(SAME);
        expect(
          apart(values(compose('subtract', a, b)), values(compose('intersect', a, { ...b, invert: true }))),
        ).toBeLessThan(SAME);
      }),
      runs(40),
    );
  });

  it('does not depend on the resolution', () => {
    fc.assert(
      fc.property(drawn, (d) => {
        const [small, large] = [256, 1024].map((width) => {
          const size = { width, height: (width * 2) / 3 };
          const whole = { width, height: Math.round(size.height) };
          return coverage(toGrey(rasterise(parseMask(d, whole).mask, whole, {})));
        });
        expect(Math.abs(small! - large!)).toBeLessThan(0.004);
      }),
      runs(25),
    );
  });

  it('multiplies form and ranges, and reads the full band inverted beside a form as outside the form', () => {
    const form = { dt_form: 'circle', dt_params: { center_x: 0.5, center_y: 0.5, radius: 0.3 } };
    const dark = { kind: 'luminance', min: 0, max: 0.4 };
    const full = { kind: 'luminance', min: 0, max: 1, invert: true };
    const [f, d] = [values(form), values({ range_filter: dark })];
    expect(
      apart(
        values({ ...form, range_filter: dark }),
        f.map((v, i) => v * d[i]!),
      ),
    ).toBeLessThan(SAME);
    expect(
      apart(
        values({ ...form, range_filter: full }),
        f.map((v) => 1 - v),
      ),
    ).toBeLessThan(SAME);
    expect(apart(values({ ...form, range_filter: full, invert: true }), f)).toBeLessThan(SAME);
    expect(
      apart(
        values({ ...form, range_filters: [full, dark] }),
        f.map((v, i) => (1 - v) * d[i]!),
      ),
    ).toBeLessThan(SAME);
    expect(coverage(toGrey(draw({ range_filter: full })))).toBe(0);
    expect(needsPicture(parseMask({ ...form, range_filter: full }, SIZE).mask)).toBe(false);
    expect(needsPicture(parseMask(compose('union', form, { ...form, range_filter: dark }), SIZE).mask)).toBe(true);
  });

  it('takes references from resolve at any size, inverts them, and leaves the resolved raster alone', () => {
    const found: Raster = { width: 48, height: 32, data: new Float32Array(48 * 32).fill(0.25) };
    const named: Mask = { kind: 'named', name: 'mask_sky', invert: true, opacity: 0.5 };
    const raster = rasterise(named, SIZE, { resolve: () => found });
    expect(new Set(raster.data)).toEqual(new Set([0.375]));
    rasterise(named, { width: 48, height: 32 }, { resolve: () => found });
    expect(new Set(found.data)).toEqual(new Set([0.25]));
    const wide = { width: 64, height: 32, data: new Float32Array(64 * 32) };
    expect(() => rasterise(named, SIZE, { resolve: () => wide })).toThrow(/aspect/);
    expect(() => rasterise(named, SIZE, {})).toThrow(/resolve/);
  });

  it('joins the pieces of a repaired outline to what the non-zero rule encloses', () => {
    const bowtie = [
      [0.1, 0.1],
      [0.9, 0.9],
      [0.9, 0.1],
      [0.1, 0.9],
    ];
    const repaired = draw({ dt_form: 'path', dt_params: { vertices: bowtie, border: 0.1 } });
    const left = {
      dt_form: 'path',
      dt_params: {
        vertices: [
          [0.1, 0.1],
          [0.5, 0.5],
          [0.1, 0.9],
        ],
        border: 0.1,
      },
    };
    const right = {
      dt_form: 'path',
      dt_params: {
        vertices: [
          [0.9, 0.1],
          [0.9, 0.9],
          [0.5, 0.5],
        ],
        border: 0.1,
      },
    };
    expect(compare(repaired, draw(compose('union', left, right))).meanAbsoluteError).toBe(0);
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Mask, maskId, parseMask } from '../src/index.ts';
import { between, runs, SIZE, spec } from './arbitraries.ts';

const id = (input: unknown) => maskId(parseMask(input, SIZE).mask);

/** The same value with the keys of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([k, v]) => [k, reversed(v)]),
  );
}

const circle = (radius: number) => ({ dt_form: 'circle', dt_params: { center_x: 0.5, center_y: 0.5, radius } });

const ellipse = (rotation: number) => ({
  dt_form: 'ellipse',
  dt_params: { center_x: 0.5, center_y: 0.5, radius_x: 0.2, radius_y: 0.1, rotation },
});

const gradient = (rotation: number) => ({
  dt_form: 'gradient',
  dt_params: { anchor_x: 0.5, anchor_y: 0.5, rotation },
});

it('a turn of 190.1 degrees is one of 10.1, without the tail that the subtraction leaves', () => {
  expect(parseMask(ellipse(190.1), SIZE).mask).toEqual(parseMask(ellipse(10.1), SIZE).mask);
});

it('a turn that was normalised stays as it is when it is read again, to the last digit', () => {
  fc.assert(
    fc.property(between(-360, 360), (degrees) => {
      for (const form of [ellipse, gradient]) {
        const { mask } = parseMask(form(degrees), SIZE);
        expect(parseMask(mask, SIZE).mask).toEqual(mask);
      }
    }),
    runs(200),
  );
});

describe('maskId', () => {
  it('does not depend on the order of keys, nor on normalising first', () => {
    fc.assert(
      fc.property(spec, (s) => {
        expect(id(s)).toMatch(/^m[0-9a-f]{12}$/);
        expect(id(reversed(s))).toBe(id(s));
        const { mask } = parseMask(s, SIZE);
        expect(id(mask)).toBe(id(s));
        expect(maskId(reversed(mask) as Mask)).toBe(id(s));
      }),
      runs(200),
    );
  });

  it('is the same whether a default is written or not', () => {
    const written = { dt_form: 'circle', dt_params: { ...circle(0.2).dt_params, border: 0.05 } };
    expect(id({ ...written, invert: false, opacity: 1, snap: false })).toBe(id(circle(0.2)));
  });

  it('tells apart what looks different', () => {
    const ids = [circle(0.2), circle(0.2001), { ...circle(0.2), invert: true }, { ...circle(0.2), opacity: 0.5 }].map(
      id,
    );
    expect(new Set(ids).size).toBe(4);
  });

  it('is the same for a form turned by half a turn, and another for a gradient so turned', () => {
    expect(id(ellipse(-150))).toBe(id(ellipse(30)));
    expect(id(gradient(-90))).toBe(id(gradient(270)));
    expect(id(gradient(90))).not.toBe(id(gradient(270)));
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskSchema, parseMask } from '../src/index.ts';
import { runs, SIZE, spec } from './arbitraries.ts';
import { circle, compose, DISPLAYED, HOWS, outcome, parse, path, refusal, square } from './parsing.ts';

const ring = (n: number) =>
  Array.from({ length: n }, (_, i) => [
    0.5 + 0.3 * Math.cos((2 * Math.PI * i) / n),
    0.5 + 0.3 * Math.sin((2 * Math.PI * i) / n),
  ]);

const lum = (over: object) => ({ range_filter: { kind: 'luminance', min: 0, max: 1, ...over } });

describe('what is refused, with the name of its field', () => {
  const many = (n: number) => Array.from({ length: n }, () => circle());
  const deep = (n: number): object => (n === 0 ? circle() : compose(deep(n - 1)));

  it.each<[string, unknown, string, string | undefined]>([
    ['no object', 5, 'invalid_input', undefined],
    ['an empty object', {}, 'invalid_input', undefined],
    ['an unknown key', { ...circle(), colour: 'red' }, 'invalid_input', 'colour'],
    ['an unknown parameter', circle({ radius_x: 0.1 }), 'invalid_input', 'dt_params.radius_x'],
    ['an unknown form', { dt_form: 'elipse', dt_params: {} }, 'invalid_input', 'dt_form'],
    ['an unknown kind', { kind: 'union' }, 'invalid_input', 'kind'],
    [
      'a missing parameter',
      { dt_form: 'circle', dt_params: { center_x: 0.5, center_y: 0.5 } },
      'invalid_input',
      'dt_params.radius',
    ],
    ['no parameters', { dt_form: 'circle' }, 'invalid_input', 'dt_params'],
    ['parameters without a form', { dt_params: {} }, 'invalid_input', 'dt_form'],
    ['a number as a text', circle({ radius: '0.2' }), 'invalid_input', 'dt_params.radius'],
    ['NaN', circle({ radius: NaN }), 'invalid_input', 'dt_params.radius'],
    ['infinity', circle({ center_x: Infinity }), 'out_of_range', 'dt_params.center_x'],
    ['a centre far outside', circle({ center_x: 2.5 }), 'out_of_range', 'dt_params.center_x'],
    ['a radius of zero', circle({ radius: 0 }), 'out_of_range', 'dt_params.radius'],
    ['a negative border', circle({ border: -0.1 }), 'out_of_range', 'dt_params.border'],
    [
      'a gradient state',
      { dt_form: 'gradient', dt_params: { anchor_x: 0, anchor_y: 0, rotation: 0, state: 3 } },
      'out_of_range',
      'dt_params.state',
    ],
    [
      'a rectangle without area',
      { dt_form: 'rectangle', dt_params: { x0: 0.5, y0: 0, x1: 0.5, y1: 1 } },
      'invalid_input',
      'dt_params.x1',
    ],
    [
      'two vertices',
      path([
        [0, 0],
        [1, 1],
      ]),
      'invalid_input',
      'dt_params.vertices',
    ],
    [
      'two different vertices',
      path([
        [0, 0],
        [1, 1],
        [0, 0],
      ]),
      'invalid_input',
      'dt_params.vertices',
    ],
    [
      'an outline without area',
      path([
        [0, 0],
        [0.5, 0.5],
        [1, 1],
      ]),
      'invalid_input',
      'dt_params.vertices',
    ],
    ['1001 vertices', path(ring(1001)), 'invalid_input', 'dt_params.vertices'],
    ['1001 vertices of a hole', path(square, { holes: [ring(1001)] }), 'invalid_input', 'dt_params.holes[0]'],
    [
      'a hole over all of it',
      path(square, {
        holes: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 1],
          ],
        ],
      }),
      'invalid_input',
      'dt_params.vertices',
    ],
    ['a vertex that is none', path([[0, 0], [1, 0], [1]]), 'invalid_input', 'dt_params.vertices[2]'],
    [
      'a vertex far outside',
      path([
        [0, 0],
        [1, 0],
        [1, 7],
      ]),
      'out_of_range',
      'dt_params.vertices[2][1]',
    ],
    ['feather and border', path(square, { feather: 0.1, border: 0.1 }), 'invalid_input', 'dt_params.feather'],
    ['feather of a circle', circle({ feather: 0.1 }), 'invalid_input', 'dt_params.feather'],
    ['a range outside 0..1', lum({ max: 1.5 }), 'out_of_range', 'range_filter.max'],
    ['a luminance band upside down', lum({ min: 0.8, max: 0.2 }), 'out_of_range', 'range_filter.min'],
    ['an unknown range', lum({ kind: 'hue' }), 'invalid_input', 'range_filter.kind'],
    ['an opacity above 1', { ...circle(), opacity: 2 }, 'out_of_range', 'opacity'],
    ['invert as a number', { ...circle(), invert: 1 }, 'invalid_input', 'invert'],
    [
      'an operand of an operand',
      compose(circle(), compose({ range_filters: [{ kind: 'color_h', min: 2, max: 0 }] })),
      'out_of_range',
      'operands[1].operands[0].range_filters[0].min',
    ],
    ['an unknown operation', { kind: 'compose', operation: 'xor', operands: [circle()] }, 'invalid_input', 'operation'],
    ['no operands', compose(), 'invalid_input', 'operands'],
    ['one to subtract', { kind: 'compose', operation: 'subtract', operands: [circle()] }, 'invalid_input', 'operands'],
    ['one to exclude', { kind: 'compose', operation: 'exclude', operands: [circle()] }, 'invalid_input', 'operands'],
    ['65 operands', compose(...many(65)), 'invalid_input', 'operands'],
    ['65 operands, nested', compose(compose(...many(32)), compose(...many(31))), 'invalid_input', 'operands'],
    ['another aspect', { ...circle(), coords: { width: 500, height: 500 } }, 'invalid_input', 'coords'],
    [
      'an empty region',
      { ...circle(), coords: { width: 500, height: 500, region: [0.5, 0, 0.5, 1] } },
      'invalid_input',
      'coords.region',
    ],
    ['a detected mask without an id', compose({ kind: 'detected' }), 'invalid_input', 'operands[0].id'],
    ['snapping by a word', { ...circle(), snap: 'tight' }, 'invalid_input', 'snap'],
    ['snapping by what is no option', { ...circle(), snap: { strength: 2 } }, 'invalid_input', 'snap.strength'],
    ['a point far outside', { ...circle(), snap: { positive: [[7, 0]] } }, 'out_of_range', 'snap.positive[0][0]'],
    ['refining beyond its range', { ...circle(), refine: { blur: 2 } }, 'out_of_range', 'refine.blur'],
  ])('%s', (_, input, code, field) => {
    expect(refusal(input)).toMatchObject({ code, field });
  });

  it('nesting deeper than 16, and accepts 16', () => {
    expect(() => parse(deep(16))).not.toThrow();
    expect(refusal(deep(17)).message).toMatch(/16/);
    expect(refusal(deep(5000)).message).toMatch(/16/);
  });

  it('accepts 64 operands and 1000 vertices', () => {
    expect(() => parse(compose(...many(64)))).not.toThrow();
    expect(parse(path(ring(1000))).notes).toEqual([]);
  });

  it('a mask that contains itself', () => {
    const cyclic: { kind: string; operation: string; operands: unknown[] } = {
      kind: 'compose',
      operation: 'union',
      operands: [],
    };
    cyclic.operands.push(cyclic);
    expect(refusal(cyclic)).toMatchObject({ code: 'invalid_input', field: 'operands[0]' });
  });

  it('names the value and the range, in the pixels that the caller wrote', () => {
    const input = { ...circle({ center_x: 4000, center_y: 300, radius: 50 }), coords: DISPLAYED };
    expect(refusal(input).message).toMatch(/4000.*from -1024 to 2048, in pixels/);
  });

  it('any garbage at all, and nothing but by a ChemigramError', () => {
    const key = fc.constantFrom(
      'kind',
      'dt_form',
      'dt_params',
      'operands',
      'operation',
      'range_filter',
      'range_filters',
      'coords',
      'vertices',
      'holes',
      'invert',
      'opacity',
      'refine',
      'snap',
      '__proto__',
      'constructor',
      'toString',
    );
    const word = fc.constantFrom(
      'compose',
      'raster',
      'path',
      'ellipse',
      'gradient',
      'brush',
      'union',
      'luminance',
      '__proto__',
      'toString',
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        word,
        fc.double(),
        fc.anything(),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.oneof(key, fc.string()), tie('value'), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(value, (input) => {
        expect(HOWS).toContain(outcome(input).how);
      }),
      runs(3000),
    );
  });

  it('garbage in one place of a valid mask', () => {
    fc.assert(
      fc.property(spec, fc.nat(), fc.anything(), (s, where, junk) => {
        const copy = structuredClone(s);
        const places: (() => void)[] = [];
        const walk = (node: unknown): void => {
          if (typeof node !== 'object' || node === null) return;
          for (const k of Object.keys(node)) {
            places.push(() => {
              (node as Record<string, unknown>)[k] = junk;
            });
            walk((node as Record<string, unknown>)[k]);
          }
        };
        walk(copy);
        places[where % places.length]?.();
        expect(HOWS).toContain(outcome(copy, SIZE).how);
      }),
      runs(1000),
    );
  });

  it('accepts nothing that the published schema refuses', () => {
    fc.assert(
      fc.property(spec, (s) => {
        expect(maskSchema.safeParse(s).success).toBe(true);
        expect(maskSchema.safeParse(parseMask(s, SIZE).mask).success).toBe(true);
      }),
      runs(100),
    );
  });
});

import { ChemigramError } from '@chemigram/errors';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Mask, maskId, maskSchema, parseMask, rasterise } from '../src/index.ts';
import { drawn, runs, SIZE, spec, wildOutline } from './arbitraries.ts';

const DISPLAYED = { width: 1024, height: 683 };
const circle = (over: object = {}) => ({
  dt_form: 'circle',
  dt_params: { center_x: 0.5, center_y: 0.5, radius: 0.2, ...over },
});
const path = (vertices: unknown, over: object = {}) => ({ dt_form: 'path', dt_params: { vertices, ...over } });
const square = [
  [0.1, 0.1],
  [0.9, 0.1],
  [0.9, 0.9],
  [0.1, 0.9],
];
const parse = (input: unknown) => parseMask(input, DISPLAYED);

/** What parseMask does with any input: its mask, or how it refused. Anything but a ChemigramError flies on. */
function outcome(input: unknown, size = DISPLAYED): { how: string; mask?: Mask } {
  try {
    return { how: 'accepted', mask: parseMask(input, size).mask };
  } catch (thrown) {
    if (thrown instanceof ChemigramError) return { how: thrown.code };
    throw thrown;
  }
}
const HOWS = ['accepted', 'invalid_input', 'out_of_range'];

function refusal(input: unknown): { code: string; field: string | undefined; message: string } {
  try {
    parse(input);
  } catch (thrown) {
    if (thrown instanceof ChemigramError) return { code: thrown.code, field: thrown.field, message: thrown.message };
    throw thrown;
  }
  throw new Error(`was accepted: ${JSON.stringify(input)}`);
}

describe('normalising', () => {
  it('changes nothing the second time, and says nothing', () => {
    fc.assert(
      fc.property(spec, (s) => {
        const { mask } = parseMask(s, SIZE);
        expect(parseMask(JSON.parse(JSON.stringify(mask)), SIZE)).toEqual({ mask, notes: [] });
      }),
      runs(300),
    );
  });

  it('keeps repaired outlines as they are', () => {
    fc.assert(
      fc.property(wildOutline, fc.array(wildOutline, { maxLength: 2 }), (vertices, holes) => {
        const input = path(vertices, { holes });
        const { how, mask } = outcome(input);
        expect(['accepted', 'invalid_input']).toContain(how);
        const again = mask === undefined ? outcome(input) : { how: 'accepted', mask: parse(mask).mask };
        expect(again).toEqual(mask === undefined ? { how } : { how, mask });
        expect(mask === undefined ? [] : parse(mask).notes).toEqual([]);
      }),
      runs(400),
    );
  });

  it('fills the defaults', () => {
    expect(parse(circle()).mask).toEqual(circle({ border: 0.05 }));
    expect(parse({ range_filter: { kind: 'luminance', min: 0, max: 0.3 }, invert: false, opacity: 1 }).mask).toEqual({
      range_filters: [{ kind: 'luminance', min: 0, max: 0.3, feather: 0.05, invert: false }],
    });
    expect(parse(path(square, { feather: 0.1 })).mask).toEqual(path(square, { border: 0.1, smooth: false, holes: [] }));
  });

  it('reads pixels of a preview, and of a zoomed part of it', () => {
    const coords = { width: 1024, height: 683 };
    const ellipse = { center_x: 512, center_y: 341.5, radius_x: 102.4, radius_y: 68.3, border: 68.3 };
    const whole = { center_x: 0.5, center_y: 0.5, radius_x: 0.1, radius_y: 0.1, border: 0.1, rotation: 0 };
    expect(parse({ dt_form: 'ellipse', dt_params: ellipse, coords }).mask).toEqual({
      dt_form: 'ellipse',
      dt_params: whole,
    });
    const region = [0.5, 0.5, 1, 1];
    const quarter = { center_x: 0.75, center_y: 0.75, radius_x: 0.05, radius_y: 0.05, border: 0.05, rotation: 0 };
    expect(parse({ dt_form: 'ellipse', dt_params: ellipse, coords: { ...coords, region } }).mask).toEqual({
      dt_form: 'ellipse',
      dt_params: quarter,
    });
  });

  it('takes pixels of a picture that was framed as this one is, and refuses those of any other', () => {
    const pixels = (frame?: string) => ({
      ...circle({ center_x: 512, center_y: 341.5, radius: 136.6 }),
      coords: { ...DISPLAYED, ...(frame === undefined ? {} : { frame }) },
    });
    const now = { ...DISPLAYED, frame: 'b2' };
    const taken = parseMask(pixels(), DISPLAYED).mask;
    // Who does not say how it was framed, or where that is not known, is taken at their word.
    expect(parseMask(pixels('b2'), now).mask).toEqual(taken);
    expect(parseMask(pixels(), now).mask).toEqual(taken);
    expect(parseMask(pixels('a1'), DISPLAYED).mask).toEqual(taken);
    const refused = expect.objectContaining({ code: 'invalid_input', field: 'operands[1].coords.frame' });
    expect(() => parseMask(compose(pixels('b2'), pixels('a1')), now)).toThrow(refused);
  });

  it('leaves defaults in fractions when the rest is pixels, and lets operands inherit coords', () => {
    const inner = { dt_form: 'circle', dt_params: { center_x: 512, center_y: 341.5, radius: 136.6 } };
    const coords = { width: 1024, height: 683 };
    expect(parse({ kind: 'compose', operation: 'union', operands: [inner], coords }).mask).toEqual({
      kind: 'compose',
      operation: 'union',
      operands: [circle({ border: 0.05 })],
    });
  });

  it('closes outlines by themselves and drops repeated vertices', () => {
    const closed = [...square, square[0], square[0]];
    expect(parse(path(closed))).toEqual(parse(path(square)));
  });

  it('tells each repair of a crossing outline', () => {
    const { mask, notes } = parse(
      path([
        [0.1, 0.1],
        [0.9, 0.9],
        [0.9, 0.1],
        [0.1, 0.9],
      ]),
    );
    expect(mask).toMatchObject({
      kind: 'compose',
      operation: 'union',
      operands: [{ dt_form: 'path' }, { dt_form: 'path' }],
    });
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/dt_params\.vertices crosses itself.*2 outlines/);
  });

  it('keeps what an outline goes around twice, and cuts out holes that reach over its edge', () => {
    const twice = path([...square, ...square.map(([x = 0, y = 0]) => [x * 0.5 + 0.25, y * 0.5 + 0.25])], { border: 0 });
    const over = path(square, {
      border: 0,
      holes: [
        [
          [0.5, -0.5],
          [1.5, -0.5],
          [1.5, 1.5],
          [0.5, 1.5],
        ],
      ],
    });
    const size = { width: 90, height: 60 };
    const draw = (input: object) => rasterise(parseMask(input, size).mask, size, {});
    expect(draw(twice).data[30 * 90 + 45]).toBe(1);
    expect([draw(over).data[30 * 90 + 30], draw(over).data[30 * 90 + 60], draw(over).data[30 * 90 + 88]]).toEqual([
      1, 0, 0,
    ]);
    expect(parse(over).notes[0]).toMatch(/repaired/);
  });

  it('is the same mask when a valid one is written in pixels', () => {
    fc.assert(
      fc.property(drawn, (d) => {
        const direct = parseMask(d, SIZE).mask;
        expect(maskId(parseMask(inPixels(d), SIZE).mask)).toBe(maskId(direct));
      }),
      runs(200),
    );
  });
});

/** The same form, its positions and lengths as pixels of a 960 x 640 preview. */
function inPixels({ dt_form, dt_params }: { dt_form: string; dt_params: object }): object {
  const [W, H] = [960, 640];
  const point = ([x = 0, y = 0]: number[]) => [x * W, y * H];
  const convert = (key: string, value: unknown): unknown => {
    if (key === 'vertices' || key === 'points') return (value as number[][]).map(point);
    if (typeof value !== 'number') return value;
    if (['center_x', 'anchor_x', 'x0', 'x1', 'radius_x'].includes(key)) return value * W;
    if (['center_y', 'anchor_y', 'y0', 'y1', 'radius_y'].includes(key)) return value * H;
    return ['radius', 'border', 'width'].includes(key) ? value * H : value;
  };
  const params = Object.fromEntries(Object.entries(dt_params).map(([k, v]) => [k, convert(k, v)]));
  return { dt_form, dt_params: params, coords: { width: W, height: H } };
}

const compose = (...operands: unknown[]) => ({ kind: 'compose', operation: 'union', operands });

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
    expect(refusal(input).message).toMatch(/4000.*-1 to 2/);
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

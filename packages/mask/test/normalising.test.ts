import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskId, parseMask, rasterise } from '../src/index.ts';
import { drawn, runs, SIZE, spec, wildOutline } from './arbitraries.ts';
import { circle, compose, DISPLAYED, outcome, parse, path, square } from './parsing.ts';

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

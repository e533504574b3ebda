import { describe, expect, it } from 'vitest';
import { parseMask } from '../src/index.ts';

describe('numbers that were meant as pixels', () => {
  const circle = (center_x: number) => ({ dt_form: 'circle', dt_params: { center_x, center_y: 0.5, radius: 0.1 } });
  const refusal = (spec: object): unknown => {
    try {
      return parseMask(spec, { width: 1024, height: 683 });
    } catch (error) {
      return error;
    }
  };

  it('are refused with what to add, places and lengths, points of a snap and radii alike', () => {
    const radius = { dt_form: 'circle', dt_params: { center_x: 0.5, center_y: 0.5, radius: 80 } };
    const vertices = {
      dt_form: 'path',
      dt_params: {
        vertices: [
          [100, 0.2],
          [0.4, 0.2],
          [0.4, 0.5],
        ],
      },
    };
    const snapped = { ...circle(0.5), snap: { positive: [[5, 500]] } };
    const refined = { ...circle(0.5), refine: { feather_radius: 20 } };
    for (const spec of [circle(512), radius, vertices, snapped, refined]) {
      expect(refusal(spec)).toMatchObject({ code: 'out_of_range', hint: expect.stringMatching(/"coords": \{"width"/) });
    }
  });

  it('are told what is allowed in those pixels where coords says them, of a zoomed crop too', () => {
    const coords = { width: 512, height: 342, region: [0.25, 0.25, 0.5, 0.5] };
    const round = { center_x: 256, center_y: 171, radius: 40 };
    const drawn = (dt_form: string, dt_params: object) => ({ dt_form, dt_params, coords });
    const triangle = [
      [0, 0],
      [200, 0],
      [100, 9000],
    ];
    for (const [spec, said] of [
      [drawn('circle', { ...round, center_x: 9000 }), /center_x is 9000; .* from -2560 to 3584, in pixels/],
      [drawn('circle', { ...round, center_x: Number.NaN }), /center_x is NaN; .* from -2560 to 3584, in pixels/],
      [drawn('circle', { ...round, radius: -3 }), /radius is -3; .* above 0, up to 2736, in pixels/],
      [drawn('circle', { ...round, border: 2000 }), /border is 2000; .* from 0 to 1368, in pixels/],
      [drawn('path', { vertices: triangle }), /vertices\[2\]\[1\] is 9000; .* from -1710 to 2394, in pixels/],
      [{ ...drawn('circle', round), snap: { positive: [[9000, 1]] } }, /is 9000; .* from -2560 to 3584, in pixels/],
      [{ ...drawn('circle', round), refine: { blur: 500 } }, /blur is 500; .* from 0 to 136.8, in pixels/],
      [drawn('brush', { points: triangle.slice(0, 2), width: 9, hardness: 66 }), /from 0 to 1\.$/],
    ] as const) {
      expect(refusal(spec)).toMatchObject({ message: expect.stringMatching(said) });
    }
  });

  it('are no region of coords, which is to be copied as it was told', () => {
    for (const region of [[240, 160, 600, 400], { x0: 0.2, y0: 0.2, x1: 0.5, y1: 0.5 }]) {
      expect(refusal({ ...circle(200), coords: { width: 600, height: 400, region } })).toMatchObject({
        message: expect.stringContaining('coords.region'),
        hint: expect.stringMatching(/^Copy the coords .* in fractions/),
      });
    }
  });

  it('are said to be in vain for what is neither a place nor a length, as the compression of a gradient', () => {
    const soft = (compression: number) => ({
      dt_form: 'gradient',
      dt_params: { anchor_x: 512, anchor_y: 200, rotation: 0, compression },
      coords: { width: 1024, height: 683 },
    });
    expect(refusal(soft(300))).toMatchObject({
      code: 'out_of_range',
      hint: expect.stringMatching(/^compression is never in pixels/),
    });
    expect(refusal(soft(1.5))).toMatchObject({ code: 'out_of_range', hint: undefined });
  });

  it('are not what is wrong with a number that is no place, or with one of pixels', () => {
    const brush = {
      dt_form: 'brush',
      dt_params: {
        points: [
          [0.1, 0.1],
          [0.5, 0.5],
        ],
        width: 0.1,
        hardness: 66,
      },
    };
    const there = { ...circle(9000), coords: { width: 1024, height: 683 } };
    for (const spec of [brush, there]) {
      expect(refusal(spec)).toMatchObject({ code: 'out_of_range' });
      expect((refusal(spec) as { hint?: string }).hint ?? '').not.toMatch(/coords/);
    }
  });
});

describe('numbers that were meant as fractions', () => {
  const coords = { width: 1024, height: 683 };
  const parse = (spec: object) => parseMask({ ...spec, coords }, coords);
  const refusal = (spec: object): unknown => {
    try {
      return parse(spec).mask;
    } catch (error) {
      return error;
    }
  };
  const circle = { dt_form: 'circle', dt_params: { center_x: 512, center_y: 300, radius: 80 } };
  const whole = { dt_form: 'rectangle', dt_params: { x0: 0, y0: 0, x1: 1, y1: 1 } };

  it.each<[string, object, string]>([
    [
      'an ellipse',
      { dt_form: 'ellipse', dt_params: { center_x: 0.5, center_y: 0.4, radius_x: 0.1, radius_y: 0.2 } },
      'dt_params.center_x',
    ],
    [
      'a radius beside a centre of pixels',
      { dt_form: 'circle', dt_params: { center_x: 512, center_y: 300, radius: 0.1 } },
      'dt_params.radius',
    ],
    [
      'an outline',
      {
        dt_form: 'path',
        dt_params: {
          vertices: [
            [0.1, 0.1],
            [0.5, 0.1],
            [0.5, 0.5],
          ],
        },
      },
      'dt_params.vertices[0][0]',
    ],
    ['the whole picture', whole, 'dt_params.x0'],
    [
      'a gradient',
      { dt_form: 'gradient', dt_params: { anchor_x: 0.5, anchor_y: 0, rotation: 0 } },
      'dt_params.anchor_x',
    ],
    ['an operand of a compose', { kind: 'compose', operation: 'union', operands: [whole] }, 'operands[0].dt_params.x0'],
    ['points of a snap', { ...circle, snap: { positive: [[0.5, 0.4]] } }, 'snap.positive[0][0]'],
  ])('are refused beside "coords", in %s', (_what, spec, field) => {
    expect(refusal(spec)).toMatchObject({
      code: 'out_of_range',
      field,
      hint: expect.stringMatching(/leave coords out/),
    });
  });

  it.each<[string, object, string]>([
    ['a border', { ...circle, dt_params: { ...circle.dt_params, border: 0.03 } }, 'dt_params.border is 0.03 pixels'],
    ['a feathering', { ...circle, refine: { feather_radius: 0.02 } }, 'refine.feather_radius is 0.02 pixels'],
  ])('are told of where they are %s: the edge is taken as written', (_what, spec, said) => {
    expect(parse(spec).notes).toEqual([expect.stringContaining(said)]);
  });

  it('are not what lies in the corner, nor what coords without pixels say', () => {
    const corner = { dt_form: 'circle', dt_params: { center_x: 0, center_y: 1, radius: 300, border: 0 } };
    expect(parse(corner).notes).toEqual([]);
    const half = { dt_form: 'circle', dt_params: { center_x: 0.75, center_y: 0.5, radius: 0.1 } };
    expect(parseMask({ ...half, coords: { width: 1.5, height: 1 } }, { width: 1500, height: 1000 }).notes).toEqual([]);
  });
});

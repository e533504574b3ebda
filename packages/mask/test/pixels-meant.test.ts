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

  it('are refused with what to add, places and lengths and points of a snap alike', () => {
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
    for (const spec of [circle(512), radius, vertices, snapped]) {
      expect(refusal(spec)).toMatchObject({ code: 'out_of_range', hint: expect.stringMatching(/"coords": \{"width"/) });
    }
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

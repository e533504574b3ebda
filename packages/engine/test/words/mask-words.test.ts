import { parseMask } from '@chemigram/mask';
import { expect, test } from 'vitest';
import { describeMask } from '../../src/words/mask-words.ts';

const SIZE = { width: 300, height: 200 };
const circle = (center_x: number, center_y: number) => ({
  dt_form: 'circle',
  dt_params: { center_x, center_y, radius: 0.1 },
});
const gradient = (rotation: number) => ({
  dt_form: 'gradient',
  dt_params: { anchor_x: 0.5, anchor_y: 0.5, rotation },
});

test.each([
  [circle(0.5, 0.5), 'a circle in the middle'],
  [circle(0.1, 0.9), 'a circle at the lower left'],
  [gradient(10), 'a gradient from the top'],
  [gradient(300), 'a gradient from the right'],
  [{ ...circle(0.9, 0.2), invert: true, opacity: 0.5 }, 'everything but a circle at the upper right at 50 %'],
  [
    {
      kind: 'compose',
      operation: 'subtract',
      operands: [
        {
          dt_form: 'path',
          dt_params: {
            vertices: [
              [0, 0.4],
              [0.3, 0.4],
              [0.2, 0.6],
            ],
          },
        },
        { ...circle(0.5, 0.1), range_filter: { kind: 'luminance', min: 0.5, max: 1 } },
      ],
    },
    'an outline at the left without a circle at the top within a range of brightness 0.5 to 1',
  ],
])('a mask in words says what and whereabouts: %j', (spec, words) => {
  expect(describeMask(parseMask(spec, SIZE).mask)).toBe(words);
});

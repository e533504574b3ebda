import { hasRanges, parseMask, rasterise } from '@chemigram/mask';
import type { Mask, Picture } from '@chemigram/mask';
import { expect, it } from 'vitest';
import { separate } from '../../src/masks/ranges/separate.ts';

const SIZE = { width: 60, height: 40 };
/** From dark to bright and from one hue to another. */
const picture: Picture = {
  ...SIZE,
  rgb: Uint8Array.from({ length: 3 * 2400 }, (_, i) => [(i * 7) % 256, (i / 30) % 256, 128][i % 3]!),
};
const form = (over: object = {}) => ({
  dt_form: 'ellipse',
  dt_params: { center_x: 0.4, center_y: 0.5, radius_x: 0.25, radius_y: 0.3, rotation: 20, border: 0.1 },
  ...over,
});
const range = (over: object = {}) => ({
  range_filter: { kind: 'luminance', min: 0.2, max: 0.6, feather: 0.1 },
  ...over,
});
const compose = (operation: string, ...operands: object[]) => ({ kind: 'compose', operation, operands });
const values = (mask: Mask): number[] => [...rasterise(mask, SIZE, { picture }).data];

it.each<[string, object]>([
  ['a form with a range', form(range())],
  ['range and form', compose('intersect', range(), form())],
  ['range less form', compose('subtract', range(), form())],
  ['form less range', compose('subtract', form(), range())],
  ['range less what is not the form', compose('subtract', range(), form({ invert: true }))],
  ['range less half of the form', compose('subtract', range(), form({ opacity: 0.5 }))],
  ['form less half of what is not in the range', compose('subtract', form(), range({ invert: true, opacity: 0.5 }))],
  ['range less two forms', compose('subtract', range(), form(), form({ opacity: 0.3, invert: true }))],
  ['the rest of range less form', { ...compose('subtract', range(), form()), invert: true, opacity: 0.8 }],
])('%s is what is drawn times what is ranged, and finished as the whole', (_, spec) => {
  const { mask } = parseMask(spec, SIZE);
  const { drawn, ranged, invert, opacity } = separate(mask);
  expect(drawn === null || hasRanges(drawn), 'a drawn part without ranges').toBe(false);
  const weight = values(drawn!);
  const product = values(ranged).map((value, i) => value * weight[i]!);
  const whole = product.map((value) => opacity * (invert ? 1 - value : value));
  expect(Math.max(...values(mask).map((value, i) => Math.abs(value - whole[i]!)))).toBeLessThan(1e-6);
});

it.each<[string, object]>([
  ['a range alone', range()],
  ['range or form', compose('union', range(), form())],
  ['a refined form with a range', { ...form(range()), refine: { blur: 0.02 } }],
  ['a refined intersection', { ...compose('intersect', range(), form()), refine: { contrast: 0.5 } }],
  ['a snapped form with a range', { ...form(range()), snap: true }],
])('%s is ranged as a whole', (_, spec) => {
  const { mask } = parseMask({ ...spec, invert: true, opacity: 0.5 }, SIZE);
  const { invert: _invert, opacity: _opacity, ...bare } = mask;
  expect(separate(mask)).toEqual({ drawn: null, ranged: bare, invert: true, opacity: 0.5 });
});

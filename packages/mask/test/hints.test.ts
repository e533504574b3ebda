import { ChemigramError } from '@chemigram/errors';
import { expect, test } from 'vitest';
import { parseMask } from '../src/index.ts';

const ELLIPSE = { dt_form: 'ellipse', dt_params: { center_x: 0.5, center_y: 0.5, radius_x: 0.2, radius_y: 0.2 } };

function hintFor(spec: object): string | undefined {
  try {
    parseMask(spec, { width: 1024, height: 683 });
  } catch (error) {
    return (error as ChemigramError).hint;
  }
  throw new Error('It was taken.');
}

test.each<[string, object, string]>([
  ['operands without a kind', { operation: 'union', operands: [ELLIPSE] }, '"kind": "compose", "operation": "union"'],
  ['an operator by another word', { op: 'union', masks: [ELLIPSE] }, '"kind": "compose", "operation": "union"'],
  ['a combination by its operation', { union: [ELLIPSE, ELLIPSE] }, '"kind": "compose", "operation": "union"'],
  ['a combination by its kind', { compose: 'union', operands: [ELLIPSE] }, '"operands": [mask_spec, ...]'],
  ['a name without a kind', { name: 'mask_sky' }, '"kind": "named", "name"'],
  ['a picture without a kind', { path: '/a/mask.png' }, '"kind": "raster", "path"'],
  ['numbers of a form beside it', { dt_form: 'circle', center_x: 0.5 }, '"dt_params": { center_x, center_y'],
  ['a form by its name', { gradient: { anchor_x: 0.5 } }, '"dt_form": "gradient", "dt_params": { anchor_x'],
  ['a form by another word', { shape: 'ellipse' }, '"dt_form": "ellipse", "dt_params": { center_x'],
  [
    'what stands beside dt_params into it',
    { dt_form: 'circle', dt_params: { center_x: 9, center_y: 9, radius: 5, coords: { width: 1024, height: 683 } } },
    '"coords" goes beside dt_params',
  ],
  ['a range without its key', { kind: 'luminance', min: 0.6, max: 1 }, '{ "range_filter": { "kind": "luminance"'],
  ['a range by another word', { kind: 'hue', min: 0.6, max: 0.7 }, '{ "range_filter": { "kind": "color_h"'],
  ['a part of a name', { ...ELLIPSE, refine: { feather: 0.02 } }, 'Did you mean feather_radius'],
  ['something near', { dt_from: 'ellipse' }, 'Did you mean dt_form'],
  ['a form as a kind', { kind: 'ellipse', center_x: 0.5 }, '"dt_form": "ellipse", "dt_params": { center_x'],
  ['a form by a word that others have', { kind: 'polygon' }, '"dt_form": "path", "dt_params": { vertices'],
  ['such a word as dt_form', { dt_form: 'box', dt_params: {} }, 'Did you mean rectangle?'],
  ['a box beside it', { bbox: [0.1, 0.1, 0.2, 0.2] }, '"dt_form": "rectangle", "dt_params": { x0, y0, x1, y1'],
  ['points of a path', { dt_form: 'path', dt_params: { points: [[0, 0]] } }, '"points" is "vertices" here'],
  ['an angle', { dt_form: 'gradient', dt_params: { angle: 0 } }, '"angle" is "rotation" here'],
  ['one radius', { dt_form: 'ellipse', dt_params: { radius: 0.1 } }, '"radius" is "radius_x", "radius_y" here'],
  [
    'a corner and a size',
    { dt_form: 'rectangle', dt_params: { x: 0, y: 0, width: 0.2, height: 0.2 } },
    'two opposite corners',
  ],
  ['another word in a compose', { kind: 'compose', op: 'union', masks: [ELLIPSE] }, '"operation": "union", "operands"'],
  ['hue', { range_filter: { kind: 'hue', min: 0.5, max: 0.6 } }, '"hue" is "color_h" here; min and max are parts'],
  ['brightness', { range_filter: { kind: 'brightness', min: 0.5, max: 0.6 } }, '"brightness" is "luminance" here.'],
  ['degrees', { range_filter: { kind: 'color_h', min: 0.5, max: 260 } }, 'divide degrees by 360'],
  ['8 bits', { range_filter: { kind: 'luminance', min: 128, max: 255 } }, 'numbers of 8 bits by 255'],
])('Whoever writes %s is told how the language has it', (_what, spec, hint) => {
  expect(hintFor(spec)).toContain(hint);
});

test('Where nothing is near, no names are offered that nobody meant', () => {
  expect(hintFor({ ...ELLIPSE, zebra: 1 })).toBeUndefined();
  expect(hintFor({ dt_form: 'zebra', dt_params: {} })).toBeUndefined();
});

test('What nobody means, as below 0, gets no hint', () => {
  expect(hintFor({ range_filter: { kind: 'luminance', min: -1, max: 1 } })).toBeUndefined();
  expect(hintFor({ range_filter: { kind: 'toString', min: 0, max: 1 } })).toBeUndefined();
});

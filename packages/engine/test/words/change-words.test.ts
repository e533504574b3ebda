import { parseMask } from '@chemigram/mask';
import type { Mask } from '@chemigram/mask';
import type { Move, Recipe } from '@chemigram/workspace';
import { expect, test } from 'vitest';
import { changesBetween } from '../../src/history/changes-between.ts';
import { changeInWords, savedMasksInWords } from '../../src/words/change-words.ts';

const SIZE = { width: 300, height: 200 };
const mask = (spec: unknown): Mask => parseMask(spec, SIZE).mask;
const ellipse = (params: Record<string, number> = {}, more: object = {}): Mask =>
  mask({
    dt_form: 'ellipse',
    dt_params: { center_x: 0.5, center_y: 0.5, radius_x: 0.1, radius_y: 0.1, ...params },
    ...more,
  });
const move = (move_id: string, value: number, more: Partial<Move> = {}): Move => ({
  move_id,
  primitive: 'exposure',
  values: { ev: value },
  mask: null,
  label: null,
  at: '2026-01-02T03:04:05.000Z',
  by: 'test',
  ...more,
});
const recipe = (moves: Move[], masks?: Recipe['masks']): Recipe => ({ version: 1, image_id: 'x', moves, masks });
const lines = (a: Move[], b: Move[]): string[] => changesBetween(recipe(a), recipe(b)).map(changeInWords);

test('a strength that changed is told with what and where it acts', () => {
  const through = { mask: ellipse(), label: 'the face' };
  expect(lines([move('m01', 0.5, through)], [move('m01', 0.3, through)])).toEqual([
    'exposure +0.5 through an ellipse in the middle (the face): now +0.3',
  ]);
});

test('of several values only those that changed are told, by name', () => {
  const sharpen = (values: Record<string, number>) => move('m01', 0, { primitive: 'sharpen', values });
  expect(lines([sharpen({ radius: 2, strength: 20 })], [sharpen({ radius: 2, strength: 35 })])).toEqual([
    'sharpen radius 2, strength 20: now strength 35',
  ]);
});

test.each<[string, Mask, Mask]>([
  ['moved 5 % to the right', ellipse(), ellipse({ center_x: 0.55 })],
  ['moved 10 % to the left and 20 % up', ellipse(), ellipse({ center_x: 0.4, center_y: 0.3 })],
  ['50 % larger', ellipse(), ellipse({ radius_x: 0.15, radius_y: 0.15 })],
  ['20 % narrower', ellipse(), ellipse({ radius_x: 0.08 })],
  ['feather 0.1, was 0.05, rotation 30, was 0', ellipse(), ellipse({ border: 0.1, rotation: 30 })],
  ['turned inside out, at 60 %, was 100 %', ellipse(), ellipse({}, { invert: true, opacity: 0.6 })],
  ['now refined', ellipse(), ellipse({}, { refine: { feather_radius: 0.02 } })],
  [
    'now within a range of brightness 0.5 to 1',
    ellipse(),
    ellipse({}, { range_filter: { kind: 'luminance', min: 0.5, max: 1 } }),
  ],
  [
    'a range of brightness 0.5 to 1, was a range of brightness 0.4 to 1',
    mask({ range_filter: { kind: 'luminance', min: 0.4, max: 1 } }),
    mask({ range_filter: { kind: 'luminance', min: 0.5, max: 1 } }),
  ],
  ['now through mask_sky', ellipse(), mask({ kind: 'named', name: 'mask_sky' })],
  [
    'in it an ellipse in the middle moved 5 % down',
    mask({ kind: 'compose', operation: 'union', operands: [ellipse(), ellipse({ center_x: 0.1 })] }),
    mask({ kind: 'compose', operation: 'union', operands: [ellipse({ center_y: 0.55 }), ellipse({ center_x: 0.1 })] }),
  ],
])('a mask that changed: %s', (words, before, after) => {
  const [line] = lines([move('m01', 1, { mask: before })], [move('m01', 1, { mask: after })]);
  expect(line).toMatch(/^exposure \+1 through /);
  expect(line!.endsWith(`: ${words}`), line).toBe(true);
});

const path = (vertices: [number, number][]) => mask({ dt_form: 'path', dt_params: { vertices } });
const TRIANGLE: [number, number][] = [
  [0.4, 0.4],
  [0.6, 0.4],
  [0.5, 0.6],
];

test('an outline that was moved is told as moved, one of another shape as drawn anew', () => {
  const moved = TRIANGLE.map(([x, y]): [number, number] => [x + 0.1, y]);
  const [other] = [[...TRIANGLE.slice(0, 2), [0.42, 0.6] as [number, number]]];
  const said = (vertices: [number, number][]) =>
    lines([move('m01', 1, { mask: path(TRIANGLE) })], [move('m01', 1, { mask: path(vertices) })])[0]!.split(': ')[1];
  expect(said(moved)).toBe('moved 10 % to the right');
  expect(said(other)).toBe('drawn anew');
});

test('a mask that came, went or was said in another frame, and a label, are told', () => {
  const frame = [{ primitive: 'crop', values: { left: 0.1 } }];
  const bare = move('m01', 1);
  const masked = move('m01', 1, { mask: ellipse() });
  expect(lines([bare], [masked])).toEqual(['exposure +1: now only through an ellipse in the middle']);
  expect(lines([masked], [bare])).toEqual(['exposure +1 through an ellipse in the middle: now everywhere']);
  expect(lines([masked], [{ ...masked, frame }])[0]).toContain('its mask said of the picture as it is framed now');
  expect(lines([bare], [{ ...bare, label: 'sky' }])).toEqual(['exposure +1: now called "sky"']);
});

test('of moves in another order as few as possible are told, each with the one it follows', () => {
  const [a, b, c] = [move('m01', 1), move('m02', 2), move('m03', 3)];
  expect(lines([a, b, c], [b, c, a])).toEqual(['exposure +1: now after exposure +3']);
  expect(lines([a, b, c], [c, a, b])).toEqual(['exposure +3: now before all others']);
  expect(lines([a, b, c], [c, { ...a, label: 'x' }])).toEqual([
    'removed: exposure +2',
    'exposure +3: now before all others',
    'exposure +1: now called "x"',
  ]);
  expect(lines([a, b, c], [a, b, c])).toEqual([]);
});

test('masks that were named, changed and taken away are told', () => {
  const before = recipe([], { mask_a: { mask: ellipse() }, mask_b: { mask: ellipse() } });
  const after = recipe([], { mask_a: { mask: ellipse({ center_y: 0.6 }) }, mask_c: { mask: ellipse() } });
  expect(savedMasksInWords(before, after)).toEqual([
    'changed mask_a, an ellipse in the middle: moved 10 % down',
    'took the name mask_b away',
    'named mask_c: an ellipse in the middle',
  ]);
  const named = recipe([], { constructor: { mask: ellipse() } });
  expect(savedMasksInWords(recipe([]), named)).toEqual(['named constructor: an ellipse in the middle']);
});

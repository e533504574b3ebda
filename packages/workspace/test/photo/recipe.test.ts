import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { newMoveId, parseRecipe, serialiseRecipe, type Move, type Recipe } from '../../src/index.ts';

const move = fc.record({
  primitive: fc.constantFrom('exposure', 'heal'),
  // JSON has no negative zero.
  values: fc.dictionary(
    fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  ),
  mask: fc.option(fc.jsonValue({ noUnicodeString: false }).map((value) => JSON.parse(JSON.stringify(value)))),
  label: fc.option(fc.string()),
  at: fc.constant('2026-01-02T03:04:05.000Z'),
  by: fc.string(),
});

const recipe: fc.Arbitrary<Recipe> = fc.array(move).map((moves) => ({
  version: 1,
  image_id: 'a',
  moves: moves.map((rest, index): Move => ({ move_id: `m${index}`, ...rest })),
}));

test('what is written is read back the same', () => {
  fc.assert(
    fc.property(recipe, (it) => {
      expect(parseRecipe(serialiseRecipe(it))).toEqual(it);
    }),
  );
});

test('the order of keys does not show in the text', () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, inner]) => [key, reversed(inner)]),
    );
  };
  fc.assert(
    fc.property(recipe, (it) => {
      expect(serialiseRecipe(reversed(it) as Recipe)).toBe(serialiseRecipe(it));
    }),
  );
});

test('the text is one value a line, a point counting as one', () => {
  const it: Recipe = {
    version: 1,
    image_id: 'dsc_0042',
    moves: [
      {
        by: 'you',
        at: '2026-01-02T03:04:05.000Z',
        label: 'sky',
        mask: {
          kind: 'drawn',
          vertices: [
            [0.1, 0.2],
            [0.5, 0.25],
            [1, 0],
          ],
          invert: true,
        },
        values: { ev: -0.5 },
        primitive: 'exposure',
        move_id: 'm01',
      },
    ],
  };
  expect(serialiseRecipe(it)).toBe(`{
  "version": 1,
  "image_id": "dsc_0042",
  "moves": [
    {
      "move_id": "m01",
      "primitive": "exposure",
      "label": "sky",
      "values": {
        "ev": -0.5
      },
      "mask": {
        "invert": true,
        "kind": "drawn",
        "vertices": [
          [0.1, 0.2],
          [0.5, 0.25],
          [1, 0]
        ]
      },
      "at": "2026-01-02T03:04:05.000Z",
      "by": "you"
    }
  ]
}
`);
});

test.each([
  ['', /a\.json is not JSON: it is empty/],
  ['{"version": 1', /a\.json is not JSON/],
  ['[]', /a\.json is damaged/],
  ['{"version": 2, "image_id": "a", "moves": []}', /version/],
  ['{"version": 1, "image_id": "a", "moves": [{"move_id": "m01"}]}', /moves\[0\]\.primitive/],
  [
    '{"version": 1, "image_id": "a", "moves": [{"move_id": "m01", "primitive": "exposure", "values": {"ev": "1"}, "label": null, "at": "", "by": ""}]}',
    /moves\[0\]\.values\.ev/,
  ],
])('a text that is no recipe (%j) is damage of the file that is named', (text, message) => {
  expect(() => parseRecipe(text, 'a.json')).toThrow(
    expect.objectContaining({ code: 'workspace_damaged', message: expect.stringMatching(message) }),
  );
});

test('two moves of one id are damage', () => {
  const twice = { primitive: 'exposure', values: {}, mask: null, label: null, at: '', by: '', move_id: 'm01' };
  const text = JSON.stringify({ version: 1, image_id: 'a', moves: [twice, twice] });
  expect(() => parseRecipe(text)).toThrow(/moves\[1\]\.move_id: two moves have the id "m01"/);
});

test('keys that this version does not know survive', () => {
  const text = '{"version": 1, "image_id": "a", "moves": [], "later": {"b": [1, 2, 3, 4, 5], "a": {}}}';
  expect(JSON.parse(serialiseRecipe(parseRecipe(text)))).toEqual(JSON.parse(text));
});

test('a new move gets the number after the highest so far, removed ones included when the recipe is given', () => {
  expect(newMoveId([])).toBe('m01');
  expect(newMoveId(['m01', 'm07', 'other', 'm3x'])).toBe('m08');
  expect(newMoveId(['m99'])).toBe('m100');
  expect(newMoveId({ version: 1, image_id: 'a', moves: [], last_move: 4 })).toBe('m05');
});

test('masks that were named for the photo are kept by name, with the frame that they were named in', () => {
  const mask = { dt_form: 'circle', dt_params: { center_x: 0.5, center_y: 0.5, radius: 0.1, border: 0.05 } };
  const frame = [{ primitive: 'straighten', values: { angle: 3 } }];
  const masks = { mask_face: { mask }, mask_eyes: { mask, frame } };
  const it: Recipe = { version: 1, image_id: 'a', moves: [], masks };
  expect(parseRecipe(serialiseRecipe(it))).toEqual(it);
  expect(() => parseRecipe('{"version": 1, "image_id": "a", "moves": [], "masks": []}')).toThrow(/masks/);
  expect(() => parseRecipe('{"version": 1, "image_id": "a", "moves": [], "masks": {"mask_a": {}}}')).toThrow(/mask_a/);
});

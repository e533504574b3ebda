/** Masks on photos that were edited in darktable before, as darktable itself makes them. */
import {
  appendHistory,
  builtinOrder,
  encodeBlob,
  moduleCodec,
  serialiseSidecar,
  withOrder,
} from '@chemigram/darktable';
import type { NewHistoryItem } from '@chemigram/darktable';
import { parseMask } from '@chemigram/mask';
import type { Move } from '@chemigram/workspace';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Darkroom } from '../helpers/photos.ts';
import { BARS, colourBar } from './bars.ts';
import { DRAWN } from './cases.ts';
import { measureSpecs } from './measure-specs.ts';

const SIZE = 768;
let room: Darkroom;
beforeAll(async () => {
  room = await Darkroom.open();
});
afterAll(() => room.close());

/** Before 3.0 the curve of the camera came first, among the camera's own colours. */
const BEFORE_30 = 1;
const LINEAR_REC709 = 3;
const ADOBE_RGB = 2;

const MOVE: Move = {
  move_id: 'm1',
  primitive: 'exposure',
  values: { value: 1 },
  mask: null,
  label: null,
  at: '2026-01-01T00:00:00Z',
  by: 'test',
};

/** Blending of darktable 3.0: switched off, and as long as that of today. */
const OPAQUE_V9 = Buffer.alloc(420);
OPAQUE_V9.writeFloatLE(100, 8);

const item = (operation: string, modversion: number, params: Uint8Array): NewHistoryItem => ({
  operation,
  enabled: true,
  modversion,
  params: encodeBlob(params),
  multiName: '',
  multiPriority: 0,
  blendopVersion: 1,
  blendopParams: '',
  extra: {},
});

/** A base curve that lifts the middle: three times up to 20 nodes, their numbers, their kinds, and no fusion of exposures. */
function baseCurve(): NewHistoryItem {
  const params = Buffer.alloc(520);
  for (const [i, value] of [0, 0, 0.3, 0.5, 1, 1].entries()) params.writeFloatLE(value, 4 * i);
  params.writeInt32LE(3, 480);
  return item('basecurve', 6, params);
}

/** The camera's colours as 2.6 has them: their matrix, a file's name of 100 bytes, and no word of a working profile. */
function colours26(): NewHistoryItem {
  const params = Buffer.alloc(116);
  params.writeInt32LE(12, 0);
  return item('colorin', 4, params);
}

const workedOnIn = (type_work: number): NewHistoryItem => {
  const { version, write } = moduleCodec('colorin');
  return item('colorin', version, write({ type_work }));
};

test.each([
  [
    'modules in the order of before 3.0, its base curve first, worked on as it was then',
    [baseCurve(), colours26()],
    BEFORE_30,
  ],
  ['worked on in linear Rec. 709', [workedOnIn(LINEAR_REC709)], null],
] as const)(
  'masks lie where they were said, and select what they tell, on a photo edited before: %s',
  async (_, items, order) => {
    const photo = await room.photo('dng', 6, { width: SIZE, height: 512 });
    const { sidecar } = await (await room.developer(photo)).session.baseline();
    const edited = appendHistory(sidecar, items);
    const instances = order === null ? null : builtinOrder(order).map((operation) => ({ operation, instance: 0 }));
    const developer = await room.developer(
      photo,
      serialiseSidecar(instances === null ? edited : withOrder(edited, instances)),
    );
    const specs = [
      DRAWN['a rotated ellipse']!,
      { range_filter: { kind: 'luminance', min: 0, max: 0.4 } },
      { range_filter: { kind: 'color_h', min: 0.5, max: 0.72 } },
    ];
    const bars = [BARS.drawn, BARS.luminance, colourBar(room.renderer.version)];
    for (const [i, outcome] of (await measureSpecs(developer, specs, SIZE)).entries()) {
      if ('refused' in outcome) throw new Error(outcome.refused);
      const name = JSON.stringify(specs[i]);
      expect(outcome.measured.agreement, name).toBeGreaterThan(bars[i]!.iou);
      expect(outcome.measured.error, name).toBeLessThan(bars[i]!.error);
      // Through other channels than darktable's a range of hues came to 0.94 of what was told.
      expect(outcome.measured.predictedAgreement, name).toBeGreaterThan(0.985);
    }
  },
);

test('where darktable works in a profile with a curve, ranges look at red, green and blue: what is made of XYZ sees another light', async () => {
  const photo = await room.photo('dng', 1, { width: SIZE, height: 512 });
  const { sidecar } = await (await room.developer(photo)).session.baseline();
  const developer = await room.developer(photo, serialiseSidecar(appendHistory(sidecar, [workedOnIn(ADOBE_RGB)])));
  const bands = [
    { range_filter: { kind: 'luminance', min: 0, max: 0.4 }, within: 0.05 },
    // By what is made of XYZ too this one comes to 0.907 of 0.996 that are told.
    { range_filter: { kind: 'luminance', min: 0.3, max: 0.7 }, within: 0.08 },
    { range_filter: { kind: 'color_h', min: 0.5, max: 0.72 }, within: 0.05 },
  ];
  const specs = bands.map(({ range_filter }) => ({ range_filter }));
  for (const [i, outcome] of (await measureSpecs(developer, specs, SIZE)).entries()) {
    if ('refused' in outcome) throw new Error(outcome.refused);
    const { placed, agreement } = outcome.measured;
    // By channels that are made of XYZ a band of luminance was told 0.997 and came to 0.07. (The opacity is measured as a share
    // of light, and blended in what has a curve, so that a half is not a half.)
    expect(Math.abs(placed.agreement - agreement), JSON.stringify(specs[i])).toBeLessThan(bands[i]!.within);
    expect(agreement, JSON.stringify(specs[i])).toBeGreaterThan(0.85);
  }
});

test('a photo that a darktable of before 3.6 mapped with filmic is seen with edits on it: its blending is of a version that is not read', async () => {
  const photo = await room.photo('dng', 1, { width: SIZE, height: 512 });
  const { sidecar } = await (await room.developer(photo)).session.baseline();
  const { version, write } = moduleCodec('filmicrgb');
  const filmic = { ...item('filmicrgb', version, write({})), blendopVersion: 9, blendopParams: encodeBlob(OPAQUE_V9) };
  const developer = await room.developer(photo, serialiseSidecar(appendHistory(sidecar, [filmic])));
  const edit = { moves: [{ ...MOVE, mask: parseMask(DRAWN['circle']!, { width: SIZE, height: 512 }).mask }] };
  const [on, off] = [await developer.develop(edit), await developer.develop({ moves: [] })];
  const [edited, plain] = [await developer.preview(on, SIZE), await developer.preview(off, SIZE)];
  expect(edited.picture.rgb).not.toEqual(plain.picture.rgb);
});

/** A white border of a tenth of the picture: its colour, its shape and where the picture stands in it, each with its words. */
function border(): NewHistoryItem {
  const params = Buffer.alloc(116);
  const floats = { 0: 1, 4: 1, 8: 1, 12: -1, 40: 0.1, 44: 0.5, 68: 0.5 };
  for (const [at, value] of Object.entries(floats)) params.writeFloatLE(value, Number(at));
  return item('borders', 3, params);
}

test('on a photo with a border by its own edit a mask is refused with what to do, and an edit of the whole picture is not', async () => {
  const photo = await room.photo('dng', 1, { width: SIZE, height: 512 });
  const { sidecar } = await (await room.developer(photo)).session.baseline();
  const developer = await room.developer(photo, serialiseSidecar(appendHistory(sidecar, [border()])));
  const { picture } = await developer.preview(await developer.develop({ moves: [MOVE] }), SIZE);
  expect(picture.width).toBe(SIZE);
  await expect(
    developer.develop({ moves: [{ ...MOVE, mask: parseMask(DRAWN['circle']!, picture).mask }] }),
  ).rejects.toMatchObject({
    code: 'unsupported_by_darktable',
    message: expect.stringMatching(/border/),
    hint: expect.stringContaining('framing'),
  });
});

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
import type { Developer } from '../../src/photos/developer.ts';
import { measureMask } from '../../src/photos/masks/measured-opacity.ts';
import { ownModule } from '../helpers/own-module.ts';
import { Darkroom } from '../helpers/photos.ts';
import { casesOf } from '../helpers/whole-proof.ts';
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
const LINEAR_PROPHOTO = 21;
const SRGB = 1;
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

/** A base curve that lifts the middle: three times up to 20 nodes, their numbers, their kinds, and no fusion of exposures. */
function baseCurve(): NewHistoryItem {
  const params = Buffer.alloc(520);
  for (const [i, value] of [0, 0, 0.3, 0.5, 1, 1].entries()) params.writeFloatLE(value, 4 * i);
  params.writeInt32LE(3, 480);
  return ownModule('basecurve', 6, params);
}

/** The camera's colours as 2.6 has them: their matrix, a file's name of 100 bytes, and no word of a working profile. */
function colours26(): NewHistoryItem {
  const params = Buffer.alloc(116);
  params.writeInt32LE(12, 0);
  return ownModule('colorin', 4, params);
}

const workedOnIn = (type_work: number): NewHistoryItem => {
  const { version, write } = moduleCodec('colorin');
  return ownModule('colorin', version, write({ type_work }));
};

interface Before {
  readonly edit: string;
  readonly items: readonly NewHistoryItem[];
  readonly order?: number;
}
test.each(
  casesOf<Before>(
    [
      {
        edit: 'modules in the order of before 3.0, its base curve first, worked on as it was then',
        items: [baseCurve(), colours26()],
        order: BEFORE_30,
      },
      { edit: 'worked on in linear ProPhoto RGB', items: [workedOnIn(LINEAR_PROPHOTO)] },
    ],
    [{ edit: 'worked on in linear Rec. 709', items: [workedOnIn(LINEAR_REC709)] }],
  ),
)(
  'masks lie where they were said, and select what they tell, on a photo edited before: $edit',
  async ({ items, order }) => {
    const photo = await room.photo('dng', 6, { width: SIZE, height: 512 });
    const { sidecar } = await (await room.developer(photo)).session.baseline();
    const edited = appendHistory(sidecar, items);
    const instances = order === undefined ? null : builtinOrder(order).map((operation) => ({ operation, instance: 0 }));
    const developer = await room.developer(
      photo,
      serialiseSidecar(instances === null ? edited : withOrder(edited, instances)),
    );
    const specs = [
      DRAWN['a rotated ellipse']!,
      { range_filter: { kind: 'luminance', min: 0, max: 0.4 } },
      { range_filter: { kind: 'luminance', min: 0.3, max: 0.7 } },
      { range_filter: { kind: 'color_h', min: 0.5, max: 0.72 } },
    ];
    const bars = [BARS.drawn, BARS.luminance, BARS.luminance, colourBar(room.renderer.version)];
    for (const [i, outcome] of (await measureSpecs(developer, specs, SIZE)).entries()) {
      if ('refused' in outcome) throw new Error(outcome.refused);
      const name = JSON.stringify(specs[i]);
      expect(outcome.measured.agreement, name).toBeGreaterThan(bars[i]!.iou);
      expect(outcome.measured.error, name).toBeLessThan(bars[i]!.error);
      // Through other channels than darktable's a range of hues came to 0.94 of what was told, and by its gray a band of luminance
      // to 0.98.
      expect(outcome.measured.predictedAgreement, name).toBeGreaterThan(0.997);
    }
  },
);

/** A photo that is worked on in a profile of this number. */
async function workedOnAs(profile: number): Promise<Developer> {
  const photo = await room.photo('dng', 1, { width: SIZE, height: 512 });
  const { sidecar } = await (await room.developer(photo)).session.baseline();
  return room.developer(photo, serialiseSidecar(appendHistory(sidecar, [workedOnIn(profile)])));
}

test.each(casesOf([['sRGB', SRGB]], [['Adobe RGB', ADOBE_RGB]]))(
  'where darktable works in the curve of %s, ranges look at red, green and blue, and what is measured is what is blended there',
  async (_, profile) => {
    const luminance = (min: number, max: number): object => ({ range_filter: { kind: 'luminance', min, max } });
    const specs = [
      // A soft one: half of it is not half of the light.
      { dt_form: 'ellipse', dt_params: { center_x: 0.5, center_y: 0.45, radius_x: 0.3, radius_y: 0.3, border: 0.3 } },
      luminance(0, 0.2),
      luminance(0.6, 1),
      ...casesOf<object>(
        [],
        [luminance(0, 0.4), luminance(0.3, 0.7), { range_filter: { kind: 'color_h', min: 0.5, max: 0.72 } }],
      ),
    ];
    const developer = await workedOnAs(profile);
    const on = await developer.develop({ moves: [] });
    for (const spec of specs) {
      // By channels that are made of XYZ a band of luminance was told 0.997 and came to 0.07. As a share of the light the ellipse
      // was measured 0.75 of what it is, and the brightest band 0.85.
      const { mask } = parseMask(spec, on.displayed);
      const { placed, agreement, error } = await measureMask(developer, mask, on, SIZE);
      expect(Math.abs(placed.agreement - agreement), JSON.stringify(spec)).toBeLessThan(0.01);
      expect(agreement, JSON.stringify(spec)).toBeGreaterThan(0.96);
      expect(error, JSON.stringify(spec)).toBeLessThan(0.01);
    }
  },
);

test('where darktable works in sRGB, what is brighter than white is measured by the curve that it goes on with there', async () => {
  const developer = await workedOnAs(SRGB);
  const on = await developer.develop({ moves: [] });
  const everywhere = { dt_form: 'rectangle', dt_params: { x0: 0, y0: 0, x1: 1, y1: 1, border: 0.2 } };
  const { measured } = await measureMask(developer, parseMask(everywhere, on.displayed).mask, on, SIZE);
  // By the formula of sRGB the brightest come to 0.95: above white it lets them grow faster than darktable does.
  const lowest = measured.data.toSorted()[Math.round(0.01 * measured.data.length)];
  expect(lowest).toBeGreaterThan(0.99);
});

test('a photo that a darktable of before 3.6 mapped with filmic is seen with edits on it: its blending is of a version that is not read', async () => {
  const photo = await room.photo('dng', 1, { width: SIZE, height: 512 });
  const { sidecar } = await (await room.developer(photo)).session.baseline();
  const { version, write } = moduleCodec('filmicrgb');
  const filmic = {
    ...ownModule('filmicrgb', version, write({})),
    blendopVersion: 9,
    blendopParams: encodeBlob(OPAQUE_V9),
  };
  const developer = await room.developer(photo, serialiseSidecar(appendHistory(sidecar, [filmic])));
  const edit = { moves: [{ ...MOVE, mask: parseMask(DRAWN['circle']!, { width: SIZE, height: 512 }).mask }] };
  const [on, off] = [await developer.develop(edit), await developer.develop({ moves: [] })];
  const [edited, plain] = [await developer.preview(on, SIZE), await developer.preview(off, SIZE)];
  expect(edited.picture.rgb).not.toEqual(plain.picture.rgb);
});

/** "rotate and perspective" of before lines could be drawn by hand: turned by 3 degrees and tilted, a generic lens, the window's switch, and no crop of its own. */
const perspectiveV4 = Buffer.alloc(60);
for (const [i, value] of [3, 0.1, 0, 0, 28, 1, 100, 1].entries()) perspectiveV4.writeFloatLE(value, 4 * i);
for (const [i, value] of [0, 1, 0, 1].entries()) perspectiveV4.writeFloatLE(value, 44 + 4 * i);
/** The same without the shear, older still. */
const perspectiveV3 = Buffer.concat([perspectiveV4.subarray(0, 12), perspectiveV4.subarray(16)]);

test.each(casesOf([[4, perspectiveV4]], [[3, perspectiveV3]]))(
  'a photo whose perspective an older darktable corrected, in version %i of the module, is framed on top of that',
  async (version, params) => {
    const photo = await room.photo('dng', 6, { width: SIZE, height: 512 });
    const { sidecar } = await (await room.developer(photo)).session.baseline();
    const developer = await room.developer(
      photo,
      serialiseSidecar(appendHistory(sidecar, [ownModule('ashift', version, params)])),
    );
    const plain = (await developer.develop({ moves: [] })).displayed;
    const crop = { ...MOVE, primitive: 'crop', values: { left: 0.1, top: 0.2, right: 0.7, bottom: 0.9 } };
    const { displayed } = await developer.develop({ moves: [crop] });
    expect(displayed.width / plain.width).toBeCloseTo(0.6, 2);
    expect(displayed.height / plain.height).toBeCloseTo(0.7, 2);
    const [outcome] = await measureSpecs(developer, [DRAWN['a rotated ellipse']!], SIZE);
    if (outcome === undefined || 'refused' in outcome) throw new Error(outcome?.refused);
    expect(outcome.measured.agreement).toBeGreaterThan(BARS.drawn.iou);
  },
);

/** Masks on photos that have a border around them by their own edit, as darktable itself makes them. */
import { join } from 'node:path';
import { appendHistory, serialiseSidecar } from '@chemigram/darktable';
import type { NewHistoryItem } from '@chemigram/darktable';
import { parseMask } from '@chemigram/mask';
import type { Move } from '@chemigram/workspace';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Developer } from '../../src/photos/developer.ts';
import { ownModule } from '../helpers/own-module.ts';
import { Darkroom } from '../helpers/photos.ts';
import { casesOf } from '../helpers/whole-proof.ts';
import { BARS } from './bars.ts';
import { DRAWN } from './cases.ts';
import { measureSpecs } from './measure-specs.ts';

const PHOTO = { width: 768, height: 512 };
const SIZE = PHOTO.width;
let room: Darkroom;
beforeAll(async () => {
  room = await Darkroom.open();
});
afterAll(() => room.close());

const DARKER: Move = {
  move_id: 'm1',
  primitive: 'exposure',
  values: { value: -1 },
  mask: null,
  label: null,
  at: '2026-01-01T00:00:00Z',
  by: 'test',
};

/** As a share of the picture with its border: how wide that is in all, and how much of it is to the left and above. */
const [BORDER, LEFT, ABOVE] = [0.1, 0.3, 0.7];

/** A white border of a tenth of the picture: its colour, its shape and where the picture stands in it, each with its words. */
function border(): NewHistoryItem {
  const params = Buffer.alloc(116);
  const floats = { 0: 1, 4: 1, 8: 1, 12: -1, 40: BORDER, 44: LEFT, 68: ABOVE };
  // Of the longer side, whichever it is.
  params.writeInt32LE(1, 112);
  for (const [at, value] of Object.entries(floats)) params.writeFloatLE(value, Number(at));
  return ownModule('borders', 3, params);
}

/** An export of a development, in 8 bits. */
async function exported(developer: Developer, moves: Move[], box: number | null) {
  const development = await developer.develop({ moves });
  const out = join(room.folder, 'exported.png');
  const order = { box, format: 'png', profile: 'srgb', quality: 95, bits: 8, highQuality: true } as const;
  await developer.session.export(await developer.exported(development, {}), order, out);
  return sharp(out).removeAlpha().raw().toBuffer({ resolveWithObject: true });
}

const framing = (primitive: string, values: Record<string, number>): Move => ({ ...DARKER, primitive, values });
test.each(
  casesOf<[string, Move[]]>(
    [
      [
        'cropped and turned',
        [framing('crop', { left: 0.1, top: 0.2, right: 0.7, bottom: 0.9 }), framing('quarter_turn', { value: 1 })],
      ],
    ],
    [
      ['as it is', []],
      ['straightened', [framing('straighten', { value: 3 })]],
    ],
  ),
)(
  'on a photo with a border by its own edit masks are said on the picture without it, %s, and exports change there alone',
  async (_, framings) => {
    const photo = await room.photo('dng', 6, PHOTO);
    const { sidecar } = await (await room.developer(photo)).session.baseline();
    const developer = await room.developer(photo, serialiseSidecar(appendHistory(sidecar, [border()])));
    const bare = await room.developer(photo, serialiseSidecar(sidecar));
    const [outcome] = await measureSpecs(developer, [DRAWN['a rotated ellipse']!], SIZE);
    if (outcome === undefined || 'refused' in outcome) throw new Error(outcome?.refused);
    expect(outcome.measured.agreement).toBeGreaterThan(BARS.drawn.iou);

    const { displayed } = await developer.develop({ moves: framings });
    expect(displayed).toEqual((await bare.develop({ moves: framings })).displayed);
    const [from, to] = [0.2, 0.6];
    const rectangle = { dt_form: 'rectangle', dt_params: { x0: from, y0: from, x1: to, y1: to, border: 0 } };
    const frame = framings.map(({ primitive, values }) => ({ primitive, values }));
    const edit = [...framings, { ...DARKER, mask: parseMask(rectangle, displayed).mask, frame }];
    const [shown, plain] = [await developer.develop({ moves: edit }), await bare.develop({ moves: edit })];
    expect((await developer.preview(shown, SIZE)).picture).toEqual((await bare.preview(plain, SIZE)).picture);

    // 4.2 has no room for larger ones.
    const box = Math.round(0.6 * Math.max(displayed.width, displayed.height));
    const [before, after] = [await exported(developer, framings, box), await exported(developer, edit, box)];
    const { width, height } = after.info;
    const [across, down] = [width, height].map((side) => side - BORDER * Math.max(width, height)) as [number, number];
    const [left, top] = [LEFT * (width - across), ABOVE * (height - down)];
    const [inside, outside, around]: [number[], number[], number[]] = [[], [], []];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const [u, v] = [(x + 0.5 - left) / across, (y + 0.5 - top) / down];
        const within = Math.min((u - from) * across, (to - u) * across, (v - from) * down, (to - v) * down);
        if (Math.abs(within) < 2) continue;
        const at = 3 * (y * width + x) + 1;
        (within > 0 ? inside : outside).push(Math.abs(after.data[at]! - before.data[at]!));
        const isBorder = Math.min(x - left, left + across - x, y - top, top + down - y) < -2;
        if (isBorder) around.push(after.data[at]!);
      }
    }
    expect(new Set(around)).toEqual(new Set([255]));
    expect(inside.filter((change) => change > 1).length / inside.length).toBeGreaterThan(0.95);
    expect(outside.filter((change) => change > 1).length / outside.length).toBeLessThan(0.002);
  },
);

test('where a darktable dies on a border at full size, that is what is told', async () => {
  const photo = await room.photo('dng', 6, PHOTO);
  const { sidecar } = await (await room.developer(photo)).session.baseline();
  const developer = await room.developer(photo, serialiseSidecar(appendHistory(sidecar, [border()])));
  const outcome = await exported(developer, [], null).then(({ info }) => info.height, String);
  // Now and then 4.2 has room by chance.
  const whole = `^${Math.round(SIZE / (1 - BORDER))}$`;
  expect(String(outcome)).toMatch(
    new RegExp(room.renderer.version.startsWith('4') ? `${whole}|border.*framing` : whole),
  );
});

test('a sidecar that darktable never opened keeps its border in exports', async () => {
  const photo = await room.photo('dng', 1, PHOTO);
  const { sidecar } = await (await room.developer(photo)).session.baseline();
  const own = { ...appendHistory({ ...sidecar, history: [], historyEnd: 0 }, [border()]), autoPresetsApplied: false };
  const { data, info } = await exported(await room.developer(photo, serialiseSidecar(own)), [], 300);
  const row = Math.round((1 - BORDER / 4) * info.height) * info.width;
  for (const at of [0, info.width - 1, row + info.width - 1]) {
    expect([...data.subarray(3 * at, 3 * at + 3)]).toEqual([255, 255, 255]);
  }
});

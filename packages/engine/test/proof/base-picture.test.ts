/** Previews that are developed on a base picture, against the same developed from the photo. */
import { join } from 'node:path';
import { moduleTooNew } from '@chemigram/darktable';
import type { Picture } from '@chemigram/mask';
import { findDarktable } from '@chemigram/renderer';
import { defaultPackDirs, loadVocabulary } from '@chemigram/vocabulary';
import type { Primitive } from '@chemigram/vocabulary';
import type { Move } from '@chemigram/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAME_ON_BASE } from '../../src/develop/base-picture.ts';
import type { Developer } from '../../src/photos/developer.ts';
import { MASK_SIZE } from '../../src/photos/masks/mask-size.ts';
import { readPicture } from '../../src/photos/pictures/picture-files.ts';
import { Darkroom } from '../helpers/photos.ts';
import { recipeOf } from '../helpers/recipe-of.ts';
import { casesOf } from '../helpers/whole-proof.ts';
import { DRAWN } from './cases.ts';
import { CROP, FRAMES, move, SEVERAL, TURNED } from './framings.ts';

/** A preview of about half the photo's size: what is scaled wrongly shows. Where all is proved, of the size that is usual. */
const SIZES = [
  [{ width: 1152, height: 768 }, 576],
  [{ width: 2304, height: 1536 }, 1024],
] as const;
const [PHOTO, BOX] = casesOf(SIZES.slice(0, 1), SIZES.slice(1)).at(-1)!;
/** Of 255. */
const BAR = { mean: 1, p99: 4 };

const FRAMING = ['crop', 'straighten', 'perspective', 'quarter_turn', 'mirror'];

type Recipe = readonly [title: string, moves: readonly Move[]];
const through = (form: string, one: Move): Move => ({ ...one, mask: DRAWN[form] });
const LIGHTS = { range_filter: { kind: 'luminance', min: 0.4, max: 0.9, feather: 0.1 } };

/** What darktable 5.2 and later reads from a file, where it is not taken from shapes. */
const SHAPE_AND_LIGHTS = {
  kind: 'compose',
  operation: 'union',
  operands: [
    { ...(DRAWN['a concave path'] as object), invert: true },
    { ...(DRAWN['a rotated ellipse'] as object), ...LIGHTS },
  ],
};

const ALWAYS: readonly Recipe[] = [
  ['an exposure through an ellipse', [through('a rotated ellipse', move('exposure', { value: 1.5 }))]],
  [
    'several moves through forms, on a crop that came after one of them',
    [
      through('a concave path', move('exposure', { value: -1 })),
      CROP,
      through('a gradient at 90', move('saturation', { value: 60 })),
      move('contrast', { value: 40 }),
    ],
  ],
  ['a range of the light tones', [{ ...move('exposure', { value: 1 }), mask: LIGHTS }]],
  [
    'a shape and light tones in one mask, on a straightening that came after it',
    [{ ...move('exposure', { value: -0.5 }), mask: SHAPE_AND_LIGHTS }, move('straighten', { value: 2.7 })],
  ],
];

const MASKS: readonly unknown[] = [DRAWN['a rotated ellipse'], LIGHTS, { ...DRAWN['a concave path'], ...LIGHTS }];

const { version } = await findDarktable(process.env);
const served = ({ modules, otherwise }: Primitive): boolean =>
  [modules, ...(otherwise === undefined ? [] : [otherwise])].some(
    (uses) =>
      uses.every(({ operation }) => SAME_ON_BASE.includes(operation)) &&
      !uses.some((use) => moduleTooNew(use.operation, use.version, version)),
  );
const atEnd = ({ name, parameters }: Primitive, end: 'min' | 'max'): Move =>
  move(name, Object.fromEntries(Object.entries(parameters).map(([key, range]) => [key, range[end]])));
const SERVED = (await loadVocabulary(defaultPackDirs())).list().filter(served);
/** Every primitive that may be on a base picture, all its numbers at one end, and at the other through masks in turn. */
const EACH: readonly Recipe[] = SERVED.flatMap((primitive, n): Recipe[] => {
  const least = atEnd(primitive, 'min');
  const mask = primitive.masks === 'none' ? null : MASKS[n % MASKS.length];
  const most: Recipe = [`${primitive.name}, the most`, [atEnd(primitive, 'max')]];
  // Where the least is nothing there is nothing to be developed.
  if (Object.values(primitive.parameters).every(({ min, neutral }) => min === neutral)) return [most];
  return [most, [`${primitive.name}, the least${mask === null ? '' : ', masked'}`, [{ ...least, mask }]]];
});
/** The same behind others: what looks at a picture as a whole may jump where its input differs in the last digits. */
const BEHIND: readonly Recipe[] = SERVED.map((primitive) => [
  `${primitive.name}, the most, behind others`,
  [
    move('shadows', { value: 60 }),
    through('a gradient at 30', move('exposure', { value: -1.5 })),
    atEnd(primitive, 'max'),
  ],
]);
const WHOLE: readonly Recipe[] = [
  ['straightened and corrected', [...FRAMES[SEVERAL]!, through('ellipse', move('exposure', { value: 1 }))]],
  ['turned amid others', [...FRAMES[TURNED]!, through('ellipse', move('exposure', { value: 1 }))]],
  ...EACH,
  ...BEHIND,
];

let darkroom: Darkroom;
let developer: Developer;
beforeAll(async () => {
  darkroom = await Darkroom.open();
  developer = await darkroom.developer(await darkroom.photo('dng', 6, PHOTO));
});
afterAll(() => darkroom.close());

function differences(a: Picture, b: Picture): { mean: number; p99: number } {
  expect([b.width, b.height]).toEqual([a.width, a.height]);
  const counts = new Uint32Array(256);
  a.rgb.forEach((value, i) => counts[Math.abs(value - b.rgb[i]!)]!++);
  const mean = counts.reduce((sum, count, value) => sum + count * value, 0) / a.rgb.length;
  let p99 = 0;
  for (let rest = counts[0]!; rest < 0.99 * a.rgb.length; rest += counts[++p99]!);
  return { mean, p99 };
}

describe('a preview on the base picture is the same on a screen as one of the photo', () => {
  it.each(casesOf(ALWAYS, WHOLE))('%s', async (_title, moves) => {
    const development = await developer.develop({ moves: await recipeOf(developer, moves) });
    const { picture, source, report } = await developer.preview(development, BOX);
    expect(source).toBe('base');
    expect(report.full).toEqual(development.displayed);
    const truth = await developer.session.picture(development.layers, BOX);
    const { mean, p99 } = differences(truth.picture, picture);
    expect(mean).toBeLessThanOrEqual(BAR.mean);
    expect(p99).toBeLessThanOrEqual(BAR.p99);
    if (!ALWAYS.some(([, always]) => always === moves)) return;
    // Not by doing nothing.
    const frame = await developer.develop({ moves: moves.filter(({ primitive }) => FRAMING.includes(primitive)) });
    const before = await developer.session.picture(frame.layers, BOX);
    expect(differences(before.picture, picture).mean).toBeGreaterThan(2 * BAR.mean);
  });
});

it('a long edit is looked at through further base pictures, as good as from the photo, and develops only what changed', async () => {
  const forms = Object.values(DRAWN);
  const long = ['exposure', 'saturation', 'contrast', 'warmth', 'shadows', 'vibrance'].map((name, k) => ({
    ...move(name, { value: name === 'exposure' ? 0.4 : 20 }),
    mask: k % 2 === 0 ? forms[k] : k === 3 ? LIGHTS : null,
  }));
  const last = (value: number): Move => ({ ...move('exposure', { value }), mask: DRAWN['a concave path'] });
  const steps: [Move[], changed: number][] = [
    [[...long, last(-1)], 7],
    [[...long, last(1)], 1],
    [[...long, last(1), move('contrast', { value: 30 })], 2],
    [[...long.slice(0, 5), last(-1)], 1],
  ];
  for (const [moves, changed] of steps) {
    const development = await developer.develop({ moves: await recipeOf(developer, moves) });
    const { picture, report, source } = await developer.preview(development, BOX);
    expect(source).toBe('base');
    const instances = new Set(development.edits.map(({ operation }) => operation));
    expect(report.modules.filter((name) => instances.has(name.replace(/\.\d+$/, '')))).toHaveLength(changed);
    // Looked at again it is there.
    expect((await developer.preview(development, BOX)).report.path).toBe(report.path);
    if (changed > 2) continue;
    const { mean, p99 } = differences((await developer.session.picture(development.layers, BOX)).picture, picture);
    expect(mean).toBeLessThanOrEqual(BAR.mean);
    expect(p99).toBeLessThanOrEqual(BAR.p99);
  }
});

it('an edit is looked at through what its masks looked through: what an early change cost once is not done again', async () => {
  const names = ['exposure', 'saturation', 'contrast', 'warmth', 'shadows', 'vibrance', 'exposure'];
  for (const first of [0.37, 0.43]) {
    const moves = names.map((name, k) => ({
      ...move(name, { value: k === 0 ? first : name === 'exposure' ? 0.4 : 20 }),
      mask: k === 5 ? LIGHTS : null,
    }));
    const development = await developer.develop({ moves: await recipeOf(developer, moves) });
    const { picture, report } = await developer.preview(development, MASK_SIZE);
    const instances = new Set(development.edits.map(({ operation }) => operation));
    // The range looked through the first four.
    expect(report.modules.filter((name) => instances.has(name.replace(/\.\d+$/, '')))).toHaveLength(3);
    const { mean, p99 } = differences(
      (await developer.session.picture(development.layers, MASK_SIZE)).picture,
      picture,
    );
    expect(mean).toBeLessThanOrEqual(BAR.mean);
    expect(p99).toBeLessThanOrEqual(BAR.p99);
  }
});

it('the first picture of a photo is the one that told its baseline, and the same as one developed with it', async () => {
  const { picture, report } = await developer.session.picture([], 1024);
  const order = { box: 1024, format: 'tiff', profile: 'srgb', bits: 16, compress: false } as const;
  const again = await developer.session.export([], order, join(darkroom.folder, 'again.tif'));
  const { mean, p99 } = differences(await readPicture(again.path), picture);
  // Two renders of the same differ by a rounding here and there.
  expect(mean).toBeLessThan(1e-4);
  expect(p99).toBe(0);
  // Without a sidecar to compare with, as it is darktable's own: asked for by nobody before.
  expect(report.proved).toBe(false);
});

it('a module that looks at more than a pixel is developed from the photo', async () => {
  const development = await developer.develop({ moves: [move('texture', { value: 60 })] });
  expect((await developer.preview(development, BOX)).source).toBe('photo');
});

it('masks of a long edit are put into darktable once, however many moves change', async () => {
  const moves = await recipeOf(
    developer,
    Array.from({ length: 50 }, (_, n) => ({
      ...move('exposure', { value: 0.02 }),
      mask: { dt_form: 'circle', dt_params: { center_x: 0.02 * (n + 1), center_y: 0.5, radius: 0.1 } },
    })),
  );
  const formsOf = async (value: number) =>
    (await developer.develop({ moves: [...moves.slice(0, -1), { ...moves.at(-1)!, values: { value } }] })).moves.map(
      ({ mask }) => mask!.forms,
    );
  const [first, second] = [await formsOf(0.1), await formsOf(0.2)];
  second.forEach((forms, n) => expect(forms).toBe(first[n]));
});

import { parseMask } from '@chemigram/mask';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Developer } from '../../src/photos/developer.ts';
import { measureDrawn, measureMask } from '../../src/photos/masks/measured-opacity.ts';
import { Darkroom } from '../helpers/photos.ts';
import { casesOf } from '../helpers/whole-proof.ts';
import { DRAWN, inverted, MEETING } from './cases.ts';

/** Bars of the project: intersection over union at half opacity, mean absolute error, and error of the prediction. */
const BARS = { agreement: 0.99, error: 0.01, predictedError: 0.005 };

/** Of strokes that are some thirty pixels wide, where a tenth of a pixel on either side is a hundredth. */
const LEAST_OF_THIN = 0.985;
/** Opacity that is missing or too much where a feather was left out, or a bay was filled. */
const LOST = 0.15;
/** Pixels of 1.6 million by which what is drawn in whole pixels differs so far along its edges. */
const MOST_LOST = 150;

let darkroom: Darkroom;
beforeAll(async () => {
  darkroom = await Darkroom.open();
});
afterAll(() => darkroom.close());

/** Photos by their title, kind and EXIF orientation. */
const PHOTOS = casesOf<readonly [string, 'png' | 'dng', 1 | 3 | 6 | 8]>(
  [['a raw that is turned right', 'dng', 6]],
  [
    ['a PNG', 'png', 1],
    ['a raw', 'dng', 1],
    ['a raw that is upside down', 'dng', 3],
    ['a raw that is turned left', 'dng', 8],
  ],
);

describe.each(PHOTOS)(
  'on %s, darktable changes the pixels that were pointed at, and only those',
  (_title, kind, orientation) => {
    let developer: Developer;
    beforeAll(async () => {
      developer = await darkroom.developer(await darkroom.photo(kind, orientation));
    });

    it('through every drawn form and its inverse', async () => {
      const { displayed } = await developer.session.geometry();
      const cases = Object.entries(DRAWN).flatMap(([name, spec]) => [
        { name, spec },
        { name: `all but ${name}`, spec: inverted(spec) },
      ]);
      const results = await measureDrawn(
        developer,
        cases.map(({ spec }) => parseMask(spec, displayed).mask),
        await developer.develop({ moves: [] }),
      );
      for (const [i, { placed, agreement, error, predictedError }] of results.entries()) {
        const { name } = cases[i]!;
        expect(placed.strategy, name).toBe('drawn forms');
        expect(agreement, name).toBeGreaterThanOrEqual(BARS.agreement);
        expect(error, name).toBeLessThanOrEqual(BARS.error);
        expect(predictedError, name).toBeLessThanOrEqual(BARS.predictedError);
      }
    });

    it('through outlines whose feather meets itself, wherever it does', async () => {
      const { displayed } = await developer.session.geometry();
      const cases = Object.entries(MEETING);
      const results = await measureDrawn(
        developer,
        cases.map(([, spec]) => parseMask(spec, displayed).mask),
        await developer.develop({ moves: [] }),
        Math.max(displayed.width, displayed.height),
      );
      for (const [i, { placed, agreement, measured, asked }] of results.entries()) {
        const [name] = cases[i]!;
        expect(placed.strategy, name).toBe('drawn forms');
        expect(agreement, name).toBeGreaterThanOrEqual(LEAST_OF_THIN);
        const off = measured.data.filter((opacity, k) => Math.abs(opacity - asked.data[k]!) > LOST).length;
        // As drawn in one form: the feathers of both stars, the bay, the hole and the brushes by 1,000 to 300,000 pixels.
        expect(off, name).toBeLessThan(MOST_LOST);
      }
    });

    it('also measured on the picture itself, by what one stop did to each pixel', async () => {
      const { displayed } = await developer.session.geometry();
      const { mask } = parseMask(inverted(DRAWN['a concave path']!), displayed);
      const result = await measureMask(developer, mask, await developer.develop({ moves: [] }));
      expect(result.agreement).toBeGreaterThanOrEqual(BARS.agreement);
      expect(result.error).toBeLessThanOrEqual(BARS.error);
      expect(result.predictedError).toBeLessThanOrEqual(BARS.predictedError);
      // Pixels too dark to be measured count as asked: they must be few.
      expect(result.dark / result.measured.data.length).toBeLessThan(0.02);
    });
  },
);

describe('on a photo of 768 pixels, whose outlines darktable widens by a part of each', () => {
  /** A disc of 48 corners and a stroke of ten pixels; borders in pixels of this photo. */
  const disc = (border: number) => ({
    dt_form: 'path',
    dt_params: {
      vertices: Array.from({ length: 48 }, (_, k) => {
        const angle = (k / 24) * Math.PI;
        return [(380.4 + 100 * Math.cos(angle)) / 768, (250.2 + 100 * Math.sin(angle)) / 512];
      }),
      border: border / 512,
    },
  });
  const stroke = { points: [[0.15, 0.4], [0.4, 0.7], [0.85, 0.3]], width: 0.02, hardness: 0.728 }; // prettier-ignore
  // Without what a narrow feather adds: .986, .988, .990 and .910; the stroke as darktable's own outline .935.
  it.each([
    ['a disc with a feather of one pixel', disc(1.01), 0.992],
    ['of one and a fifth', disc(1.2), 0.992],
    ['of one and a half', disc(1.5), 0.992],
    ['a stroke with a feather of one and a half', { dt_form: 'brush', dt_params: stroke }, 0.97],
  ])('%s lies where it was said', async (_title, spec, least) => {
    const size = { width: 768, height: 512 };
    const developer = await darkroom.developer(await darkroom.photo('png', 1, size));
    const { mask } = parseMask(spec, size);
    const [result] = await measureDrawn(developer, [mask], await developer.develop({ moves: [] }), size.width);
    expect(result!.agreement).toBeGreaterThanOrEqual(least);
    expect(Math.abs(result!.placed.agreement - result!.agreement)).toBeLessThan(0.003);
  });

  it('soft strokes are told to agree as they do', async () => {
    const size = { width: 768, height: 512 };
    const courses = [stroke.points, [[0.5, 0.1], [0.55, 0.5], [0.45, 0.9]], [[0.1, 0.8], [0.9, 0.1]]]; // prettier-ignore
    const specs = courses.flatMap((points) =>
      [0.03, 0.06].flatMap((width) =>
        [0.1, 0.4, 0.8].map((hardness) => ({ dt_form: 'brush', dt_params: { points, width, hardness } })),
      ),
    );
    const developer = await darkroom.developer(await darkroom.photo('png', 1, size));
    const results = await measureDrawn(
      developer,
      specs.map((spec) => parseMask(spec, size).mask),
      await developer.develop({ moves: [] }),
      size.width,
    );
    for (const { placed, agreement } of results) {
      expect(agreement).toBeGreaterThanOrEqual(0.96);
      // By where their feathers are on average .038 too much on average; of one stroke .05 aside.
      expect(Math.abs(placed.agreement - agreement)).toBeLessThan(0.005);
    }
  });
});

it.each([
  ['thirty times as wide as high', { width: 4800, height: 160 }],
  ['twenty times as high as wide', { width: 160, height: 3200 }],
])('on a picture %s a form lies where it was said', async (_title, size) => {
  const developer = await darkroom.developer(await darkroom.photo('png', 1, size));
  const on = await developer.develop({ moves: [] });
  const { stored } = await developer.session.geometry();
  // As read from its width alone the first was four hundredths less high.
  expect(stored.width / stored.height / (size.width / size.height)).toBeCloseTo(1, 2);
  const ellipse = { center_x: 0.35, center_y: 0.35, radius_x: 0.1, radius_y: 0.2, border: 0.02 };
  const { mask } = parseMask({ dt_form: 'ellipse', dt_params: ellipse }, on.displayed);
  const { agreement, placed } = await measureMask(developer, mask, on, Math.max(size.width, size.height));
  // Such an ellipse is 32 pixels wide or 64 high.
  expect(agreement).toBeGreaterThanOrEqual(0.93);
  expect(Math.abs(placed.agreement - agreement)).toBeLessThan(0.03);
});

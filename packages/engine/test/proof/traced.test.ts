import { parseMask } from '@chemigram/mask';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Developer } from '../../src/photos/developer.ts';
import { measureDrawn } from '../../src/photos/measured-opacity.ts';
import { Darkroom } from '../helpers/photos.ts';

/** Bars of the project for what darktable has no form for. */
const BARS = { agreement: 0.98, error: 0.02, predictedError: 0.02 };

/**
 * Where one of two excluded forms is at half opacity the result is half whatever the other is: along whole soft edges
 * the pixels stand on the very threshold of the agreement, which says little there. The error is held to the same bar.
 */
const SOFT_EXCLUDE = 'a brush excluded with a form, both soft';
const SOFT_EXCLUDE_AGREEMENT = 0.92;

const HOLED = {
  dt_form: 'path',
  dt_params: {
    vertices: [
      [0.2, 0.2],
      [0.8, 0.25],
      [0.75, 0.8],
      [0.25, 0.75],
    ],
    holes: [
      [
        [0.4, 0.4],
        [0.6, 0.4],
        [0.6, 0.6],
        [0.4, 0.6],
      ],
    ],
  },
};
const BRUSH = {
  dt_form: 'brush',
  dt_params: {
    points: [
      [0.2, 0.3],
      [0.45, 0.6],
      [0.8, 0.35],
    ],
    width: 0.16,
  },
};
const turned = (center_x: number, rotation: number): object => ({
  dt_form: 'ellipse',
  dt_params: { center_x, center_y: 0.5, radius_x: 0.22, radius_y: 0.1, rotation },
});
const compose = (operation: string, ...operands: object[]): object => ({ kind: 'compose', operation, operands });
/** Three rotated forms and, three composes deep, one that takes a part of them away and one that is turned round. */
const NESTED = compose(
  'union',
  turned(0.3, 30),
  compose(
    'subtract',
    turned(0.6, -40),
    compose('union', { dt_form: 'circle', dt_params: { center_x: 0.55, center_y: 0.5, radius: 0.08 } }, HOLED),
  ),
  turned(0.75, 75),
);
const CASES: Readonly<Record<string, object>> = {
  'a path with a hole': HOLED,
  'all but a path with a hole': { ...HOLED, invert: true },
  'a brush': BRUSH,
  'three rotated forms, nested with a hole': NESTED,
  'a hard brush excluded with a hard form': compose(
    'exclude',
    { ...BRUSH, dt_params: { ...BRUSH.dt_params, hardness: 1 } },
    { dt_form: 'rectangle', dt_params: { x0: 0.35, y0: 0.3, x1: 0.65, y1: 0.7, border: 0 } },
  ),
  [SOFT_EXCLUDE]: compose('exclude', BRUSH, turned(0.5, 20)),
  'a brush at 60 %': { ...BRUSH, opacity: 0.6 },
};

/** The photo's own long side, what an export has: at 1,024 pixels forms stand up to half a pixel aside (see exactStep). */
const FULL = 1536;

let darkroom: Darkroom;
let developer: Developer;
beforeAll(async () => {
  darkroom = await Darkroom.open();
  developer = await darkroom.developer(await darkroom.photo('dng'));
});
afterAll(() => darkroom.close());

it('what darktable has no form for is traced, and changes the pixels that were pointed at', async () => {
  const { displayed } = await developer.session.geometry();
  const masks = Object.values(CASES).map((spec) => parseMask(spec, displayed).mask);
  const results = await measureDrawn(developer, masks, await developer.develop({ moves: [] }), FULL);
  for (const [i, name] of Object.keys(CASES).entries()) {
    const { placed, agreement, error, predictedError } = results[i]!;
    expect(placed.strategy, name).toMatch(/traced outlines|external raster/);
    expect(agreement, name).toBeGreaterThanOrEqual(name === SOFT_EXCLUDE ? SOFT_EXCLUDE_AGREEMENT : BARS.agreement);
    expect(error, name).toBeLessThanOrEqual(BARS.error);
    expect(predictedError, name).toBeLessThanOrEqual(BARS.predictedError);
  }
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseMask, rasterise } from '@chemigram/mask';
import { writePng } from '@chemigram/scene';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { maskOn } from '../../src/photos/developer.ts';
import type { Developer, Development } from '../../src/photos/developer.ts';
import { measureMask } from '../../src/photos/masks/measured-opacity.ts';
import type { MeasuredMask } from '../../src/photos/masks/measured-opacity.ts';
import { Darkroom } from '../helpers/photos.ts';
import { recipeOf } from '../helpers/recipe-of.ts';
import { DRAWN } from './cases.ts';
import { move } from './framings.ts';
import { measureInLab } from './measure-in-lab.ts';

/** What is told beforehand may be off by this much. */
const TOLD = 0.03;
/** Mean difference of the opacity that was predicted and the one that darktable used. */
const PREDICTED = 0.03;

let darkroom: Darkroom;
let developer: Developer;
let on: Development;
beforeAll(async () => {
  darkroom = await Darkroom.open();
  developer = await darkroom.developer(await darkroom.photo('dng'));
  on = await developer.develop({ moves: [] });
});
afterAll(() => darkroom.close());

async function measured(spec: object, of = developer, at = on): Promise<MeasuredMask> {
  const result = await measureMask(of, parseMask(spec, at.displayed).mask, at);
  expect(Math.abs(result.placed.agreement - result.agreement)).toBeLessThanOrEqual(TOLD);
  expect(result.predictedError).toBeLessThanOrEqual(PREDICTED);
  expect(result.dark / result.measured.data.length).toBeLessThan(0.02);
  return result;
}

it('a range is looked at in 16 bits where what is shown has 8', async () => {
  const soft = { kind: 'luminance', min: 0.5, max: 0.5, feather: 0.5 };
  const { mask } = parseMask({ range_filter: soft }, on.displayed);
  const edited = await developer.develop({ moves: await recipeOf(developer, [move('exposure', { value: 0.3 })]) });
  const asked = await developer.masks.place(maskOn(edited, mask, 'preview'), {}, {}, async (placed) => placed.asked());
  const { picture } = await developer.preview(edited, asked.width);
  const ofShown = rasterise(mask, asked, { picture: { ...picture, rgb16: undefined } });
  const off = asked.data.map((opacity, i) => Math.abs(opacity - ofShown.data[i]!));
  expect(off.filter((difference) => difference > 0.1 / 255).length).toBeGreaterThan(0.5 * off.length);
  expect(off.reduce((most, difference) => Math.max(most, difference), 0)).toBeLessThan(2 / 255);
});

describe('ranges on a raw mean what the viewer sees, and what is predicted is what darktable does', () => {
  it.each([
    ['the shadows', { kind: 'luminance', min: 0, max: 0.3 }, 0.95, 0.02],
    ['the midtones', { kind: 'luminance', min: 0.3, max: 0.7 }, 0.95, 0.02],
    ['the highlights', { kind: 'luminance', min: 0.7, max: 1 }, 0.95, 0.02],
    ['the blues', { kind: 'color_h', min: 0.55, max: 0.7 }, 0.9, 0.03],
    // Not where the channel that is best alone joins first: 0.90.
    ['the reds', { kind: 'color_h', min: 0.95, max: 0.05 }, 0.92, 0.04],
    ['what has little colour', { kind: 'color_s', min: 0, max: 0.2 }, 0.85, 0.1],
  ] as const)('%s', async (_name, range_filter, agreementBar, errorBar) => {
    const { agreement, error } = await measured({ range_filter });
    expect(agreement).toBeGreaterThanOrEqual(agreementBar);
    expect(error).toBeLessThanOrEqual(errorBar);
  });

  it('a drawn form with a range is the two intersected', async () => {
    const spec = { ...DRAWN['a wide ellipse'], range_filter: { kind: 'luminance', min: 0.2, max: 0.6 } };
    const { agreement, error, placed } = await measured(spec);
    expect(placed.strategy).toBe('drawn forms and parametric range');
    expect(agreement).toBeGreaterThanOrEqual(0.95);
    expect(error).toBeLessThanOrEqual(0.02);
  });
});

it('of a picture of a few colours each is taken whole or left alone, as it was told', async () => {
  const path = join(darkroom.folder, 'few-colours.png');
  const scene = await writePng(darkroom.scene({ width: 480, height: 320 }));
  await writeFile(path, await sharp(scene).png({ palette: true, colours: 8, dither: 0 }).toBuffer());
  const few = await darkroom.developer(path);
  const at = await few.develop({ moves: [] });
  const bands = [
    { kind: 'luminance', min: 0, max: 0.3 },
    { kind: 'luminance', min: 0.3, max: 0.7, invert: true },
    { kind: 'color_h', min: 0.55, max: 0.7 },
    { kind: 'color_s', min: 0, max: 0.2 },
  ];
  for (const range_filter of bands) {
    const { agreement, error } = await measured({ range_filter }, few, at);
    expect.soft(agreement, JSON.stringify(range_filter)).toBeGreaterThanOrEqual(0.99);
    expect.soft(error, JSON.stringify(range_filter)).toBeLessThanOrEqual(0.03);
  }
});

it('what has little colour is told apart for a module in Lab as for others: its blend looks at channels of RGB', async () => {
  const picture = await darkroom.developer(await darkroom.photo('png', 1, { width: 960, height: 640 }));
  const at = await picture.develop({ moves: [] });
  const { mask } = parseMask({ range_filter: { kind: 'color_s', min: 0, max: 0.2 } }, at.displayed);
  const { placed, agreement, predictedError } = await measureInLab(picture, mask, at);
  // By channels of Lab alone 0.89.
  expect(agreement).toBeGreaterThanOrEqual(0.92);
  expect(Math.abs(placed.agreement - agreement)).toBeLessThanOrEqual(TOLD);
  expect(predictedError).toBeLessThanOrEqual(0.01);
});

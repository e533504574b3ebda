import { parseMask } from '@chemigram/mask';
import type { Raster } from '@chemigram/mask';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Developer } from '../../src/photos/developer.ts';
import { measureDrawn } from '../../src/photos/masks/measured-opacity.ts';
import { Darkroom } from '../helpers/photos.ts';
import { COMBINED } from './cases.ts';
import { FRAMES, SEVERAL } from './framings.ts';

/** Bars of the project for composes to depth 3, soft edges included. */
const BARS = { agreement: 0.98, error: 0.02, predictedError: 0.01 };
/** The photo's own long side, what an export has: at 1,024 pixels forms stand up to half a pixel aside (see exactStep). */
const SIZE = 1536;

let darkroom: Darkroom;
let developer: Developer;
beforeAll(async () => {
  darkroom = await Darkroom.open();
  developer = await darkroom.developer(await darkroom.photo('dng'));
});
afterAll(() => darkroom.close());

it('holes, brushes and soft composes three deep are drawn forms, and change the pixels that were pointed at', async () => {
  const { displayed } = await developer.session.geometry();
  const masks = Object.values(COMBINED).map((spec) => parseMask(spec, displayed).mask);
  const results = await measureDrawn(developer, masks, await developer.develop({ moves: [] }), SIZE);
  for (const [i, name] of Object.keys(COMBINED).entries()) {
    const { placed, agreement, error, predictedError } = results[i]!;
    // From 5.2 on an external raster may come nearer still.
    expect.soft(placed.strategy, name).toMatch(/^(drawn forms|external raster)$/);
    expect.soft(agreement, name).toBeGreaterThanOrEqual(BARS.agreement);
    expect.soft(error, name).toBeLessThanOrEqual(BARS.error);
    expect.soft(predictedError, name).toBeLessThanOrEqual(BARS.predictedError);
  }
});

it('a feather is drawn as far to the left as to the right: a thin brush at 60 %, framed anew, stands where it was asked', async () => {
  const on = await developer.develop({ moves: FRAMES[SEVERAL]! });
  const mask = parseMask(COMBINED['a brush at 60 %'], on.displayed).mask;
  const [brush] = await measureDrawn(developer, [mask], on, SIZE);
  // A quarter of a pixel aside costs what is beyond the bar.
  expect(Math.abs(middleAcross(brush!.measured) - middleAcross(brush!.asked))).toBeLessThan(0.15);
  expect(brush!.agreement).toBeGreaterThanOrEqual(BARS.agreement);
});

/** Opacity below this may be rounding: over a whole picture it would weigh as much as the form. */
const NOTHING = 0.02;

/** The mean column of what is covered. */
function middleAcross({ width, data }: Raster): number {
  let [sum, all] = [0, 0];
  for (const [i, opacity] of data.entries()) {
    if (opacity < NOTHING) continue;
    sum += opacity * (i % width);
    all += opacity;
  }
  return sum / all;
}

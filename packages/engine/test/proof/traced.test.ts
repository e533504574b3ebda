import { parseMask } from '@chemigram/mask';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Developer } from '../../src/photos/developer.ts';
import { measureDrawn } from '../../src/photos/measured-opacity.ts';
import { Darkroom } from '../helpers/photos.ts';
import { FORMLESS, SOFT_EXCLUDE } from './cases.ts';

/** Bars of the project for what darktable has no form for. */
const BARS = { agreement: 0.98, error: 0.02, predictedError: 0.02 };

/**
 * Where one of two excluded forms is at half opacity the result is half whatever the other is: along whole soft edges
 * the pixels stand on the very threshold of the agreement, which says little there. The error is held to the same bar.
 */
const SOFT_EXCLUDE_AGREEMENT = 0.92;

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
  const masks = Object.values(FORMLESS).map((spec) => parseMask(spec, displayed).mask);
  const results = await measureDrawn(developer, masks, await developer.develop({ moves: [] }), FULL);
  for (const [i, name] of Object.keys(FORMLESS).entries()) {
    const { placed, agreement, error, predictedError } = results[i]!;
    expect(placed.strategy, name).toMatch(/traced outlines|external raster/);
    expect(agreement, name).toBeGreaterThanOrEqual(name === SOFT_EXCLUDE ? SOFT_EXCLUDE_AGREEMENT : BARS.agreement);
    expect(error, name).toBeLessThanOrEqual(BARS.error);
    expect(predictedError, name).toBeLessThanOrEqual(BARS.predictedError);
  }
});

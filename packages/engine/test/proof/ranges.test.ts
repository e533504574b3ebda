import { parseMask } from '@chemigram/mask';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Developer, Development } from '../../src/photos/developer.ts';
import { measureMask } from '../../src/photos/masks/measured-opacity.ts';
import type { MeasuredMask } from '../../src/photos/masks/measured-opacity.ts';
import { Darkroom } from '../helpers/photos.ts';
import { DRAWN } from './cases.ts';

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

async function measured(spec: object): Promise<MeasuredMask> {
  const result = await measureMask(developer, parseMask(spec, on.displayed).mask, on);
  expect(Math.abs(result.placed.agreement - result.agreement)).toBeLessThanOrEqual(TOLD);
  expect(result.predictedError).toBeLessThanOrEqual(PREDICTED);
  expect(result.dark / result.measured.data.length).toBeLessThan(0.02);
  return result;
}

describe('ranges on a raw mean what the viewer sees, and what is predicted is what darktable does', () => {
  it.each([
    ['the shadows', { kind: 'luminance', min: 0, max: 0.3 }, 0.95, 0.02],
    ['the midtones', { kind: 'luminance', min: 0.3, max: 0.7 }, 0.95, 0.02],
    ['the highlights', { kind: 'luminance', min: 0.7, max: 1 }, 0.95, 0.02],
    ['the blues', { kind: 'color_h', min: 0.55, max: 0.7 }, 0.9, 0.03],
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

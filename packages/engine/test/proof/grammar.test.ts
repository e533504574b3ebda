import { ChemigramError } from '@chemigram/errors';
import { parseMask } from '@chemigram/mask';
import type { Mask } from '@chemigram/mask';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Developer } from '../../src/photos/developer.ts';
import { measureDrawn } from '../../src/photos/measured-opacity.ts';
import { Darkroom } from '../helpers/photos.ts';

/** Specs tried in a test run, three to a render. */
const SPECS = 45;
const SEED = 20260728;
const SIZE = 768;
/** Mean difference of the opacity that was predicted and the one that darktable used. */
const PREDICTED = 0.03;

const position = fc.double({ min: 0.1, max: 0.9, noNaN: true });
const radius = fc.double({ min: 0.05, max: 0.4, noNaN: true });
const border = fc.double({ min: 0, max: 0.2, noNaN: true });
const rotation = fc.double({ min: 0, max: 360, noNaN: true });

const form = fc.oneof(
  fc
    .record({ center_x: position, center_y: position, radius_x: radius, radius_y: radius, rotation, border })
    .map(drawn('ellipse')),
  fc.record({ center_x: position, center_y: position, radius, border }).map(drawn('circle')),
  fc
    .record({ x0: position, y0: position, width: radius, height: radius, rotation, border })
    .map(({ x0, y0, width, height, ...rest }) =>
      drawn('rectangle')({ x0, y0, x1: x0 + width, y1: y0 + height, ...rest }),
    ),
  fc
    .record({ anchor_x: position, anchor_y: position, rotation, compression: radius, state: fc.constantFrom(1, 2) })
    .map(drawn('gradient')),
  fc
    .record({ vertices: fc.array(fc.tuple(position, position), { minLength: 3, maxLength: 9 }), border })
    .map(drawn('path')),
);

function drawn(dt_form: string) {
  return (dt_params: object): object => ({ dt_form, dt_params });
}

const finish = fc.record(
  { invert: fc.boolean(), opacity: fc.double({ min: 0.3, max: 1, noNaN: true }) },
  { requiredKeys: [] },
);
const finished = (spec: fc.Arbitrary<object>): fc.Arbitrary<object> =>
  fc.tuple(spec, finish).map(([inner, rest]) => ({ ...inner, ...rest }));

const { spec } = fc.letrec<{ spec: object }>((tie) => ({
  spec: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    finished(form),
    finished(
      fc.record({
        kind: fc.constant('compose'),
        operation: fc.constantFrom('union', 'intersect', 'subtract', 'exclude'),
        operands: fc.array(tie('spec'), { minLength: 2, maxLength: 3 }),
      }),
    ),
  ),
}));

let darkroom: Darkroom;
let developer: Developer;
beforeAll(async () => {
  darkroom = await Darkroom.open();
  developer = await darkroom.developer(await darkroom.photo('dng', 6));
});
afterAll(() => darkroom.close());

const mean = (data: Float32Array): number => data.reduce((sum, opacity) => sum + opacity, 0) / data.length;

it('whatever is said is done as predicted, or refused: nothing is silently global, empty or misplaced', async () => {
  const on = await developer.develop({ moves: [] });
  const masks: Mask[] = [];
  const said: object[] = [];
  for (const candidate of fc.sample(spec, { numRuns: SPECS, seed: SEED })) {
    try {
      masks.push(parseMask(candidate, on.displayed).mask);
      said.push(candidate);
    } catch (error) {
      if (!(error instanceof ChemigramError)) throw error;
    }
  }
  // Most of the grammar is executed; a generator of refusals would prove nothing.
  expect(masks.length).toBeGreaterThan(SPECS / 2);
  for (const [i, result] of (await measureDrawn(developer, masks, on, SIZE)).entries()) {
    const what = JSON.stringify(said[i]);
    expect(result.predictedError, what).toBeLessThanOrEqual(PREDICTED);
    // As much of the picture as was asked, within what the prediction told.
    expect(Math.abs(mean(result.measured.data) - mean(result.asked.data)), what).toBeLessThanOrEqual(
      result.placed.error + PREDICTED,
    );
  }
});

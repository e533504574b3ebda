import { rasterise } from '@chemigram/mask';
import type { Mask, Raster } from '@chemigram/mask';
import { truthMask } from '@chemigram/scene';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Darkroom } from '../helpers/photos.ts';
import { countOf } from '../helpers/whole-proof.ts';
import { measureSpecs } from './measure-specs.ts';
import type { Outcome } from './measure-specs.ts';
import { randomSpecs } from './spec-grammar.ts';

/** How many specs are tried, half on a PNG and half on a turned raw. */
const SPECS = countOf(16, 200);
const SEED = 20260728;
/** Small pictures: what is said of them is the same, and a render takes a second. */
const SIZE = { width: 480, height: 320 };
/** Mean difference of the opacity that was predicted and the one that darktable used. */
const PREDICTED = 0.03;
/** The agreement that is told is that close to the measured one, on this share of the specs. */
const HONEST = { within: 0.03, share: 0.95 };
/** Refusals are right, but a generator of refusals would prove nothing. */
const EXECUTED = 0.9;
/** One of each way of finding: bands, quantiles, the sky, the horizon, and what is turned round. */
const NAMES = [
  'mask_highlights',
  'mask_midtones',
  'mask_sky',
  'mask_foliage_green',
  'mask_horizon_gradient',
  'mask_foreground',
];
/** A soft ring: no outline has it. */
const SOFT: Mask = {
  kind: 'compose',
  operation: 'subtract',
  operands: [
    { dt_form: 'circle', dt_params: { center_x: 0.5, center_y: 0.5, radius: 0.25, border: 0.25 } },
    { dt_form: 'circle', dt_params: { center_x: 0.5, center_y: 0.5, radius: 0.1, border: 0.1 } },
  ],
};

let darkroom: Darkroom;
beforeAll(async () => {
  darkroom = await Darkroom.open();
});
afterAll(() => darkroom.close());

const mean = ({ data }: Raster): number => data.reduce((sum, opacity) => sum + opacity, 0) / data.length;

it.each([
  ['a PNG', 'png', 1, 0],
  ['a raw that is turned right', 'dng', 6, 1],
] as const)(
  'whatever is said of %s is done as predicted, or refused: nothing is silently global, empty or misplaced',
  async (_title, kind, orientation, half) => {
    const developer = await darkroom.developer(await darkroom.photo(kind, orientation, SIZE));
    const { displayed } = await developer.develop({ moves: [] });
    const truth = (name: 'subject' | 'ridge'): Raster => ({
      ...displayed,
      data: truthMask(darkroom.scene(SIZE), name, { ...displayed, orientation }),
    });
    const rasters = await darkroom.rasters(developer, [
      truth('subject'),
      truth('ridge'),
      rasterise(SOFT, displayed, {}),
    ]);
    const specs = randomSpecs({ displayed, names: NAMES, rasters }, SPECS, SEED).filter((_, i) => i % 2 === half);
    const done = (await measureSpecs(developer, specs, SIZE.width)).filter((one): one is Done => 'measured' in one);
    expect(done.length).toBeGreaterThanOrEqual(EXECUTED * specs.length);
    let honest = 0;
    for (const { spec, measured: result } of done) {
      const what = JSON.stringify(spec);
      expect(result.predictedError, what).toBeLessThanOrEqual(PREDICTED);
      // As much of the picture as was asked, within what the prediction told.
      const surplus = Math.abs(mean(result.measured) - mean(result.asked));
      expect(surplus, what).toBeLessThanOrEqual(result.placed.error + PREDICTED);
      if (Math.abs(result.placed.agreement - result.agreement) <= HONEST.within) honest++;
    }
    console.log(figures(kind, done, honest));
    expect(honest / done.length).toBeGreaterThanOrEqual(HONEST.share);
  },
  20 * 60_000,
);

type Done = Extract<Outcome, { measured: unknown }>;

/** What a run found, for the table of the versions. */
function figures(kind: string, done: readonly Done[], honest: number): string {
  const errors = done.map(({ measured }) => measured.predictedError).sort((a, b) => a - b);
  const asked = done.map(({ measured }) => measured.error).sort((a, b) => a - b);
  const at = (sorted: readonly number[], share: number): string =>
    (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(4);
  return (
    `${done.length} specs on a ${kind}: predicted and measured differ by ${at(errors, 1)} at most, ${at(errors, 0.95)} on 95 %; ` +
    `asked and measured by ${at(asked, 0.5)} in the middle, ${at(asked, 0.95)} on 95 %; agreement within ${HONEST.within} ` +
    `on ${((100 * honest) / done.length).toFixed(1)} %`
  );
}

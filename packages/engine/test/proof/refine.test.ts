import { compare, parseMask, rasterise } from '@chemigram/mask';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Developer } from '../../src/photos/developer.ts';
import { measureMask } from '../../src/photos/masks/measured-opacity.ts';
import type { MeasuredMask } from '../../src/photos/masks/measured-opacity.ts';
import { Darkroom } from '../helpers/photos.ts';
import { casesOf } from '../helpers/whole-proof.ts';
import { CLAIMS, FRAMES, LENS_AND_MORE, LENS_FRAMES } from './framings.ts';
import { measureInLab } from './measure-in-lab.ts';

/**
 * What darktable makes of a refined mask must be what was predicted. A range has edges all over the picture: where it
 * becomes an external raster, its pixels are averaged on the way into the stored frame and back.
 */
const PREDICTED = {
  drawn: { agreement: 0.98, error: 0.005 },
  ranged: { agreement: 0.96, error: 0.015 },
  traced: { agreement: 0.97, error: 0.01 },
};
/** What was asked, by the project's bars: darktable's own forms, ranges, and outlines that stand for a soft edge. */
const BARS = {
  drawn: { agreement: 0.985, error: 0.015 },
  ranged: { agreement: 0.95, error: 0.04 },
  traced: { agreement: 0.96, error: 0.02 },
};
/** A refinement that changes less than this on average has not been proved to do anything. */
const FELT = 0.01;

const ELLIPSE = { dt_form: 'ellipse', dt_params: { center_x: 0.45, center_y: 0.5, radius_x: 0.2, radius_y: 0.3 } };
const BOX = { dt_form: 'rectangle', dt_params: { x0: 0.4, y0: 0.2, x1: 0.7, y1: 0.5 } };
const MIDTONES = { range_filter: { kind: 'luminance', min: 0.3, max: 0.7 } };
const subtract = (...operands: object[]): object => ({ kind: 'compose', operation: 'subtract', operands });
const ALL = { blur: 0.01, feather_radius: 0.03, contrast: 0.4, brightness: 0.3 };

/** What is refined as a whole is refined by darktable itself. */
const STRATEGY = {
  drawn: /^drawn forms$/,
  ranged: /parametric range|external raster/,
  traced: /traced outlines|external raster/,
};

const CASES: Readonly<Record<string, { spec: Record<string, unknown>; bars: keyof typeof BARS }>> = {
  'a drawn form, blurred': { spec: { ...ELLIPSE, refine: { blur: 0.04 } }, bars: 'drawn' },
  'a drawn form, feathered along the picture': {
    spec: { ...ELLIPSE, refine: { feather_radius: 0.1 } },
    bars: 'drawn',
  },
  'a drawn form in a steeper, darker curve': {
    spec: { ...ELLIPSE, dt_params: { ...ELLIPSE.dt_params, border: 0.3 }, refine: { contrast: 0.5, brightness: -0.4 } },
    bars: 'drawn',
  },
  'all together, inverted, at 60 %': {
    spec: { ...ELLIPSE, refine: ALL, invert: true, opacity: 0.6 },
    bars: 'drawn',
  },
  'all together on a compose': { spec: { ...subtract(ELLIPSE, BOX), refine: ALL }, bars: 'drawn' },
  'all together on a range': { spec: { ...MIDTONES, refine: ALL }, bars: 'ranged' },
  'an operand of a compose, blurred': {
    spec: subtract({ ...ELLIPSE, refine: { blur: 0.04 } }, BOX) as Record<string, unknown>,
    bars: 'traced',
  },
};

let darkroom: Darkroom;
let developer: Developer;
beforeAll(async () => {
  darkroom = await Darkroom.open();
  developer = await darkroom.developer(await darkroom.photo('dng'));
});
afterAll(() => darkroom.close());

/** What is proved in other frames and other modules too: the raw's, with a mask of each manner. */
const ELSEWHERE = ['a drawn form, feathered along the picture', 'all together on a compose', 'all together on a range'];
const ALL_FRAMES = { ...FRAMES, ...LENS_FRAMES };
const framed = casesOf(
  [],
  [...Object.keys(FRAMES), LENS_AND_MORE].flatMap((frame) => ELSEWHERE.map((name) => [frame, name] as const)),
);
const inLab = casesOf<string>([], Object.keys(CASES));

/** What a result misses of its bars; nothing where it is as it was asked and predicted. */
function shortOf(result: MeasuredMask, bars: keyof typeof BARS): string[] {
  const limits = [
    ['predicted agreement', PREDICTED[bars].agreement - result.predictedAgreement],
    ['predicted error', result.predictedError - PREDICTED[bars].error],
    ['agreement', BARS[bars].agreement - result.agreement],
    ['error', result.error - BARS[bars].error],
  ] as const;
  return [
    ...(STRATEGY[bars].test(result.placed.strategy) ? [] : [result.placed.strategy]),
    ...limits.filter(([, off]) => off > 0).map(([name, off]) => `${name} by ${off.toFixed(4)}`),
  ];
}

async function measured(spec: object, size?: number): Promise<MeasuredMask> {
  const on = await developer.develop({ moves: [] });
  return measureMask(developer, parseMask(spec, on.displayed).mask, on, size);
}

/** How far the measured opacity is from that of the same mask without any refinement. */
async function felt({ measured: done }: MeasuredMask, spec: object): Promise<number> {
  const plain: unknown = JSON.parse(
    JSON.stringify(spec, (key, value: unknown) => (key === 'refine' ? undefined : value)),
  );
  const { displayed } = await developer.develop({ moves: [] });
  const { picture } = await developer.session.picture([], 1024);
  return compare(rasterise(parseMask(plain, displayed).mask, done, { picture }), done).meanAbsoluteError;
}

describe('darktable refines a mask as it was asked and predicted', () => {
  it.each(Object.entries(CASES))('%s', async (_name, { spec, bars }) => {
    const result = await measured(spec);
    expect(shortOf(result, bars)).toEqual([]);
    expect(await felt(result, spec)).toBeGreaterThan(FELT);
  });

  it('as wide on the whole picture as on its preview', async () => {
    const { predictedError, error } = await measured({ ...ELLIPSE, refine: { blur: 0.04 } }, 1536);
    expect(predictedError).toBeLessThanOrEqual(PREDICTED.drawn.error);
    expect(error).toBeLessThanOrEqual(BARS.drawn.error);
  });

  it('by the detail of the raw, as darktable was asked', async () => {
    const spec = { ...ELLIPSE, refine: { details: -0.2 } };
    const result = await measured(spec);
    expect(result.predictedError).toBeLessThanOrEqual(PREDICTED.drawn.error);
    expect(await felt(result, spec)).toBeGreaterThan(FELT);
  });
});

it.each(framed)('darktable refines a mask as asked %s: %s', async (frame, name) => {
  const { spec, bars } = CASES[name]!;
  const path = await darkroom.raw('claims-a-lens', { width: 1536, height: 1024 }, { claims: CLAIMS });
  const elsewhere = frame in LENS_FRAMES ? await darkroom.developer(path) : developer;
  const on = await elsewhere.develop({ moves: ALL_FRAMES[frame]! });
  const result = await measureMask(elsewhere, parseMask(spec, on.displayed).mask, on);
  expect(shortOf(result, bars)).toEqual([]);
});

it.each(inLab)('darktable refines a mask as asked in a module that works in Lab: %s', async (name) => {
  const { spec, bars } = CASES[name]!;
  const on = await developer.develop({ moves: [] });
  const result = await measureInLab(developer, parseMask(spec, on.displayed).mask, on);
  expect(shortOf(result, bars)).toEqual([]);
});

it('details of a photo that is no raw are refused by name: darktable would leave them out', async () => {
  const elsewhere = await darkroom.developer(await darkroom.photo('png'));
  const on = await elsewhere.develop({ moves: [] });
  const { mask } = parseMask({ ...ELLIPSE, refine: { details: 0.3 } }, on.displayed);
  await expect(measureMask(elsewhere, mask, on)).rejects.toMatchObject({
    code: 'unsupported_by_darktable',
    field: 'refine.details',
  });
});

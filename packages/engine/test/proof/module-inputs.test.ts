/** What a module is given behind some edits: made of the base picture, against the same made of the photo. */
import { orderOf } from '@chemigram/darktable';
import { parseMask } from '@chemigram/mask';
import type { FloatPicture } from '@chemigram/renderer';
import type { Move } from '@chemigram/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baselineUpTo } from '../../src/develop/baseline.ts';
import { developSidecar, standsBefore } from '../../src/develop/development.ts';
import { stageOf } from '../../src/develop/stages.ts';
import type { BlockStage } from '../../src/develop/stages.ts';
import type { Developer, Development } from '../../src/photos/developer.ts';
import { measureMask } from '../../src/photos/masks/measured-opacity.ts';
import { MASK_SIZE } from '../../src/photos/masks/mask-size.ts';
import { intoRec2020 } from '../../src/photos/pictures/rec2020.ts';
import type { Session } from '../../src/photos/session/session.ts';
import { Darkroom } from '../helpers/photos.ts';
import { recipeOf } from '../helpers/recipe-of.ts';
import { casesOf } from '../helpers/whole-proof.ts';
import { DRAWN } from './cases.ts';
import { CROP, FRAMES, move, SEVERAL } from './framings.ts';

/** Larger than masks are looked at: what is scaled wrongly shows. */
const PHOTO = { width: 1152, height: 768 };
/** Of 255, as for a preview. */
const BAR = { mean: 1, p99: 4 };
/** How far the agreement of a range with what darktable does may be another than of one that is fitted to the photo. */
const AGREEMENT = 0.01;

const LIGHTS = { range_filter: { kind: 'luminance', min: 0.4, max: 0.9, feather: 0.1 } };
const BLUES = { range_filter: { kind: 'color_h', min: 0.5, max: 0.75 } };
const through = (mask: unknown, one: Move): Move => ({ ...one, mask });

/** The edits before the module; some look at the picture themselves. */
const EDITS: Readonly<Record<string, readonly Move[]>> = {
  'a spot, forms and a range, cropped in between': [
    {
      ...move('spots', { value: 100 }),
      spots: [{ kind: 'blur', x: 0.4, y: 0.4, radius_x: 0.05, radius_y: 0.05, border: 0.02 }],
    },
    through(DRAWN['a rotated ellipse'], move('exposure', { value: 1 })),
    CROP,
    through(LIGHTS, move('warmth', { value: 40 })),
  ],
};
const MORE: typeof EDITS = {
  'a range on a photo that was straightened and corrected': [
    ...FRAMES[SEVERAL]!,
    through(LIGHTS, move('exposure', { value: 1 })),
  ],
  'many tones and colours': [
    move('shadows', { value: 60 }),
    through(BLUES, move('saturation', { value: 60 })),
    move('contrast', { value: 50 }),
    through(DRAWN['a gradient at 30'], move('exposure', { value: -1.5 })),
    move('vibrance', { value: 50 }),
  ],
};

let darkroom: Darkroom;
/** One that may use base pictures, and one that develops all of the photo. */
let [onBase, onPhoto]: Developer[] = [];
beforeAll(async () => {
  darkroom = await Darkroom.open();
  const photo = await darkroom.photo('dng', 6, PHOTO);
  onBase = await darkroom.developer(photo);
  onPhoto = await darkroom.developer(photo, null, false);
});
afterAll(() => darkroom.close());

const developed = async (developer: Developer, moves: readonly Move[]) =>
  developer.develop({ moves: await recipeOf(developer, moves) });

/** The same layers developed of the photo, up to where a stage ends. */
async function inputOfPhoto(session: Session, { layers }: Development, stage: BlockStage): Promise<FloatPicture> {
  const { sidecar } = await session.baseline();
  const before = layers.filter(
    (layer) => stageOf(layer.operation) === 'geometry' || standsBefore(layer, stage, orderOf(sidecar)),
  );
  const xmp = developSidecar(baselineUpTo(sidecar, stage), before);
  return stage === 'display' ? intoRec2020(await session.shownLight(xmp, MASK_SIZE)) : session.linear(xmp, MASK_SIZE);
}

/** Linear light as it is seen, 0 to 255; both ends are clipped as a display does. */
const shown = (light: number): number => 255 * Math.min(1, Math.max(0, light)) ** (1 / 2.2);

function differences(a: FloatPicture, b: FloatPicture): { mean: number; p99: number } {
  expect([b.width, b.height]).toEqual([a.width, a.height]);
  const all = a.data.map((light, i) => Math.abs(shown(light) - shown(b.data[i]!))).toSorted();
  return { mean: all.reduce((sum, one) => sum + one, 0) / all.length, p99: all[Math.floor(0.99 * all.length)]! };
}

describe.each(casesOf(Object.entries(EDITS), Object.entries(MORE)))('behind %s', (_title, moves) => {
  it.each(casesOf(['exposure'], ['bilat']))(
    '%s is given the same of the base picture as of the photo',
    async (operation) => {
      const on = await developed(onBase!, moves);
      const base = await onBase!.moduleInput(on, operation);
      const truth = await inputOfPhoto(onBase!.session, on, stageOf(operation) as BlockStage);
      // Not the very same render.
      expect(base.data).not.toEqual(truth.data);
      const { mean, p99 } = differences(base, truth);
      expect(mean).toBeLessThanOrEqual(BAR.mean);
      expect(p99).toBeLessThanOrEqual(BAR.p99);
    },
  );

  it.each(casesOf([], [['light tones', LIGHTS] as const, ['blues', BLUES] as const]))(
    'a range of the %s that was fitted to it agrees with what darktable does as well',
    async (_range, spec) => {
      const [base, truth] = [await developed(onBase!, moves), await developed(onPhoto!, moves)];
      const mask = parseMask(spec, base.displayed).mask;
      const fitted = await measureMask(onBase!, mask, base);
      const { agreement, error } = await measureMask(onPhoto!, mask, truth);
      expect(Math.abs(fitted.agreement - agreement)).toBeLessThanOrEqual(AGREEMENT);
      expect(Math.abs(fitted.error - error)).toBeLessThanOrEqual(AGREEMENT);
    },
  );
});

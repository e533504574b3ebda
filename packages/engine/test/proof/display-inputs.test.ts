/** What modules behind the tone mapper are given is what is displayed, however saturated. */
import type { FloatPicture } from '@chemigram/renderer';
import type { Picture } from '@chemigram/mask';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Darkroom } from '../helpers/photos.ts';
import { recipeOf } from '../helpers/recipe-of.ts';
import { move } from './framings.ts';

const PHOTO = { width: 768, height: 512 };
/** Of 255: what 16 bits and a second render leave. */
const BAR = { mean: 0.3, p99: 2 };

let darkroom: Darkroom;
beforeAll(async () => {
  darkroom = await Darkroom.open();
});
afterAll(() => darkroom.close());

/** Rec. 2020 into sRGB, both linear (Rec. ITU-R BT.2407). */
const TO_SRGB = [
  [1.6605, -0.5876, -0.0728],
  [-0.1246, 1.1329, -0.0083],
  [-0.0182, -0.1006, 1.1187],
] as const;
const encoded = (light: number): number =>
  light <= 0.0031308 ? 12.92 * Math.max(0, light) : 1.055 * Math.min(1, light) ** (1 / 2.4) - 0.055;

/** What of light in Rec. 2020 would be displayed, against what is, of 255. */
function differences({ data }: FloatPicture, { rgb }: Picture): { mean: number; p99: number } {
  expect(data.length).toBe(rgb.length);
  const all = Array.from(rgb, (value, i) => {
    const row = TO_SRGB[i % 3]!;
    const at = i - (i % 3);
    return Math.abs(255 * encoded(row.reduce((sum, part, k) => sum + part * data[at + k]!, 0)) - value);
  }).toSorted((a, b) => a - b);
  return { mean: all.reduce((sum, one) => sum + one, 0) / all.length, p99: all[Math.floor(0.99 * all.length)]! };
}

it.each(['tone_mapper_filmic', 'tone_mapper_sigmoid'])(
  'of saturated colours behind %s a module of local contrast is given those that are displayed',
  async (tone_mapper) => {
    const developer = await darkroom.developer(await darkroom.photo('dng', 1, PHOTO));
    const moves = await recipeOf(developer, [move('saturation', { value: 100 }), move(tone_mapper, { contrast: 1 })]);
    const on = await developer.develop({ moves });
    const { mean, p99 } = differences(
      await developer.moduleInput(on, 'bilat'),
      (await developer.preview(on, PHOTO.width)).picture,
    );
    expect(mean).toBeLessThanOrEqual(BAR.mean);
    expect(p99).toBeLessThanOrEqual(BAR.p99);
  },
);

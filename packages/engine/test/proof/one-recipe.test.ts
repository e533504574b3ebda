/** What a state is, its sidecar and its picture, is said by its recipe alone: not by the way that led there. */
import type { Move } from '@chemigram/workspace';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Development } from '../../src/photos/developer.ts';
import { Darkroom } from '../helpers/photos.ts';
import { recipeOf } from '../helpers/recipe-of.ts';
import { casesOf } from '../helpers/whole-proof.ts';
import { DRAWN } from './cases.ts';
import { move } from './framings.ts';

const PHOTO = { width: 768, height: 512 };
const BOX = 1024;
/** Greys of a noisy raw: the slightest change of what it looks at makes it another mask. */
const MUTED = { range_filter: { kind: 'color_s', min: 0.24, max: 0.51, feather: 0.12 } };

const DRAWN_DARKER: Move = { ...move('exposure', { value: -0.6 }), mask: DRAWN['a rotated ellipse'] };
const RANGED: Move = { ...move('saturation', { value: 30 }), mask: MUTED };

let darkroom: Darkroom;
let photo: string;
beforeAll(async () => {
  darkroom = await Darkroom.open();
  photo = await darkroom.photo('dng', 6, PHOTO);
});
afterAll(() => darkroom.close());

/** The last of some states, to a developer that goes through all of them. */
async function lastOf(states: readonly (readonly Move[])[]) {
  const developer = await darkroom.developer(photo);
  let development: Development | null = null;
  for (const moves of states) development = await developer.develop({ moves: await recipeOf(developer, moves) });
  const { picture } = await developer.preview(development!, BOX);
  return { xmp: development!.xmp, rgb: picture.rgb };
}

it.each(
  casesOf(
    [['contrast', 40]],
    [
      ['exposure', 0.7],
      ['warmth', 30],
      ['vibrance', 40],
    ],
  ),
)(
  'moves that follow %s are the same edit and the same picture, whatever was developed before them',
  async (name, value) => {
    const first = move(name, { value });
    const moves = [first, DRAWN_DARKER, RANGED];
    const straight = await lastOf([moves]);
    const around = await lastOf([[first, RANGED], [first, RANGED, DRAWN_DARKER], moves]);
    expect(around.xmp).toBe(straight.xmp);
    expect(around.rgb.findIndex((value, i) => value !== straight.rgb[i])).toBe(-1);
  },
);

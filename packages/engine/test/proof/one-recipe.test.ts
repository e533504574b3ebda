/** What a state is, its sidecar and its picture, is said by its recipe alone: not by the way that led there. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createEngine } from '@chemigram/engine';
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
let developed: string;
beforeAll(async () => {
  darkroom = await Darkroom.open();
  photo = await darkroom.photo('dng', 6, PHOTO);
  developed = await darkroom.photo('png', 1, PHOTO);
});
afterAll(() => darkroom.close());

/** The last of some states, to a developer that goes through all of them, and looks at each. */
async function lastOf(states: readonly (readonly Move[])[], of = photo) {
  const developer = await darkroom.developer(of);
  let development: Development | null = null;
  for (const moves of states) {
    development = await developer.develop({ moves: await recipeOf(developer, moves) });
    await developer.preview(development, BOX);
  }
  const { picture } = await developer.preview(development!, BOX);
  // Without the files of masks, which each developer has in a folder of its own: the picture tells what is in them.
  const layers = development!.layers.map(({ maskSources: _files, ...layer }) => layer);
  return { layers, rgb: picture.rgb };
}

it.each(
  casesOf<readonly [string, number]>(
    [],
    [
      ['contrast', 40],
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
    expect(around.layers).toEqual(straight.layers);
    expect(around.rgb.findIndex((value, i) => value !== straight.rgb[i])).toBe(-1);
  },
);

it('moves that follow a long edit are the same, whatever previews of it were made of', async () => {
  const long = ['exposure', 'warmth', 'contrast', 'vibrance', 'saturation'].map((name, k) => ({
    ...move(name, { value: name === 'exposure' ? 0.4 : 20 }),
    mask: k % 2 === 0 ? null : DRAWN['a rotated ellipse'],
  }));
  const straight = await lastOf([[...long, RANGED]]);
  const around = await lastOf([[...long, DRAWN_DARKER], long, [...long, RANGED]]);
  expect(around.layers).toEqual(straight.layers);
});

it('a range is learned on what its own module is given, though one that stands elsewhere was given nearly the same', async () => {
  const through = (mask: unknown) => (name: string) => [{ ...move(name, { value: 20 }), mask }];
  const on = through({ ...DRAWN['a gradient at 30'], range_filter: { kind: 'color_h', min: 0.38, max: 0.87 } });
  const after = await lastOf([on('exposure'), on('clarity')], developed);
  expect(after.layers).toEqual((await lastOf([on('clarity')], developed)).layers);
});

it('a single command makes of a recipe what a server made of it, with nothing of that kept', async () => {
  const home = join(darkroom.folder, 'home');
  await mkdir(home);
  const image_id = 'iguana';
  const call = { signal: new AbortController().signal, progress: () => undefined };
  const exported = async (stays: boolean, steps: readonly (readonly [operation: string, args: object])[]) => {
    const engine = await createEngine({ home, stays });
    try {
      for (const [operation, args] of steps) await engine.run(operation, { image_id, ...args }, call);
      const out = join(darkroom.folder, `stays-${stays}.xmp`);
      await engine.run('export_xmp', { image_id, out }, call);
      return await readFile(out, 'utf8');
    } finally {
      await engine.close();
    }
  };
  const byServer = await exported(true, [
    ['ingest', { photo }],
    ['apply_primitive', { primitive_name: 'contrast', value: 40 }],
    ['apply_primitive', { primitive_name: 'saturation', value: 30, mask_spec: MUTED }],
  ]);
  await rm(join(home, image_id, 'cache'), { recursive: true });
  expect(await exported(false, [])).toBe(byServer);
});

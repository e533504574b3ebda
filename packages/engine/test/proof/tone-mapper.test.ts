import { moduleTooNew, parseSidecar } from '@chemigram/darktable';
import type { Picture } from '@chemigram/mask';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TONE_MAPPERS } from '../../src/develop/stages.ts';
import type { Developer } from '../../src/photos/developer.ts';
import { Darkroom } from '../helpers/photos.ts';
import { move } from './framings.ts';

const SIZE = 384;

let darkroom: Darkroom;
let developer: Developer;
beforeAll(async () => {
  darkroom = await Darkroom.open();
  developer = await darkroom.developer(await darkroom.photo('dng', 1, { width: 384, height: 256 }));
});
afterAll(() => darkroom.close());

/** The tone mappers that a development has switched on. */
async function mappers(moves: Parameters<typeof move>[]): Promise<string[]> {
  const { xmp } = await developer.develop({ moves: moves.map((args) => move(...args)) });
  return parseSidecar(xmp)
    .history.filter(({ operation, enabled }) => enabled && TONE_MAPPERS.includes(operation))
    .map(({ operation }) => operation);
}

async function picture(moves: Parameters<typeof move>[]): Promise<Picture> {
  const { layers } = await developer.develop({ moves: moves.map((args) => move(...args)) });
  return (await developer.session.picture([...layers], SIZE)).picture;
}

/** The spread of the displayed values around their mean. */
function spread({ rgb }: Picture): number {
  const mean = rgb.reduce((sum, value) => sum + value, 0) / rgb.length;
  return Math.sqrt(rgb.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rgb.length);
}

const SIGMOID = { contrast: 1.5, skew: 0 };
const FILMIC = { contrast: 1, latitude: 0.01, balance: 0, white: 4, black: -8 };

/** As darktable begins with it. */
const AGX = { contrast: 2.8, range: 16.5, toe: 1.55, shoulder: 1.55 };

describe('a tone mapper', () => {
  it('takes the place of the one that the photo has, and the last one asked for counts', async () => {
    expect(await mappers([['exposure', { value: 0.5 }]])).toHaveLength(1);
    expect(await mappers([['tone_mapper_sigmoid', SIGMOID]])).toEqual(['sigmoid']);
    expect(await mappers([['tone_mapper_filmic', FILMIC]])).toEqual(['filmicrgb']);
    expect(
      await mappers([
        ['tone_mapper_sigmoid', SIGMOID],
        ['exposure', { value: 0.5 }],
        ['tone_mapper_filmic', FILMIC],
      ]),
    ).toEqual(['filmicrgb']);
  });

  it('is AgX where darktable has it, else refused by name', async () => {
    const missing = moduleTooNew('agx', 7, darkroom.renderer.version);
    const asked = mappers([
      ['tone_mapper_sigmoid', SIGMOID],
      ['tone_mapper_agx', AGX],
    ]).catch((error: unknown) => String(error));
    const refused = expect.stringMatching(/tone_mapper_agx.*5\.4\.1 is needed/);
    expect(await asked).toEqual(missing === null ? ['agx'] : refused);
  });

  it('maps the tones of the scene once, steeper with more contrast', async () => {
    const soft = await picture([['tone_mapper_sigmoid', { ...SIGMOID, contrast: 1 }]]);
    const hard = await picture([['tone_mapper_sigmoid', { ...SIGMOID, contrast: 2.5 }]]);
    expect(spread(hard)).toBeGreaterThan(1.1 * spread(soft));
    // As before it: the first one of the recipe is out of force.
    const again = await picture([
      ['tone_mapper_filmic', FILMIC],
      ['tone_mapper_sigmoid', { ...SIGMOID, contrast: 1 }],
    ]);
    expect(again.rgb).toEqual(soft.rgb);
  });
});

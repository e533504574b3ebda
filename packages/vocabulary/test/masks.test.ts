import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultPackDirs, loadMasks, personalPackDirs } from '../src/index.ts';
import { refusalOf } from '../../errors/test/refusal.ts';

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'chemigram-masks-'));
});
afterEach(() => rm(home, { recursive: true }));

const SUNNY = {
  name: 'mask_sunny',
  title: 'Sunny',
  description: 'Where the sun shines.',
  words: ['sun'],
  spec: { range_filter: { kind: 'luminance', min: 0.7, max: 1 } },
};

async function put(pack: string, file: string, definition: unknown): Promise<void> {
  const folder = join(home, 'packs', pack, 'masks');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, file), typeof definition === 'string' ? definition : JSON.stringify(definition));
}

describe('the shipped masks', () => {
  it('hold what photographers ask for first', async () => {
    const masks = await loadMasks(defaultPackDirs());
    expect([...masks.keys()]).toEqual(
      expect.arrayContaining([
        'mask_sky',
        'mask_subject',
        'mask_eye_region',
        'mask_skin_region',
        'mask_foliage_green',
        'mask_water_blue_cyan',
        'mask_luminosity_brightest_quartile',
        'mask_darkest_quartile',
        'mask_midtones',
        'mask_foreground',
        'mask_horizon_gradient',
        'mask_shadows',
        'mask_highlights',
        'mask_background',
      ]),
    );
  });

  it('say how to draw by eye, and when the fallback is wrong, where seeing beats rules', async () => {
    const masks = await loadMasks(defaultPackDirs());
    const byEye = [...masks.values()].filter((mask) => mask.llm_vision_prompt !== undefined);
    expect(byEye.map(({ name }) => name)).toEqual(['mask_eye_region', 'mask_sky', 'mask_subject']);
    for (const mask of byEye) {
      expect(mask.llm_vision_prompt).toContain('preview_mask');
      expect(mask.fallback?.likely_wrong_when.length).toBeGreaterThan(0);
    }
  });

  it('of a colour ask for some saturation, since greys have the hue of red', async () => {
    const masks = await loadMasks(defaultPackDirs());
    for (const colour of ['reds', 'oranges', 'yellows', 'greens', 'cyans', 'blues', 'purples', 'magentas']) {
      expect(masks.get(`mask_${colour}`)?.spec).toMatchObject({
        range_filters: expect.arrayContaining([expect.objectContaining({ kind: 'color_s', max: 1 })]),
      });
    }
  });
});

describe('load order', () => {
  it('puts personal packs over shipped ones, by name, and later over earlier', async () => {
    const mine = { ...SUNNY, name: 'mask_sky' };
    await put('b', 'mask_sky.maskdef', { ...mine, title: 'Of b' });
    await put('a', 'mask_sky.maskdef', { ...mine, title: 'Of a' });
    await put('a', 'mask_sunny.maskdef', SUNNY);
    const masks = await loadMasks(defaultPackDirs(personalPackDirs(home)));
    expect(masks.get('mask_sky')).toMatchObject({ title: 'Of b', file: join(home, 'packs/b/masks/mask_sky.maskdef') });
    expect(masks.get('mask_sunny')?.title).toBe('Sunny');
    expect(masks.get('mask_subject')?.file).toContain(join('core', 'masks'));
  });

  it('takes a pack without masks, and a home without packs', async () => {
    expect(personalPackDirs(home)).toEqual([]);
    await mkdir(join(home, 'packs', 'empty'), { recursive: true });
    expect((await loadMasks(personalPackDirs(home))).size).toBe(0);
  });
});

describe('a maskdef is refused, by file and field,', () => {
  const { spec: _, ...bare } = SUNNY;
  it.each<[string, unknown, RegExp | string]>([
    ['that is not JSON', '{', /not JSON/],
    ['of another name than its file', { ...SUNNY, name: 'mask_other' }, 'name'],
    ['with neither spec, found nor fallback', bare, /exactly one/],
    ['with both spec and found', { ...SUNNY, found: { finder: 'sky' } }, /exactly one/],
    ['with an unknown finder', { ...bare, found: { finder: 'oracle' } }, /found\.finder/],
    [
      'with a band of tones the wrong way round',
      { ...bare, found: { finder: 'tone_quantiles', from: 1, to: 0 } },
      /found\.to/,
    ],
    ['with pixels of a preview', { ...SUNNY, spec: { ...SUNNY.spec, coords: { width: 9, height: 6 } } }, /coords/],
    ['with an unknown key', { ...SUNNY, colour: 'red' }, /colour/],
    ['with a prompt and no fallback', { ...SUNNY, llm_vision_prompt: 'Look.' }, /llm_vision_prompt/],
  ])('%s', async (_words, definition, message) => {
    await put('mine', 'mask_sunny.maskdef', definition);
    const error = await refusalOf(loadMasks(personalPackDirs(home)));
    expect(error.code).toBe('invalid_input');
    expect(error.message).toContain('mask_sunny.maskdef');
    expect(error.message).toMatch(message);
  });
});

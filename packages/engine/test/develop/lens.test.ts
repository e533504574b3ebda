import { LENS_CORRECTION, LENS_METHOD, moduleCodec } from '@chemigram/darktable';
import { describe, expect, it } from 'vitest';
import type { Layer } from '../../src/develop/development.ts';
import { lensLayer, lensWarnings } from '../../src/develop/lens.ts';
import type { AskPhoto, TakenWith } from '../../src/develop/lens.ts';
import type { Geometry } from '../../src/geometry/geometry.ts';

const TAKEN: TakenWith = {
  maker: 'Canon',
  camera: 'EOS 6D',
  lens: 'EF 50mm f/1.8 or another (copy)',
  focal: 50,
  aperture: 2,
  distance: 0,
};
const read = (layer: Layer) => moduleCodec('lens', 6).read(layer.params);
const IDENTITY: Geometry = {
  displayed: { width: 3, height: 2 },
  stored: { width: 3, height: 2 },
  similarity: null,
  toStored: (x, y) => [x, y],
  toDisplayed: (u, v) => [u, v],
};

/** A photo on which darktable does something for the settings that `acts` holds for, without moving a pixel. */
const photo = (acts: (params: ReturnType<typeof read>) => boolean, taken: Partial<TakenWith> = {}): AskPhoto => ({
  version: '9.9.9',
  geometry: async () => IDENTITY,
  changes: async (layer) => acts(read(layer)),
  taken: async () => ({ ...TAKEN, ...taken }),
});
const { tca, vignetting, distortion } = LENS_CORRECTION;
const ALL = tca | vignetting | distortion;

describe('a lens correction', () => {
  it('of everything is left to darktable: embedded numbers first, then lensfun', async () => {
    const layer = await lensLayer(
      ALL,
      photo(() => true),
    );
    expect(read(layer)).toMatchObject({ modified: 0, method: LENS_METHOD.embedded });
    expect(layer.single).toBe(true);
  });

  it('of a part comes from the photo itself where it carries it', async () => {
    const layer = await lensLayer(
      vignetting,
      photo(({ method }) => method === LENS_METHOD.embedded),
    );
    expect(read(layer)).toMatchObject({ modified: 1, method: LENS_METHOD.embedded, modify_flags: vignetting });
  });

  it('of a part is else spelt out for lensfun, in the lens’s own projection and focused far away', async () => {
    const layer = await lensLayer(
      tca | vignetting,
      photo(({ method }) => method === LENS_METHOD.lensfun),
    );
    expect(read(layer)).toMatchObject({
      modified: 1,
      method: LENS_METHOD.lensfun,
      modify_flags: tca | vignetting,
      camera: 'EOS 6D',
      lens: 'EF 50mm f/1.8',
      focal: 50,
      aperture: 2,
      distance: 1000,
      target_geom: 0,
      scale: 1,
    });
  });
});

describe('where darktable would do nothing, the answer names camera and lens', () => {
  it.each<[string, number, Partial<TakenWith>, string]>([
    ['everything', ALL, {}, 'the lens "EF 50mm f/1.8 or another (copy)" on the camera "Canon EOS 6D"'],
    ['a part', tca, {}, 'the lens "EF 50mm f/1.8 or another (copy)" on the camera "Canon EOS 6D"'],
    ['without a lens', ALL, { lens: '' }, 'a lens that the photo does not name on the camera "Canon EOS 6D"'],
    ['without EXIF', ALL, { lens: '', maker: '', camera: '' }, 'a camera that the photo does not name'],
  ])('%s', async (_name, corrections, taken, words) => {
    await expect(
      lensLayer(
        corrections,
        photo(() => false, taken),
      ),
    ).rejects.toMatchObject({
      code: 'unsupported_by_darktable',
      field: 'primitive_name',
      message: expect.stringContaining(words),
      hint: expect.stringContaining('lensfun'),
    });
  });

  it('and says so when only all together would do something', async () => {
    await expect(
      lensLayer(
        tca | distortion,
        photo(({ modified }) => modified === 0),
      ),
    ).rejects.toMatchObject({ field: 'values', message: expect.stringContaining('distortion and tca alone') });
  });
});

describe('what darktable has no numbers for is said, for it says nothing itself', () => {
  const flagOf = (params: ReturnType<typeof read>): number => Number(params['modify_flags']);

  it('one correction of three', async () => {
    const [warning, ...others] = await lensWarnings(
      ALL,
      photo((params) => flagOf(params) !== tca),
    );
    expect(warning).toContain('no numbers for tca of the lens "EF 50mm f/1.8 or another (copy)"');
    expect(warning).toContain('only distortion and vignetting is corrected');
    expect(others).toEqual([]);
  });

  it('nothing where each does something, in the database or in the photo', async () => {
    const inTwoPlaces = photo(
      (params) => (flagOf(params) === vignetting) === (params['method'] === LENS_METHOD.embedded),
    );
    expect(await lensWarnings(ALL, inTwoPlaces)).toEqual([]);
  });

  it('nothing of a correction that was not asked for', async () => {
    const onlyDistortion = photo((params) => flagOf(params) === distortion);
    expect(await lensWarnings(distortion, onlyDistortion)).toEqual([]);
  });
});

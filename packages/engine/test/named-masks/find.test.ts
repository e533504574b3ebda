import { boundingBox, compare, coverage, parseMask, rasterise, resample, toGrey } from '@chemigram/mask';
import type { Picture, Raster } from '@chemigram/mask';
import { makeScene, truthMask, writePng, type MaskName } from '@chemigram/scene';
import { defaultPackDirs, loadMasks, type LoadedMask } from '@chemigram/vocabulary';
import sharp from 'sharp';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { find } from '../../src/named-masks/find/find.ts';
import { lookupOf } from '../../src/named-masks/lookup.ts';
import { resolveNamed } from '../../src/named-masks/resolve.ts';

const SIZE = { width: 768, height: 512 };
const scene = makeScene(SIZE);
const truth = (name: MaskName): Raster => ({ ...SIZE, data: truthMask(scene, name, SIZE) });
let packs: Map<string, LoadedMask>;
let iguana: Picture;

beforeAll(async () => {
  packs = await loadMasks(defaultPackDirs());
  const { data } = await sharp(await writePng(scene))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  iguana = { ...SIZE, rgb: new Uint8Array(data) };
});

const resolved = (name: string, picture: Picture) =>
  resolveNamed({ kind: 'named', name }, lookupOf(packs), (finding) => find(finding, picture));
const opacity = (name: string, picture: Picture): Raster =>
  rasterise(resolved(name, picture).mask, picture, { picture });

/** A picture from a colour per pixel. */
const painted = (width: number, height: number, colour: (x: number, y: number) => readonly number[]): Picture => ({
  width,
  height,
  rgb: Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return colour(pixel % width, Math.floor(pixel / width))[i % 3]!;
  }),
});
/** The same noise at every run. */
const grain = (x: number, y: number): number => ((x * 7919 + y * 104_729 + x * y * 31) % 61) - 30;

test('every shipped mask resolves to a valid mask of the language', () => {
  for (const name of packs.keys()) {
    const { mask } = resolved(name, iguana);
    expect(parseMask(mask, SIZE).mask).toEqual(mask);
  }
});

describe('quantiles of tone', () => {
  const QUARTERS: [string, number][] = [
    ['mask_luminosity_brightest_quartile', 0.25],
    ['mask_luminosity_darkest_quartile', 0.25],
    ['mask_darkest_quartile', 0.25],
    ['mask_midtones', 0.5],
  ];
  const foggy = painted(300, 200, (x, y) => Array.from({ length: 3 }, () => 190 + ((x + 2 * y) % 9)));
  it.each(QUARTERS)('%s covers its share of a full-toned and of a foggy picture', (name, share) => {
    for (const picture of [iguana, foggy]) {
      const raster = opacity(name, picture);
      expect(Math.abs(coverage(toGrey(raster)) - share)).toBeLessThan(0.03);
      const selected = raster.data.filter((value) => value >= 0.5).length / raster.data.length;
      expect(Math.abs(selected - share)).toBeLessThan(picture === foggy ? 0.12 : 0.03);
    }
  });

  it('says when so much of one tone is there that a quarter cannot be cut out', () => {
    const white = painted(60, 40, (x) => (x < 40 ? [255, 255, 255] : [10 + x, 10 + x, 10 + x]));
    expect(resolved('mask_luminosity_brightest_quartile', white).warnings).toEqual([
      expect.stringMatching(/share one tone.*67 % instead of 25 %/),
    ]);
    expect(resolved('mask_luminosity_brightest_quartile', iguana).warnings).toEqual([]);
  });
});

describe('on the generated scene, against its truth', () => {
  it('the sky and the foreground are found, and trusted', () => {
    expect(compare(opacity('mask_sky', iguana), truth('sky')).iou).toBeGreaterThan(0.9);
    const { data } = truth('sky');
    const rest = { ...SIZE, data: data.map((value) => 1 - value) };
    expect(compare(opacity('mask_foreground', iguana), rest).iou).toBeGreaterThan(0.9);
    expect(resolved('mask_sky', iguana).confidence).toBeGreaterThan(0.8);
  });

  it('the subject is not trusted: rules cannot know it, and the answer asks to draw it by eye', () => {
    const { confidence, warnings } = resolved('mask_subject', iguana);
    expect(confidence).toBeLessThan(0.5);
    expect(warnings.join()).toMatch(/Draw it by eye.*show_mask/);
    expect(compare(opacity('mask_subject', iguana), truth('subject')).iou).toBeGreaterThan(0.3);
  });

  it('the eye region is a small ellipse inside the upper half of the subject, with a warning', () => {
    const [, y0, , y1] = boundingBox(toGrey(opacity('mask_subject', iguana)))!;
    const [, top, , bottom] = boundingBox(toGrey(opacity('mask_eye_region', iguana)))!;
    expect(top).toBeGreaterThan(y0 - 0.05);
    expect(bottom).toBeLessThan((y0 + y1) / 2);
    expect(resolved('mask_eye_region', iguana).warnings.join()).toMatch(/guess/);
  });
});

/** Row at which hills begin. */
const hill = (x: number): number => 70 + Math.round(20 * Math.sin(x / 30));

/** A sensor's noise, of a few steps. */
const noise = (x: number, y: number): number =>
  ((Math.imul(x * 7919 + y * 104_729 + 1, 2_654_435_761) >>> 16) & 7) - 3.5;

/** An even wall with noise, darker by so much towards the corners, above a rough brown floor from a row on. */
const wall = (colour: readonly number[], fall: number, floor: number): Picture =>
  painted(300, 200, (x, y) => {
    if (y >= floor) return [110 + grain(x, y), 80 + grain(y, x), 50];
    const lost = (fall * Math.hypot(x - 150, y - 70)) / 250;
    return colour.map((value) => value - lost + noise(x, y));
  });

describe('the sky', () => {
  // Blue above, rough brown below the hills.
  const landscape = painted(300, 200, (x, y) =>
    y < hill(x) ? [120, 160, 220 - y / 4] : [110 + grain(x, y), 80 + grain(y, x), 50],
  );

  it('ends at the hills', () => {
    const asked: Raster = {
      width: 300,
      height: 200,
      data: Float32Array.from({ length: 60_000 }, (_, i) => (Math.floor(i / 300) < hill(i % 300) ? 1 : 0)),
    };
    expect(compare(opacity('mask_sky', landscape), asked).iou).toBeGreaterThan(0.97);
  });

  it.each([
    ['rough all over', painted(300, 200, (x, y) => [110 + grain(x, y), 80 + grain(y, x), 50])],
    ['of one colour', painted(300, 200, () => [128, 128, 128])],
  ])('is not claimed in a picture %s', (_words, picture) => {
    const { confidence, warnings } = resolved('mask_sky', picture);
    expect(confidence).toBeLessThan(0.5);
    expect(warnings.join()).toMatch(/likely wrong.*Draw it by eye/);
  });

  it.each([
    ['the whole of a beige wall', wall([222, 205, 180], 0, 200), /whole picture and nothing lies below it/],
    ['the whole of a grey wall', wall([200, 200, 200], 0, 200), /whole picture and nothing lies below it/],
    ['a wall that the light falls off from', wall([222, 216, 210], 90, 200), /no skyline or horizon can be seen/],
    ['a beige wall above a floor', wall([222, 205, 180], 0, 140), /colour is not of a sky/],
  ])('is not trusted where it is %s, and the answer says why', (_words, picture, why) => {
    const { confidence, warnings } = resolved('mask_sky', picture);
    expect(confidence).toBeLessThan(0.5);
    expect(warnings.join()).toMatch(why);
    expect(warnings.join()).toMatch(/Draw it by eye/);
  });

  it.each<[string, (y: number) => readonly number[]]>([
    ['grey', () => [221, 222, 225]],
    ['deep blue', (y) => [40 + y / 4, 80 + y / 3, 190]],
    ['of dusk', (y) => [250, 150 + y / 2, 80 + y / 4]],
  ])('is trusted above hills when it is %s', (_words, colour) => {
    const picture = painted(300, 200, (x, y) =>
      y < hill(x) ? colour(y).map((value) => value + noise(x, y)) : [60 + grain(x, y), 45 + grain(y, x), 30],
    );
    expect(resolved('mask_sky', picture).confidence).toBeGreaterThan(0.9);
  });

  it('gives the same answer to the same picture, in another object too', () => {
    const again = { ...landscape, rgb: landscape.rgb.slice() };
    expect(resolved('mask_sky', again).mask).toEqual(resolved('mask_sky', landscape).mask);
  });
});

describe('the horizon', () => {
  it.each([
    [0, 0.6],
    [8, 0.4],
    [-8, 0.5],
  ])('is found where it is, tilted by %d rows at height %d, and the gradient is full above it', (rise, at) => {
    const line = (x: number): number => at * 200 + rise * (x / 300 - 0.5);
    const sea = painted(300, 200, (x, y) =>
      y < line(x) ? [190, 200, 215] : [60 + grain(x, y), 90 + grain(x, y), 110],
    );
    const { mask, confidence } = find({ finder: 'horizon', compression: 0.2 }, sea);
    if (!('dt_form' in mask) || mask.dt_form !== 'gradient') throw new Error('no gradient');
    expect(mask.dt_params.anchor_y).toBeCloseTo(at, 1);
    const degrees = (Math.atan2(rise, 300) * 180) / Math.PI;
    expect(((mask.dt_params.rotation - degrees + 540) % 360) - 180).toBeCloseTo(0, 0);
    expect(confidence).toBeGreaterThan(0.5);
    const { data } = rasterise(mask, sea, {});
    expect(data[0]).toBeGreaterThan(0.9);
    expect(data.at(-1)).toBeLessThan(0.1);
  });
});

describe('colours', () => {
  const HUES: [string, [number, number, number]][] = [
    ['mask_reds', [200, 40, 40]],
    ['mask_oranges', [220, 130, 30]],
    ['mask_yellows', [220, 210, 40]],
    ['mask_greens', [50, 170, 60]],
    ['mask_cyans', [40, 190, 195]],
    ['mask_blues', [40, 70, 200]],
    ['mask_purples', [130, 50, 210]],
    ['mask_magentas', [210, 40, 170]],
  ];
  const names = HUES.map(([name]) => name);
  it.each(names)('%s selects its colour and neither another one nor any grey', (name) => {
    const chart = painted(9, 1, (x) => (x < 8 ? HUES[x]![1] : [128, 128, 128]));
    const { data } = opacity(name, chart);
    expect([...data]).toEqual([...names.map((other) => (other === name ? 1 : 0)), 0]);
  });

  it.each([
    [
      'mask_skin_region',
      [
        [224, 172, 140],
        [141, 85, 56],
        [80, 48, 34],
      ],
      [
        [128, 128, 128],
        [60, 120, 200],
        [60, 140, 60],
      ],
    ],
    [
      'mask_foliage_green',
      [
        [70, 110, 40],
        [120, 160, 60],
        [40, 70, 35],
      ],
      [
        [128, 128, 128],
        [60, 120, 200],
        [200, 60, 50],
      ],
    ],
    [
      'mask_water_blue_cyan',
      [
        [60, 140, 150],
        [40, 90, 150],
        [90, 160, 200],
      ],
      [
        [128, 128, 128],
        [70, 110, 40],
        [200, 60, 50],
      ],
    ],
  ])('%s selects what it names and leaves greys and other colours', (name, inside, outside) => {
    const all = [...inside, ...outside];
    const { data } = opacity(
      name,
      painted(all.length, 1, (x) => all[x]!),
    );
    expect([...data].map((value) => value >= 0.5)).toEqual(all.map((_, i) => i < inside.length));
  });
});

test('shadows and highlights are told by what is seen, and do not meet', () => {
  const ramp = painted(256, 1, (x) => [x, x, x]);
  const [shadows, highlights] = [opacity('mask_shadows', ramp), opacity('mask_highlights', ramp)];
  expect([shadows.data[20], highlights.data[20], shadows.data[235], highlights.data[235]]).toEqual([1, 0, 0, 1]);
  shadows.data.forEach((value, i) => expect(value * highlights.data[i]!).toBe(0));
  expect(resample(shadows, ramp)).toBe(shadows);
});

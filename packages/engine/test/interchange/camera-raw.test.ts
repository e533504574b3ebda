/** Presets of Lightroom and Camera Raw in chemigram's words. */
import { readFileSync } from 'node:fs';
import { editFileKind, parseCameraRaw } from '@chemigram/darktable';
import { defaultPackDirs, evaluateCurve, loadVocabulary } from '@chemigram/vocabulary';
import { expect, test } from 'vitest';
import { movesOfCameraRaw } from '../../src/interchange/camera-raw-moves.ts';
import { SAYINGS } from '../../src/interchange/camera-raw-table.ts';

const preset = (name: string): string =>
  readFileSync(new URL(`../../../../fixtures/presets/${name}.xmp`, import.meta.url), 'utf8');

/** A preset of these settings alone. */
const of = (attributes: string): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" ${attributes}/></rdf:RDF></x:xmpmeta>`;

const vocabulary = await loadVocabulary(defaultPackDirs());
const said = (xml: string, strength = 1) => movesOfCameraRaw(parseCameraRaw(xml), vocabulary, strength);
const words = (xml: string, strength = 1): Record<string, number | undefined> =>
  Object.fromEntries(said(xml, strength).moves.map(({ primitive, values }) => [primitive, values['value']]));

test('a preset of Lightroom becomes one move per word, and what has none is named with its value', () => {
  const xml = preset('warm-evening');
  expect(editFileKind(xml)).toBe('preset');
  expect(parseCameraRaw(xml).name).toBe('Warm evening');
  expect(words(xml)).toMatchObject({
    exposure: 0.35,
    contrast: 12,
    highlights: -40,
    shadows: 25,
    blacks: -8,
    warmth: 18,
    tint: 4,
    vibrance: 20,
    saturation: -5,
    clarity: 15,
    texture: 10,
    sharpen: 30,
  });
  expect(said(xml).moves.map(({ primitive }) => primitive)).not.toContain('whites');
  const left = said(xml).leftOut.map(({ setting, value }) => `${setting} ${value}`);
  expect(left).toContain('ToneCurvePV2012Blue 0, 12; 255, 240');
  expect(left.join()).not.toMatch(/UUID|SharpenRadius|ToneCurvePV2012 |ToneCurveName|Dehaze|GrainAmount/);
});

test('noise, fringes, vignette and calibration are said with the shape that they have', () => {
  expect(said(preset('warm-evening')).moves).toEqual(
    expect.arrayContaining([
      { primitive: 'denoise', values: { luminance: 10, colour: 0 } },
      { primitive: 'vignette', values: { value: -15, size: 50, feather: 50, roundness: 100 } },
    ]),
  );
  const { moves, leftOut } = said(
    of(
      'crs:PostCropVignetteAmount="-40" crs:PostCropVignetteMidpoint="20" crs:PostCropVignetteRoundness="-50" ' +
        'crs:DefringePurpleAmount="5" crs:DefringePurpleHueLo="35" crs:ColorNoiseReduction="60" crs:BlueSaturation="+30"',
    ),
  );
  expect(moves).toEqual([
    { primitive: 'primaries', values: expect.objectContaining({ blue_saturation: 30, blue_hue: 0 }) },
    { primitive: 'denoise', values: { luminance: 0, colour: 60 } },
    { primitive: 'defringe', values: { value: 25, radius: 4 } },
    { primitive: 'vignette', values: { value: -40, size: 20, feather: 50, roundness: 50 } },
  ]);
  expect(leftOut.map(({ setting }) => setting)).toEqual(['DefringePurpleHueLo']);
});

test('the colour mixer and split toning are said per hue and per tone, where the vocabulary has them', () => {
  const { moves, leftOut } = said(preset('warm-evening'));
  const has = (name: string): boolean => vocabulary.list().some((primitive) => primitive.name === name);
  const hues = [
    ['mix_oranges', 'HueAdjustmentOrange', { hue: -6, saturation: 0, luminance: 0 }],
    ['mix_blues', 'SaturationAdjustmentBlue', { hue: 0, saturation: -35, luminance: 0 }],
    ['split_tone', 'SplitToningShadowSaturation', { shadows_hue: 220, shadows_strength: 12, highlights_hue: 45 }],
  ] as const;
  for (const [primitive, setting, values] of hues) {
    const asMove = { primitive, values: expect.objectContaining(values) };
    const asLeftOut = expect.objectContaining({ setting, why: `this vocabulary has no ${primitive}` });
    expect(has(primitive) ? moves : leftOut).toContainEqual(has(primitive) ? asMove : asLeftOut);
  }
});

test('elements are read like attributes; masks, crop, looks and older processes are named', () => {
  const xml = preset('as-elements');
  expect(words(xml)).toEqual({ exposure: 4, highlights: -60, saturation: -100 });
  expect(said(xml).warnings).toEqual(['Exposure2012 +5.00 is said as exposure 4, its limit.']);
  expect([words(xml, 0.5)['exposure'], said(xml, 0.5).warnings]).toEqual([2.5, []]);
  expect(said(xml).leftOut).toEqual([
    { setting: 'Temperature', value: '5250', why: expect.stringMatching(/warmth or tint/) },
    { setting: 'FillLight', value: '20', why: 'the vocabulary has no word for it' },
    { setting: 'CropTop', value: '0.1', why: expect.stringMatching(/use crop/) },
    { setting: 'GradientBasedCorrections', value: '1 of them', why: expect.stringMatching(/mask_spec/) },
    { setting: 'Look', value: 'Adobe Color', why: 'the vocabulary has no word for it' },
  ]);
});

test('a setting whose value is no number is left out for that', () => {
  expect(said(of('crs:Exposure2012="+1e999" crs:Contrast2012="much" crs:Vibrance="+20"'))).toMatchObject({
    moves: [{ primitive: 'vibrance', values: { value: 20 } }],
    leftOut: [
      { setting: 'Exposure2012', value: '+1e999', why: 'its value is no number' },
      { setting: 'Contrast2012', value: 'much', why: 'its value is no number' },
    ],
  });
});

test('strength scales what can be scaled, within its range', () => {
  const xml = of('crs:Exposure2012="+2.00" crs:Highlights2012="-80"');
  expect(words(xml, 0.5)).toEqual({ exposure: 1, highlights: -40 });
  expect(words(xml, 1.5)).toEqual({ exposure: 3, highlights: -100 });
  expect(said(xml, 1.5).warnings).toEqual(['Highlights2012 -80 is said as highlights -100, its limit.']);
});

const rows = SAYINGS.map((saying) => ({
  ...saying,
  said: vocabulary.list().find(({ name }) => name === saying.primitive),
}));

test('a row names a parameter that its primitive has; words that no pack has yet are of the mixer and the grading', () => {
  for (const { primitive, parameter, said: found } of rows) {
    expect(found === undefined ? /^(mix|grade|split)_/.test(primitive) : parameter in found.parameters, primitive).toBe(
      true,
    );
  }
});

test.each(rows.filter(({ said: found }) => found !== undefined))(
  '$setting stays within $primitive.$parameter, and is nothing there where it is nothing here',
  ({ points, parameter, said: found, fixed }) => {
    const { min, max, neutral } = found!.parameters[parameter]!;
    expect(points.every(([, to]) => to >= min && to <= max)).toBe(true);
    const atNothing = evaluateCurve({ from: parameter, points: points.map(([x, y]) => [x, y]) }, 0);
    expect(fixed === true ? neutral : atNothing).toBe(neutral);
  },
);

test.each([
  ['no setting', of('rdf:ID="x"'), /holds settings neither of darktable nor of Camera Raw/],
  ['a truncated file', preset('warm-evening').slice(0, 900), /never closed/],
  ['entities', `<!DOCTYPE x [<!ENTITY a "aaa">]>${of('crs:Exposure2012="1"')}`, /DOCTYPE/],
])('a preset with %s is refused', (_what, xml, message) => {
  expect(() => editFileKind(xml)).toThrow(message);
});

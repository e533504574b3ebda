import { coverage, parseMask, rasterise, toGrey, type Mask, type Picture } from '@chemigram/mask';
import type { LoadedMask } from '@chemigram/vocabulary';
import { describe, expect, it, test } from 'vitest';
import { find } from '../../src/named-masks/find/find.ts';
import { lookupOf } from '../../src/named-masks/lookup.ts';
import { hasNamed, needsFinding, resolveNamed } from '../../src/named-masks/resolve.ts';
import { refusal } from '../../../errors/test/refusal.ts';

/** Dark left half, bright right half. */
const PICTURE: Picture = {
  width: 30,
  height: 20,
  rgb: Uint8Array.from({ length: 30 * 20 * 3 }, (_, i) => (Math.floor(i / 3) % 30 < 15 ? 40 : 220)),
};

const pack = (...masks: Partial<LoadedMask>[]): Map<string, LoadedMask> =>
  new Map(
    masks.map((mask) => [
      mask.name!,
      { title: '', description: '', words: [''], invert: false, file: `${mask.name}.maskdef`, ...mask } as LoadedMask,
    ]),
  );
const named = (name: string, rest: object = {}): Mask => ({ kind: 'named', name, ...rest });
const union = (...operands: object[]) => ({ kind: 'compose', operation: 'union', operands });
const eight = (name: string) => union(...Array.from({ length: 8 }, () => ({ kind: 'named', name })));
const circle = { dt_form: 'circle', dt_params: { center_x: 0.5, center_y: 0.5, radius: 0.3 } };
const bright = { range_filter: { kind: 'luminance', min: 0.5, max: 1 } };
const covered = (mask: Mask): number => coverage(toGrey(rasterise(mask, PICTURE, { picture: PICTURE })));

const SHAPES: [string, Partial<LoadedMask>][] = [
  ['a range', { spec: bright }],
  ['a drawn form', { spec: circle }],
  ['a drawn form with a range', { spec: { ...circle, ...bright } }],
  [
    'a prompt with a fallback',
    { llm_vision_prompt: 'Look.', fallback: { spec: circle, explanation: 'A guess.', likely_wrong_when: ['always'] } },
  ],
  ['a compose', { spec: { kind: 'compose', operation: 'subtract', operands: [bright, circle] } }],
];

describe.each(SHAPES)('invert toggles what the definition says, for %s', (_shape, shape) => {
  const plain = lookupOf(pack({ name: 'mask_a', ...shape }));
  const turned = lookupOf(pack({ name: 'mask_a', ...shape, invert: true }));
  const resolve = (lookup: typeof plain, rest: object = {}): Mask =>
    resolveNamed(named('mask_a', rest), lookup, (finding) => find(finding, PICTURE)).mask;

  it('once, it is the rest of the picture', () => {
    expect(covered(resolve(plain, { invert: true }))).toBeCloseTo(1 - covered(resolve(plain)), 6);
    expect(covered(resolve(turned))).toBeCloseTo(1 - covered(resolve(plain)), 6);
  });

  it('twice, it is the mask itself', () => {
    expect(resolve(turned, { invert: true })).toEqual(resolve(plain));
  });

  it('an invert inside its spec counts as well', () => {
    const { spec, fallback } = shape;
    const inner =
      fallback === undefined
        ? { spec: { ...spec, invert: true } }
        : { ...shape, fallback: { ...fallback, spec: { ...fallback.spec, invert: true } } };
    expect(resolve(lookupOf(pack({ name: 'mask_a', ...inner })), { invert: true })).toEqual(resolve(plain));
  });
});

describe('a sky that is likelier none', () => {
  const lookup = lookupOf(
    pack(
      { name: 'mask_sky', found: { finder: 'sky', border: 0 }, llm_vision_prompt: 'Look.' },
      { name: 'mask_foreground', spec: { kind: 'named', name: 'mask_sky' }, invert: true },
    ),
  );
  const trusted = (confidence: number) => (mask: Mask) =>
    resolveNamed(mask, lookup, () => ({ mask: parseMask(circle, PICTURE).mask, confidence, doubts: ['it is rough'] }));
  const without = (...operands: object[]) =>
    parseMask({ kind: 'compose', operation: 'subtract', operands }, PICTURE).mask;

  it.each<[string, Mask]>([
    ['by its name', named('mask_sky')],
    ['as all but what is not sky', named('mask_foreground', { invert: true })],
    ['in what is left out of what is left out', without(bright, without(bright, named('mask_sky')))],
  ])('is not found where it is asked for %s', (_words, mask) => {
    expect(trusted(0.49)(mask).notFound).toEqual(['mask_sky: it is rough']);
    expect(trusted(0.5)(mask).notFound).toEqual([]);
  });

  it.each<[string, Mask, number]>([
    ['all but the sky', named('mask_foreground'), 1],
    ['the sky inverted', named('mask_sky', { invert: true }), 1],
    ['what is bright without the sky', without(bright, named('mask_sky')), 0.5],
  ])('is not left out of %s, which says so', (_words, mask, share) => {
    const { mask: whole, notFound, warnings } = trusted(0.49)(mask);
    expect(covered(whole)).toBeCloseTo(share, 2);
    expect(notFound).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(/mask_sky: none was found to be left out .*it is rough.*save_mask/),
    ]);
    expect(covered(trusted(0.5)(mask).mask)).toBeLessThan(share - 0.05);
  });
});

describe('references', () => {
  it('lead across packs and through definitions, and nothing named is left', () => {
    const lookup = lookupOf(
      pack(
        { name: 'mask_a', spec: { kind: 'named', name: 'mask_b', invert: true } },
        { name: 'mask_b', spec: union({ kind: 'named', name: 'mask_c' }, circle) },
        { name: 'mask_c', spec: bright },
      ),
    );
    const { mask } = resolveNamed(named('mask_a'), lookup);
    expect(hasNamed(mask)).toBe(false);
    expect(mask).toEqual(parseMask({ ...union(bright, circle), invert: true }, PICTURE).mask);
  });

  it('lead to what was detected, also through a saved mask, and take its finish over', () => {
    const found = { detected_id: 'car-1', label: 'car', confidence: 1, mask: parseMask(circle, PICTURE).mask };
    const kept = { ...found, frame: [], by: 'test' };
    const lookup = lookupOf(new Map(), { mask_car: { mask: { kind: 'detected', id: 'car-1', opacity: 0.5 } } }, (id) =>
      id === 'car-1' ? kept : undefined,
    );
    const { mask } = resolveNamed(named('mask_car', { invert: true }), lookup);
    expect(mask).toEqual({ ...found.mask, opacity: 0.5, invert: true });
    expect(refusal(() => resolveNamed({ kind: 'detected', id: 'car-2' }, lookup))).toMatchObject({
      code: 'not_found',
      field: 'id',
    });
  });

  it('multiply opacities', () => {
    const lookup = lookupOf(pack({ name: 'mask_a', spec: { ...circle, opacity: 0.5 } }));
    expect(resolveNamed(named('mask_a', { opacity: 0.5 }), lookup).mask.opacity).toBe(0.25);
  });

  it('take what was saved for the photo before what a pack says', () => {
    const packs = pack({ name: 'mask_a', spec: bright }, { name: 'mask_b', spec: { kind: 'named', name: 'mask_a' } });
    const { mask: own } = parseMask(circle, PICTURE);
    expect(resolveNamed(named('mask_b'), lookupOf(packs, { mask_a: { mask: own } })).mask).toEqual(own);
  });

  it('ask for the picture only where something must be found in it', () => {
    const lookup = lookupOf(
      pack(
        { name: 'mask_a', spec: bright },
        { name: 'mask_b', found: { finder: 'tone_quantiles', from: 0, to: 0.5, feather: 0 } },
        { name: 'mask_c', spec: union({ kind: 'named', name: 'mask_a' }, { kind: 'named', name: 'mask_b' }) },
      ),
    );
    expect(needsFinding(named('mask_a'), lookup)).toBe(false);
    expect(needsFinding(named('mask_c'), lookup)).toBe(true);
    expect(covered(resolveNamed(named('mask_b'), lookup, (finding) => find(finding, PICTURE)).mask)).toBeCloseTo(
      0.5,
      2,
    );
  });
});

describe('what is refused', () => {
  const cyclic = lookupOf(
    pack(
      { name: 'mask_a', spec: { kind: 'named', name: 'mask_b' } },
      { name: 'mask_b', spec: union(circle, { kind: 'named', name: 'mask_a' }) },
    ),
  );
  const lookup = lookupOf(
    pack({ name: 'mask_sky', spec: bright }, { name: 'mask_bad', spec: { kind: 'named', name: 'mask_sku' } }),
  );
  const compose = { kind: 'compose', operation: 'union', operands: [named('mask_sky'), named('mask_skyy')] } as Mask;

  test.each([
    ['resolving', (mask: Mask, at: typeof lookup) => resolveNamed(mask, at)],
    ['checking', (mask: Mask, at: typeof lookup) => needsFinding(mask, at)],
  ])('%s: an unknown name, with the nearest ones and the field that was written', (_way, work) => {
    const error = refusal(() => work(compose, lookup));
    expect(error).toMatchObject({ code: 'unknown_name', field: 'operands[1].name' });
    expect(error.hint).toContain('mask_sky');
    const leaves = lookupOf(
      pack({ name: 'mask_foliage_green', words: ['grass'], spec: bright }, { name: 'mask_reds' }),
    );
    for (const said of ['grass', 'mask_grass', 'grassy']) {
      expect(refusal(() => work(named(said), leaves)).hint).toMatch(/^Nearest: mask_foliage_green\b/);
    }
    expect(refusal(() => work(named('mask_bad'), lookup))).toMatchObject({
      code: 'unknown_name',
      field: 'name',
      message: expect.stringMatching(/mask_sku.*mask_bad/),
    });
  });

  test.each([
    ['resolving', (mask: Mask) => resolveNamed(mask, cyclic)],
    ['checking', (mask: Mask) => needsFinding(mask, cyclic)],
  ])('%s: a cycle, naming the chain', (_way, work) => {
    const error = refusal(() => work(named('mask_a')));
    expect(error).toMatchObject({ code: 'invalid_input', field: 'name' });
    expect(error.message).toMatch(/cycle: mask_a -> mask_b -> mask_a\.$/);
  });

  it('more operands than the language allows, once written out, however they multiply', () => {
    const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
    const chain = letters.map((letter, i) => ({
      name: `mask_${letter}`,
      spec: i === 0 ? circle : eight(`mask_${letters[i - 1]}`),
    }));
    const error = refusal(() => resolveNamed(named('mask_j'), lookupOf(pack(...chain))));
    expect(error).toMatchObject({ code: 'invalid_input', message: expect.stringMatching(/at most 64/) });
  });

  it('composes nested deeper than the language allows, once written out', () => {
    const chain = Array.from({ length: 20 }, (_, i) => ({
      name: `mask_${i}`,
      spec: i === 0 ? circle : union({ kind: 'named', name: `mask_${i - 1}` }),
    }));
    const error = refusal(() => resolveNamed(named('mask_19'), lookupOf(pack(...chain))));
    expect(error).toMatchObject({ code: 'invalid_input', message: expect.stringMatching(/deeper than 16/) });
  });

  it('a pack with a spec that is none, naming its file', () => {
    const bad = lookupOf(pack({ name: 'mask_a', spec: { dt_form: 'circle', dt_params: { radius: 0.1 } } }));
    expect(refusal(() => resolveNamed(named('mask_a'), bad))).toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('mask_a.maskdef'),
      field: 'spec.dt_params.center_x',
    });
  });
});

test('a fallback that is likely wrong says so and who tells how to draw it by eye, which it leaves to that one', () => {
  const flat: Picture = { width: 60, height: 40, rgb: new Uint8Array(60 * 40 * 3).fill(128) };
  const lookup = lookupOf(
    pack({
      name: 'mask_sky',
      llm_vision_prompt: 'Follow the skyline.',
      fallback: { found: { finder: 'sky', border: 0.01 }, explanation: 'By rules.', likely_wrong_when: ['no sky'] },
    }),
  );
  const { warnings, confidence } = resolveNamed(named('mask_sky'), lookup, (finding) => find(finding, flat));
  expect(confidence).toBeLessThan(0.5);
  expect(warnings).toEqual([expect.stringMatching(/mask_sky.*likely wrong.*show_mask.*save_mask/)]);
  expect(warnings.join()).not.toContain('Follow the skyline.');
});

import type { FloatPicture } from '@chemigram/renderer';
import { makeScene, writePng } from '@chemigram/scene';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkValues, defaultPackDirs, loadVocabulary, moduleSettings, VALUE, type Vocabulary } from '../src/index.ts';
import { CLAIMS, UNTOUCHED } from './claims.ts';
import { ELLIPSE, openDevelopment, type Development } from './develop.ts';
import { coloured, colourfulness, gain, largestChange, luminanceOf, magenta, warmth, ZONES } from './measures.ts';

const WIDTH = 450;
const HEIGHT = 300;
/** Float rounding of a trip to Lab and back. */
const ROUNDING = 2e-4;
/** A step of strength shows at least this much, in EV or as a ratio. */
const LEAST_STEP = 0.02;

let development: Development;
let vocabulary: Vocabulary;
let before: FloatPicture;

beforeAll(async () => {
  vocabulary = await loadVocabulary(defaultPackDirs());
  // 8 bits: darktable 4.2 takes an untagged 16-bit PNG for sRGB, 5.x for linear light.
  development = await openDevelopment(await writePng(makeScene({ width: WIDTH, height: HEIGHT })));
  before = await development.develop([]);
});
afterAll(() => development.close());

const settingsOf = (name: string, value: number) => {
  const primitive = vocabulary.primitive(name);
  return moduleSettings(primitive, checkValues(primitive, { value }));
};

/** Those that change tones and colours in place; the others move the frame. */
const maskable = () => vocabulary.list().filter((primitive) => primitive.masks === 'any');

const renders = new Map<string, Promise<FloatPicture>>();
/** The picture with one primitive all over it; each is rendered once. */
function developed(name: string, value: number): Promise<FloatPicture> {
  const key = `${name} ${value}`;
  const render = renders.get(key) ?? development.develop([{ settings: settingsOf(name, value) }]);
  renders.set(key, render);
  return render;
}

describe('each primitive that takes masks, by the pixels of the installed darktable', () => {
  it('has a claim to prove', () => {
    const names = maskable().map((primitive) => primitive.name);
    expect(Object.keys(CLAIMS).sort()).toEqual(names.sort());
  });

  it.each(Object.entries(CLAIMS))('%s does as it says, more with more', async (name, claim) => {
    const row = [{ value: 0, grown: claim.neutral as number }];
    for (const value of claim.strengths) {
      const after = await developed(name, value);
      expect(after.data.every(Number.isFinite), `${name} ${value} gives numbers`).toBe(true);
      const drift = Math.abs(claim.stays?.(before, after) ?? 0);
      expect(drift, `${name} ${value} leaves the rest`).toBeLessThan(UNTOUCHED);
      row.push({ value, grown: claim.grows(before, after) });
    }
    row.sort((a, b) => a.value - b.value);
    for (const [i, step] of row.slice(1).entries()) {
      expect(step.grown, `${name}: ${JSON.stringify(row)}`).toBeGreaterThan(row[i]!.grown + LEAST_STEP);
    }
  });

  it('saturation at -100 leaves no colour', async () => {
    expect(colourfulness(before, await developed('saturation', -100), ZONES.all)).toBeLessThan(0.05);
  });

  it('vibrance favours weak colours over strong ones', async () => {
    const after = await developed('vibrance', 100);
    const [weak, strong] = [coloured(before, 0.05, 0.35), coloured(before, 0.6, 1.01)];
    expect(colourfulness(before, after, weak)).toBeGreaterThan(1.1 * colourfulness(before, after, strong));
  });

  it('exposure is exactly linear: every pixel by 2 to the EV', async () => {
    const light = luminanceOf(before);
    const after = luminanceOf(await developed('exposure', 1));
    const ratios = [...light.keys()].filter((i) => light[i]! > 0.01).map((i) => after[i]! / light[i]!);
    expect(ratios.length).toBeGreaterThan(10_000);
    expect(ratios.reduce((most, ratio) => Math.max(most, Math.abs(ratio - 2)), 0)).toBeLessThan(2e-4);
  });
});

/** From the centre of the ellipse, in units of the shorter side. */
const distance = (x: number, y: number): number => Math.hypot(x + 0.5 - WIDTH / 2, y + 0.5 - HEIGHT / 2) / HEIGHT;
/** darktable draws an ellipse on a grid and interpolates: its opacity is 1 only a few pixels within. */
const MARGIN = 0.04;
const outside = (x: number, y: number): boolean => distance(x, y) > ELLIPSE.radius + ELLIPSE.border + MARGIN;
const inside = (x: number, y: number): boolean => distance(x, y) < ELLIPSE.radius - MARGIN;

describe('through a mask', () => {
  it.each(Object.entries(CLAIMS))('%s works wholly inside and not outside', async (name, { strengths }) => {
    const strongest = strengths.at(-1)!;
    const masked = await development.develop([{ settings: settingsOf(name, strongest), masked: true }]);
    // As without a mask: a module that looks around (a guide, a blur) sees the whole picture.
    expect(largestChange(await developed(name, strongest), masked, inside)).toBeLessThan(ROUNDING);
    expect(largestChange(before, masked, inside)).toBeGreaterThan(0.01);
    expect(largestChange(before, masked, outside)).toBeLessThan(ROUNDING);
  });
});

describe('several side by side', () => {
  it('two exposures add up, each an instance of its own', async () => {
    const both = await development.develop([
      { settings: settingsOf('exposure', 1) },
      { settings: settingsOf('exposure', -0.25) },
    ]);
    expect(gain(before, both, ZONES.all)).toBeCloseTo(0.75, 3);
  });

  it('two warmths add up, and warmth and tint do not fight', async () => {
    const edits = [settingsOf('warmth', 50), settingsOf('warmth', 50), settingsOf('tint', 50)];
    const all = await development.develop(edits.map((settings) => ({ settings })));
    const once = await developed('warmth', 50);
    const tinted = await developed('tint', 50);
    expect(warmth(before, all, ZONES.mid)).toBeCloseTo(2 * warmth(before, once, ZONES.mid), 2);
    const green = 2 * magenta(before, once, ZONES.mid) + magenta(before, tinted, ZONES.mid);
    expect(magenta(before, all, ZONES.mid)).toBeCloseTo(green, 2);
  });

  it('all of them at neutral change no pixel', async () => {
    const idle = maskable().map((p) => ({ settings: settingsOf(p.name, p.parameters[VALUE]!.neutral) }));
    const after = await development.develop(idle);
    expect(largestChange(before, after, () => true)).toBe(0);
  });

  it('all of them at once give a picture, without a complaint of darktable', async () => {
    const some = maskable().map((p) => ({ settings: settingsOf(p.name, p.parameters[VALUE]!.max / 4) }));
    const after = await development.develop(some);
    expect(after.data.every(Number.isFinite)).toBe(true);
    expect(largestChange(before, after, () => true)).toBeGreaterThan(0.05);
  });
});

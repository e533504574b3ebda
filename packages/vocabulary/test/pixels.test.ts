import type { FloatPicture } from '@chemigram/renderer';
import { makeScene, writePng } from '@chemigram/scene';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkValues, defaultPackDirs, loadVocabulary, moduleSettings, VALUE, type Vocabulary } from '../src/index.ts';
import { ELLIPSE, openDevelopment, type Development } from './develop.ts';
import {
  coloured,
  colourfulness,
  contrastAt,
  gain,
  largestChange,
  luminanceOf,
  magenta,
  turn,
  veil,
  warmth,
  ZONES,
} from './measures.ts';

const WIDTH = 450;
const HEIGHT = 300;
/** What a tone move may do, in EV, to tones that it does not speak of: the ripple of the tone equalizer's bands. */
const UNTOUCHED = 0.05;
/** Float rounding of a trip to Lab and back. */
const ROUNDING = 2e-4;

let development: Development;
let vocabulary: Vocabulary;
let before: FloatPicture;

beforeAll(async () => {
  vocabulary = await loadVocabulary(defaultPackDirs());
  development = await openDevelopment(await writePng(makeScene({ width: WIDTH, height: HEIGHT }), { depth: 16 }));
  before = await development.develop([]);
});
afterAll(() => development.close());

const settingsOf = (name: string, value: number) => {
  const primitive = vocabulary.primitive(name);
  return moduleSettings(primitive, checkValues(primitive, { value }));
};

const renders = new Map<string, Promise<FloatPicture>>();
/** The picture with one primitive all over it; each is rendered once. */
function developed(name: string, value: number): Promise<FloatPicture> {
  const key = `${name} ${value}`;
  const render = renders.get(key) ?? development.develop([{ settings: settingsOf(name, value) }]);
  renders.set(key, render);
  return render;
}

type Measure = (after: FloatPicture) => number;
interface Claim {
  says: string;
  /** What grows with the value; 0 or 1 at neutral. */
  grows: Measure;
  neutral: 0 | 1;
  /** What does not speak of this primitive, in EV: stays within UNTOUCHED. */
  stays?: Measure;
  strengths?: readonly number[];
}

const STRENGTHS = [-100, 50, 100] as const;
const evOf =
  (zone: (typeof ZONES)[keyof typeof ZONES]): Measure =>
  (after) =>
    gain(before, after, zone);
const contrastRatio =
  (radius: number): Measure =>
  (after) =>
    contrastAt(after, radius) / contrastAt(before, radius);

const CLAIMS: Record<string, Claim> = {
  exposure: { says: 'brightens', neutral: 0, grows: evOf(ZONES.all), strengths: [-2, 1, 2] },
  contrast: {
    says: 'spreads bright from dark around middle grey',
    neutral: 0,
    grows: (after) => gain(before, after, ZONES.bright) - gain(before, after, ZONES.dark),
  },
  highlights: {
    says: 'moves the bright, not the dark',
    neutral: 0,
    grows: evOf(ZONES.bright),
    stays: evOf(ZONES.dark),
  },
  shadows: { says: 'moves the dark, not the bright', neutral: 0, grows: evOf(ZONES.dark), stays: evOf(ZONES.bright) },
  whites: { says: 'moves the white end, not the dark', neutral: 0, grows: evOf(ZONES.white), stays: evOf(ZONES.dark) },
  blacks: {
    says: 'moves the black end, not the bright',
    neutral: 0,
    grows: evOf(ZONES.black),
    stays: evOf(ZONES.bright),
  },
  saturation: {
    says: 'strengthens colours, not light',
    neutral: 1,
    grows: (after) => colourfulness(before, after, ZONES.mid),
    stays: evOf(ZONES.all),
  },
  vibrance: {
    says: 'strengthens weak colours, not light',
    neutral: 1,
    grows: (after) => colourfulness(before, after, coloured(before, 0.05, 0.35)),
    stays: evOf(ZONES.all),
  },
  warmth: {
    says: 'reddens against blue, not brightens',
    neutral: 0,
    grows: (after) => warmth(before, after, ZONES.mid),
    stays: evOf(ZONES.all),
  },
  tint: {
    says: 'turns to magenta, not brightens',
    neutral: 0,
    grows: (after) => magenta(before, after, ZONES.mid),
    stays: evOf(ZONES.all),
  },
  hue: {
    says: 'turns colours around grey, not brightens',
    neutral: 0,
    grows: (after) => turn(before, after, ZONES.mid),
    stays: evOf(ZONES.all),
    strengths: [-60, 30, 60],
  },
  clarity: {
    says: 'raises local contrast',
    neutral: 1,
    grows: contrastRatio(12),
    stays: evOf(ZONES.mid),
    strengths: [-50, 25, 50],
  },
  texture: {
    says: 'raises the contrast of fine structures',
    neutral: 1,
    grows: contrastRatio(3),
    stays: evOf(ZONES.mid),
  },
  sharpen: {
    says: 'raises the contrast of edges',
    neutral: 1,
    grows: contrastRatio(1),
    stays: evOf(ZONES.mid),
    strengths: [25, 50, 100],
  },
  dehaze: { says: 'takes the veil away', neutral: 0, grows: (after) => Math.log2(veil(before) / veil(after)) },
};

describe('each primitive, by the pixels of the installed darktable', () => {
  it('has a claim to prove', () => {
    expect(Object.keys(CLAIMS).sort()).toEqual(
      vocabulary
        .list()
        .map((primitive) => primitive.name)
        .sort(),
    );
  });

  it.each(Object.entries(CLAIMS))('%s does as it says, more with more', async (name, claim) => {
    const strengths = claim.strengths ?? STRENGTHS;
    const grown: number[] = [];
    for (const value of strengths) {
      const after = await developed(name, value);
      expect(after.data.every(Number.isFinite), `${name} ${value} gives numbers`).toBe(true);
      grown.push(claim.grows(after));
      const drift = Math.abs(claim.stays?.(after) ?? 0);
      expect(drift, `${name} ${value} leaves the rest`).toBeLessThan(UNTOUCHED);
    }
    // Neutral belongs into the row where the value is 0: below it for the positive ones, above for the negative one.
    const row = [...strengths, 0].map((value, i) => ({ value, grown: grown[i] ?? claim.neutral }));
    row.sort((a, b) => a.value - b.value);
    for (const [i, step] of row.slice(1).entries()) {
      expect(step.grown, `${name}: ${JSON.stringify(row)}`).toBeGreaterThan(row[i]!.grown + 0.02);
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
  it.each(Object.keys(CLAIMS))('%s works wholly inside and not outside', async (name) => {
    const strongest = (CLAIMS[name]!.strengths ?? STRENGTHS).at(-1)!;
    const masked = await development.develop([{ settings: settingsOf(name, strongest), masked: true }]);
    const whole = await developed(name, strongest);
    expect(largestChange(before, masked, outside)).toBeLessThan(ROUNDING);
    expect(largestChange(whole, masked, inside)).toBeLessThan(ROUNDING);
    expect(largestChange(before, masked, inside)).toBeGreaterThan(0.01);
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
    const idle = vocabulary.list().map((p) => ({ settings: settingsOf(p.name, p.parameters[VALUE]!.neutral) }));
    const after = await development.develop(idle);
    expect(largestChange(before, after, () => true)).toBe(0);
  });

  it('all of them at once give a picture, without a complaint of darktable', async () => {
    const some = vocabulary.list().map((p) => ({ settings: settingsOf(p.name, p.parameters[VALUE]!.max / 4) }));
    const after = await development.develop(some);
    expect(after.data.every(Number.isFinite)).toBe(true);
    expect(largestChange(before, after, () => true)).toBeGreaterThan(0.05);
  });
});

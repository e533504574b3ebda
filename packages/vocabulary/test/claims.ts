import type { FloatPicture } from '@chemigram/renderer';
import {
  coloured,
  colourfulness,
  contrastAt,
  gain,
  magenta,
  turn,
  veil,
  warmth,
  ZONES,
  type Zone,
} from './measures.ts';

type Measure = (before: FloatPicture, after: FloatPicture) => number;

/** What a primitive promises of its pixels. */
export interface Claim {
  says: string;
  /** What grows with the value. */
  grows: Measure;
  /** What `grows` is when nothing changed. */
  neutral: 0 | 1;
  /** The brightness, in EV, of what the primitive does not speak of: it stays within UNTOUCHED. */
  stays?: Measure;
  /** Values to try; the last one is the strongest. */
  strengths: readonly number[];
}

/** EV. Most of it is the ripple between the bands of the tone equalizer. */
export const UNTOUCHED = 0.05;

const BOTH_SIGNS = [-100, 50, 100] as const;
const WEAK: readonly [number, number] = [0.05, 0.35];

const evOf =
  (zone: Zone): Measure =>
  (before, after) =>
    gain(before, after, zone);
const contrastRatio =
  (radius: number): Measure =>
  (before, after) =>
    contrastAt(after, radius) / contrastAt(before, radius);

const LIGHT = { all: evOf(ZONES.all), mid: evOf(ZONES.mid), dark: evOf(ZONES.dark), bright: evOf(ZONES.bright) };

export const CLAIMS: Record<string, Claim> = {
  exposure: { says: 'brightens', grows: LIGHT.all, neutral: 0, strengths: [-2, 1, 2] },
  contrast: {
    says: 'spreads bright from dark',
    grows: (before, after) => LIGHT.bright(before, after) - LIGHT.dark(before, after),
    neutral: 0,
    strengths: BOTH_SIGNS,
  },
  highlights: {
    says: 'moves the bright, not the dark',
    grows: LIGHT.bright,
    neutral: 0,
    stays: LIGHT.dark,
    strengths: BOTH_SIGNS,
  },
  shadows: {
    says: 'moves the dark, not the bright',
    grows: LIGHT.dark,
    neutral: 0,
    stays: LIGHT.bright,
    strengths: BOTH_SIGNS,
  },
  whites: {
    says: 'moves the white end, not the dark',
    grows: evOf(ZONES.white),
    neutral: 0,
    stays: LIGHT.dark,
    strengths: BOTH_SIGNS,
  },
  blacks: {
    says: 'moves the black end, not the bright',
    grows: evOf(ZONES.black),
    neutral: 0,
    stays: LIGHT.bright,
    strengths: BOTH_SIGNS,
  },
  saturation: {
    says: 'strengthens colours, not light',
    grows: (before, after) => colourfulness(before, after, ZONES.mid),
    neutral: 1,
    stays: LIGHT.all,
    strengths: BOTH_SIGNS,
  },
  vibrance: {
    says: 'strengthens weak colours, not light',
    grows: (before, after) => colourfulness(before, after, coloured(before, ...WEAK)),
    neutral: 1,
    stays: LIGHT.all,
    strengths: BOTH_SIGNS,
  },
  warmth: {
    says: 'reddens against blue, not brightens',
    grows: (before, after) => warmth(before, after, ZONES.mid),
    neutral: 0,
    stays: LIGHT.all,
    strengths: BOTH_SIGNS,
  },
  tint: {
    says: 'turns to magenta, not brightens',
    grows: (before, after) => magenta(before, after, ZONES.mid),
    neutral: 0,
    stays: LIGHT.all,
    strengths: BOTH_SIGNS,
  },
  hue: {
    says: 'turns colours around grey, not brightens',
    grows: (before, after) => turn(before, after, ZONES.mid),
    neutral: 0,
    stays: LIGHT.all,
    strengths: [-60, 30, 60],
  },
  clarity: {
    says: 'raises local contrast',
    grows: contrastRatio(12),
    neutral: 1,
    stays: LIGHT.mid,
    strengths: [-50, 25, 50],
  },
  texture: {
    says: 'raises the contrast of fine structures',
    grows: contrastRatio(3),
    neutral: 1,
    stays: LIGHT.mid,
    strengths: BOTH_SIGNS,
  },
  sharpen: {
    says: 'raises the contrast of edges',
    grows: contrastRatio(1),
    neutral: 1,
    stays: LIGHT.mid,
    strengths: [25, 50, 100],
  },
  dehaze: {
    says: 'takes the veil away',
    grows: (before, after) => Math.log2(veil(before) / veil(after)),
    neutral: 0,
    strengths: BOTH_SIGNS,
  },
};

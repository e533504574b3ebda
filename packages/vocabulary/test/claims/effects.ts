import { gain, lightnessGain, ring, veil, ZONES } from '../measures.ts';
import { BOTH_SIGNS, contrastRatio, evOf, LIGHT, type Claim, type Measure } from './claim.ts';

const CORNERS = [0.75, 1] as const;
const HALFWAY = [0.3, 0.5] as const;
const MIDDLE = [0, 0.15] as const;
/** How much brighter what lies so far from the middle became. */
const light =
  (from: number, to: number): Measure =>
  (before, after) =>
    gain(before, after, ring(before, from, to));

/** What the shape of a vignette is measured on. */
const dark = { value: -100, size: 60, feather: 20 };

export const EFFECTS: readonly Claim[] = [
  {
    primitive: 'dehaze',
    says: 'takes the veil away',
    grows: (before, after) => Math.log2(veil(before) / veil(after)),
    neutral: 0,
    strengths: BOTH_SIGNS,
  },
  {
    primitive: 'grain',
    says: 'makes even parts grainy',
    grows: contrastRatio(1),
    neutral: 1,
    stays: lightnessGain,
    strengths: [20, 50, 100],
  },
  {
    primitive: 'bloom',
    says: 'spreads the light of bright parts',
    grows: LIGHT.all,
    neutral: 0,
    strengths: [20, 50, 100],
  },
  {
    primitive: 'fade',
    says: 'lifts black, not the bright',
    grows: evOf(ZONES.black),
    neutral: 0,
    stays: LIGHT.bright,
    strengths: [20, 50, 100],
  },
  {
    primitive: 'soft_focus',
    says: 'softens fine structures and lets them glow',
    grows: (before, after) => 1 / contrastRatio(3)(before, after),
    neutral: 1,
    strengths: [20, 50, 100],
  },
  {
    primitive: 'vignette',
    says: 'lightens the corners, down darkens them, not the middle',
    framed: true,
    grows: light(...CORNERS),
    neutral: 0,
    stays: light(...MIDDLE),
    strengths: BOTH_SIGNS,
  },
  {
    primitive: 'vignette',
    parameter: 'size',
    with: dark,
    says: 'up, keeps the dark to the corners',
    framed: true,
    grows: light(...HALFWAY),
    neutral: null,
    strengths: [20, 80],
  },
  {
    primitive: 'vignette',
    parameter: 'feather',
    with: dark,
    says: 'up, lets it come gradually',
    framed: true,
    grows: light(...CORNERS),
    neutral: null,
    strengths: [10, 90],
  },
  {
    primitive: 'vignette',
    parameter: 'roundness',
    with: dark,
    says: 'up, takes more of the corners than a rectangle does',
    framed: true,
    grows: (before, after) => -light(...CORNERS)(before, after),
    neutral: null,
    strengths: [0, 100],
  },
];

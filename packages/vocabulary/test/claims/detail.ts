import type { FloatPicture } from '@chemigram/renderer';
import { blotches, fringe, grain, lightnessGain } from '../measures.ts';
import { BOTH_SIGNS, contrastRatio, type Claim, type Measure } from './claim.ts';

/** How many times less there is of a flaw. */
const lessOf =
  (flaw: (picture: FloatPicture) => number): Measure =>
  (before, after) =>
    Math.log2(flaw(before) / flaw(after));

export const DETAIL: readonly Claim[] = [
  {
    primitive: 'clarity',
    says: 'raises local contrast',
    grows: contrastRatio(12),
    neutral: 1,
    stays: lightnessGain,
    strengths: [-50, 25, 50],
  },
  {
    primitive: 'texture',
    says: 'raises the contrast of fine structures',
    grows: contrastRatio(3),
    neutral: 1,
    stays: lightnessGain,
    strengths: BOTH_SIGNS,
  },
  {
    primitive: 'sharpen',
    says: 'raises the contrast of edges',
    grows: contrastRatio(1),
    neutral: 1,
    stays: lightnessGain,
    strengths: [20, 40, 80],
  },
  {
    primitive: 'blur',
    says: 'takes fine structures away, not light',
    grows: (before, after) => 1 / contrastRatio(3)(before, after),
    neutral: 1,
    stays: lightnessGain,
    strengths: [2, 5, 20],
  },
  {
    primitive: 'denoise',
    parameter: 'luminance',
    says: 'takes grain away, not light',
    grows: lessOf(grain),
    neutral: 0,
    stays: lightnessGain,
    strengths: [25, 100],
  },
  {
    primitive: 'denoise',
    parameter: 'colour',
    says: 'takes blotches of colour away, not light',
    grows: lessOf(blotches),
    neutral: 0,
    stays: lightnessGain,
    strengths: [5, 50],
  },
  {
    primitive: 'defringe',
    says: 'takes purple off the rims of dark and bright, not light',
    grows: lessOf(fringe),
    neutral: 0,
    stays: lightnessGain,
    strengths: [50, 100],
  },
  {
    primitive: 'defringe',
    parameter: 'radius',
    with: { value: 100 },
    says: 'up, finds wider fringes',
    grows: lessOf(fringe),
    neutral: null,
    strengths: [0.5, 2],
  },
];

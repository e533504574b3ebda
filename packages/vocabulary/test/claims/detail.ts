import { lightnessGain } from '../measures.ts';
import { BOTH_SIGNS, contrastRatio, type Claim } from './claim.ts';

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
];

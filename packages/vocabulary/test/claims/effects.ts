import { lightnessGain, veil } from '../measures.ts';
import { BOTH_SIGNS, contrastRatio, LIGHT, type Claim } from './claim.ts';

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
];

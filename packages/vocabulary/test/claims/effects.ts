import { veil } from '../measures.ts';
import { BOTH_SIGNS, type Claim } from './claim.ts';

export const EFFECTS: readonly Claim[] = [
  {
    primitive: 'dehaze',
    says: 'takes the veil away',
    grows: (before, after) => Math.log2(veil(before) / veil(after)),
    neutral: 0,
    strengths: BOTH_SIGNS,
  },
];

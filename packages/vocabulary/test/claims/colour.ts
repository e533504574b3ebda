import { coloured, colourfulness, magenta, turn, warmth, ZONES } from '../measures.ts';
import { BOTH_SIGNS, LIGHT, type Claim } from './claim.ts';

const WEAK: readonly [number, number] = [0.05, 0.35];

export const COLOUR: readonly Claim[] = [
  {
    primitive: 'saturation',
    says: 'strengthens colours, not light',
    grows: (before, after) => colourfulness(before, after, ZONES.mid),
    neutral: 1,
    stays: LIGHT.all,
    strengths: BOTH_SIGNS,
  },
  {
    primitive: 'vibrance',
    says: 'strengthens weak colours, not light',
    grows: (before, after) => colourfulness(before, after, coloured(before, ...WEAK)),
    neutral: 1,
    stays: LIGHT.all,
    strengths: BOTH_SIGNS,
  },
  {
    primitive: 'warmth',
    says: 'reddens against blue, not brightens',
    grows: (before, after) => warmth(before, after, ZONES.mid),
    neutral: 0,
    stays: LIGHT.all,
    strengths: BOTH_SIGNS,
  },
  {
    primitive: 'tint',
    says: 'turns to magenta, not brightens',
    grows: (before, after) => magenta(before, after, ZONES.mid),
    neutral: 0,
    stays: LIGHT.all,
    strengths: BOTH_SIGNS,
  },
  {
    primitive: 'hue',
    says: 'turns colours around grey, not brightens',
    grows: (before, after) => turn(before, after, ZONES.mid),
    neutral: 0,
    stays: LIGHT.all,
    strengths: [-60, 30, 60],
  },
];

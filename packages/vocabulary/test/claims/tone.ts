import { ZONES } from '../measures.ts';
import { BOTH_SIGNS, evOf, LIGHT, type Claim } from './claim.ts';

export const TONE: readonly Claim[] = [
  { primitive: 'exposure', says: 'brightens', grows: LIGHT.all, neutral: 0, strengths: [-2, 1, 2] },
  {
    primitive: 'contrast',
    says: 'spreads bright from dark',
    grows: (before, after) => LIGHT.bright(before, after) - LIGHT.dark(before, after),
    neutral: 0,
    strengths: BOTH_SIGNS,
  },
  {
    primitive: 'highlights',
    says: 'moves the bright, not the dark',
    grows: LIGHT.bright,
    neutral: 0,
    stays: LIGHT.dark,
    strengths: BOTH_SIGNS,
  },
  {
    primitive: 'shadows',
    says: 'moves the dark, not the bright',
    grows: LIGHT.dark,
    neutral: 0,
    stays: LIGHT.bright,
    strengths: BOTH_SIGNS,
  },
  {
    primitive: 'whites',
    says: 'moves the white end, not the dark',
    grows: evOf(ZONES.white),
    neutral: 0,
    stays: LIGHT.dark,
    strengths: BOTH_SIGNS,
  },
  {
    primitive: 'blacks',
    says: 'moves the black end, not the bright',
    grows: evOf(ZONES.black),
    neutral: 0,
    stays: LIGHT.bright,
    strengths: BOTH_SIGNS,
  },
];

import { gain, ZONES } from '../measures.ts';
import { BOTH_SIGNS, evOf, LIGHT, type Claim } from './claim.ts';

/** The bands of the tone equalizer, in EV from white. */
const BANDS: readonly (readonly [string, number])[] = [
  ['noise', -8],
  ['ultra_deep_blacks', -7],
  ['deep_blacks', -6],
  ['blacks', -5],
  ['shadows', -4],
  ['midtones', -3],
  ['highlights', -2],
  ['whites', -1],
  ['speculars', 0],
];
const HALF_BAND = 0.6;
const ABOVE_GREY = (y: number): boolean => y > 0.25 && y < 0.4;
const BELOW_GREY = (y: number): boolean => y > 0.06 && y < 0.12;

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
  ...BANDS.map(([parameter, ev]): Claim => ({
    primitive: 'tone_equalizer',
    parameter,
    says: `moves what is ${-ev} EV below white`,
    grows: evOf((y) => Math.abs(Math.log2(y) - ev) < HALF_BAND),
    neutral: 0,
    strengths: [-1.5, 1.5],
  })),
  ...['tone_mapper_sigmoid', 'tone_mapper_filmic'].map((primitive): Claim => ({
    primitive,
    parameter: 'contrast',
    says: 'spreads what is above middle grey from what is below',
    grows: (before, after) => gain(before, after, ABOVE_GREY) - gain(before, after, BELOW_GREY),
    neutral: null,
    strengths: [0.8, 1.2, 1.6],
  })),
  {
    primitive: 'tone_mapper_sigmoid',
    parameter: 'skew',
    says: 'takes contrast out of the shadows',
    grows: evOf(ZONES.black),
    neutral: null,
    strengths: [-0.6, 0, 0.6],
  },
  {
    primitive: 'tone_mapper_filmic',
    parameter: 'latitude',
    with: { contrast: 1.2 },
    says: 'makes more of the curve straight',
    grows: (before, after) => -evOf(ZONES.black)(before, after),
    neutral: null,
    strengths: [0.01, 20, 40],
  },
  {
    primitive: 'tone_mapper_filmic',
    parameter: 'balance',
    with: { latitude: 30, contrast: 1.2 },
    says: 'up, keeps the highlights and gives the shadows away',
    grows: (before, after) => -evOf(ZONES.black)(before, after),
    neutral: null,
    strengths: [-40, 40],
  },
  {
    primitive: 'tone_mapper_filmic',
    parameter: 'white',
    says: 'makes room for brighter light, so that what is there gets darker',
    grows: (before, after) => -LIGHT.bright(before, after),
    neutral: null,
    strengths: [3, 4, 6],
  },
  {
    primitive: 'tone_mapper_filmic',
    parameter: 'black',
    says: 'up, lets more of the shadows be black',
    grows: (before, after) => -evOf(ZONES.black)(before, after),
    neutral: null,
    strengths: [-12, -8, -6],
  },
];

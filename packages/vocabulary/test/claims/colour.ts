import type { FloatPicture } from '@chemigram/renderer';
import { cast, coloured, colourfulness, gain, hued, magenta, turn, warmth, ZONES } from '../measures.ts';
import { BOTH_SIGNS, evOf, LIGHT, type Claim } from './claim.ts';

const WEAK: readonly [number, number] = [0.05, 0.35];
const TONES = { shadows: ZONES.dark, midtones: ZONES.mid, highlights: ZONES.bright };
const toneOf = Object.entries(TONES);
/** Two hues of the colour circle that warmth tells apart best. */
const [BLUE, ORANGE] = [230, 40];

/** The eight colours of the mixer, by their hue in linear light, in degrees. */
const HUES = { reds: 4, oranges: 28, yellows: 62, greens: 104, aquas: 184, blues: 235, purples: 258, magentas: 299 };
type Mixed = keyof typeof HUES;
/** Each with one from across the circle, which it leaves alone. */
const MIXED: readonly (readonly [Mixed, Mixed])[] = [
  ['reds', 'aquas'],
  ['oranges', 'blues'],
  ['yellows', 'blues'],
  ['greens', 'magentas'],
  ['aquas', 'reds'],
  ['blues', 'yellows'],
  ['purples', 'greens'],
  ['magentas', 'greens'],
];
/** How far from its hue a pixel still counts, in degrees. */
const REACH = 14;

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
  {
    primitive: 'chroma',
    says: 'makes colours purer',
    grows: (before, after) => colourfulness(before, after, ZONES.mid),
    neutral: 1,
    stays: LIGHT.all,
    strengths: BOTH_SIGNS,
  },
  { primitive: 'brilliance', says: 'lights colours up', grows: LIGHT.mid, neutral: 0, strengths: BOTH_SIGNS },
  ...['saturation_by_tone', 'chroma_by_tone'].flatMap((primitive) =>
    toneOf.map(([parameter, zone]): Claim => ({
      primitive,
      parameter,
      says: `strengthens the colours of the ${parameter}`,
      grows: (before, after) => colourfulness(before, after, zone),
      neutral: 1,
      strengths: [-100, 100],
    })),
  ),
  ...toneOf.map(([parameter, zone]): Claim => ({
    primitive: 'brilliance_by_tone',
    parameter,
    says: `lights the ${parameter} up`,
    grows: evOf(zone),
    neutral: 0,
    strengths: [-100, 100],
  })),
  ...Object.entries({ ...TONES, global: ZONES.all }).flatMap(([name, zone]): Claim[] => {
    const primitive = `grade_${name}`;
    const warms = (before: FloatPicture, after: FloatPicture): number => warmth(before, after, zone);
    return [
      {
        primitive,
        parameter: 'hue',
        with: { chroma: 40 },
        says: 'is the colour that they get: blue, orange',
        grows: warms,
        neutral: null,
        strengths: [BLUE, ORANGE],
      },
      {
        primitive,
        parameter: 'chroma',
        with: { hue: ORANGE },
        says: 'is how much of the colour',
        grows: warms,
        neutral: 0,
        strengths: [30, 60],
      },
      {
        primitive,
        parameter: 'luminance',
        says: 'brightens them',
        grows: evOf(zone),
        neutral: 0,
        strengths: [-100, 100],
      },
    ];
  }),
  ...(['shadows', 'highlights'] as const).flatMap((tone): Claim[] => {
    const other = tone === 'shadows' ? 'highlights_strength' : 'shadows_strength';
    const warms = (before: FloatPicture, after: FloatPicture): number => warmth(before, after, TONES[tone]);
    return [
      {
        primitive: 'split_tone',
        parameter: `${tone}_hue`,
        with: { [`${tone}_strength`]: 40, [other]: 0 },
        says: `is the colour that the ${tone} get: blue, orange`,
        grows: warms,
        neutral: null,
        strengths: [BLUE, ORANGE],
      },
      {
        primitive: 'split_tone',
        parameter: `${tone}_strength`,
        with: { [`${tone}_hue`]: ORANGE, [other]: 0 },
        says: 'is how much of the colour',
        grows: warms,
        neutral: 0,
        strengths: [30, 60],
      },
    ];
  }),
  {
    primitive: 'split_tone',
    parameter: 'balance',
    with: { shadows_hue: BLUE, shadows_strength: 40, highlights_hue: ORANGE, highlights_strength: 40 },
    says: 'up, makes more tones cool as the shadows',
    grows: (before, after) => -warmth(before, after, ZONES.mid),
    neutral: null,
    strengths: [-100, 0, 100],
  },
  {
    primitive: 'white_balance',
    parameter: 'temperature',
    says: 'warms',
    grows: (before, after) => warmth(before, after, ZONES.mid),
    neutral: 0,
    strengths: [3500, 6500, 9000],
  },
  {
    primitive: 'white_balance',
    parameter: 'tint',
    says: 'turns to magenta',
    grows: (before, after) => magenta(before, after, ZONES.mid),
    neutral: 0,
    strengths: BOTH_SIGNS,
  },
  {
    primitive: 'grey_card',
    parameter: 'x',
    says: 'up, for redder light, cools',
    grows: (before, after) => -warmth(before, after, ZONES.mid),
    neutral: 0,
    strengths: [0.31, 0.42],
  },
  {
    primitive: 'grey_card',
    parameter: 'y',
    says: 'up, for greener light, turns to magenta',
    grows: (before, after) => magenta(before, after, ZONES.mid),
    neutral: 0,
    strengths: [0.33, 0.4],
  },
  {
    primitive: 'toned_print',
    parameter: 'hue',
    with: { strength: 40 },
    says: 'is the colour of the print: blue, orange',
    grows: (before, after) => warmth(before, after, ZONES.mid),
    neutral: null,
    strengths: [BLUE, ORANGE],
  },
  {
    primitive: 'toned_print',
    parameter: 'strength',
    with: { hue: ORANGE },
    says: 'is how much of the colour',
    grows: (before, after) => colourfulness(before, after, ZONES.mid),
    neutral: null,
    strengths: [0, 50, 100],
  },
  ...Object.entries({ red: HUES.reds, green: HUES.greens, blue: HUES.blues }).flatMap(([name, hue]): Claim[] => {
    const primary = (before: FloatPicture) => hued(before, hue, REACH);
    return [
      {
        primitive: 'primaries',
        parameter: `${name}_hue`,
        says: `turns what is ${name}, not grey`,
        grows: (before, after) => turn(before, after, primary(before)),
        neutral: 0,
        stays: cast,
        strengths: [-100, 100],
      },
      {
        primitive: 'primaries',
        parameter: `${name}_saturation`,
        says: `makes what is ${name} purer, not grey`,
        grows: (before, after) => colourfulness(before, after, primary(before)),
        neutral: 1,
        stays: cast,
        strengths: [-100, 100],
      },
    ];
  }),
  ...Object.entries({ red: HUES.reds, green: HUES.greens, blue: HUES.blues }).map(([parameter, hue]): Claim => ({
    primitive: 'black_and_white',
    parameter,
    says: `brightens what is ${parameter}, without colour`,
    grows: (before, after) => gain(before, after, hued(before, hue, REACH)) - gain(before, after, ZONES.all),
    stays: (before, after) => colourfulness(before, after, ZONES.all),
    neutral: null,
    strengths: [-100, 0, 100],
  })),
  ...MIXED.flatMap(([name, other]): Claim[] => {
    const primitive = `mix_${name}`;
    const hue = HUES[name];
    const stays = (before: FloatPicture, after: FloatPicture): number =>
      Math.abs(gain(before, after, hued(before, HUES[other], REACH))) + cast(before, after);
    return [
      {
        primitive,
        parameter: 'hue',
        says: `turns the ${name}, not the ${other} nor grey`,
        grows: (before, after) => turn(before, after, hued(before, hue, REACH)),
        neutral: 0,
        stays,
        strengths: [-30, 30],
      },
      {
        primitive,
        parameter: 'saturation',
        says: `strengthens the ${name}, not the ${other} nor grey`,
        grows: (before, after) => colourfulness(before, after, hued(before, hue, REACH)),
        neutral: 1,
        stays,
        strengths: [-80, 80],
      },
      {
        primitive,
        parameter: 'luminance',
        says: `brightens the ${name}, not the ${other} nor grey`,
        grows: (before, after) => gain(before, after, hued(before, hue, REACH)),
        neutral: 0,
        stays,
        strengths: [-80, 40, 80],
      },
    ];
  }),
];

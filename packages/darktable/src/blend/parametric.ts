/**
 * Parametric masks as darktable computes them, so that a compiled mask can be predicted without rendering: per channel
 * a trapezoid on the values of the module's INPUT, multiplied, combined with the drawn mask, scaled by the opacity.
 * What comes after (details, feathering, blur, contrast, brightness) is not predicted here.
 */
import { ChemigramError } from '@chemigram/errors';
import { CHANNEL_MASK } from './blend-defaults.ts';
import { BLEND_CST, MASK_COMBINE, MASK_MODE, type BlendParams } from './blend-params.ts';
import { chroma, hsl, hue, jzazbz, lab, luminance } from './colour-spaces.ts';

/** Input channels by darktable's names, per blending space: their index among the sixteen. */
export const CHANNELS = {
  [BLEND_CST.LAB]: { L: 0, a: 1, b: 2, C: 8, h: 9 },
  [BLEND_CST.RGB_DISPLAY]: { gray: 0, R: 1, G: 2, B: 3, H: 8, S: 9, l: 10 },
  [BLEND_CST.RGB_SCENE]: { gray: 0, R: 1, G: 2, B: 3, Jz: 8, Cz: 9, hz: 10 },
} as const;

/** Channels that look at the module's output: bits of `blendif`. */
const OUTPUT_CHANNELS = 0xf0f0;
/** The largest chroma that darktable's Lab slider shows. */
const LAB_CHROMA_SPAN = 128 * Math.SQRT2;

/**
 * Channels that are computed together, and what fills in their values. Each goes over the pixels itself: one loop for all
 * of them, with what is done to a pixel given to it, took three times as long.
 */
interface Together {
  readonly channels: readonly number[];
  readonly fill: (input: Float32Array, into: readonly Float32Array[]) => void;
}

const { gray, R, G, B, Jz, Cz, hz } = CHANNELS[BLEND_CST.RGB_SCENE];
const { H, S, l } = CHANNELS[BLEND_CST.RGB_DISPLAY];
const { L, a, b, C, h } = CHANNELS[BLEND_CST.LAB];

const part = (channel: number, offset: number): Together => ({
  channels: [channel],
  fill: (input, [values]) => {
    for (let i = 0, at = offset; i < values!.length; i++, at += 3) values![i] = input[at]!;
  },
});
const RGB: readonly Together[] = [
  {
    channels: [gray],
    fill: (input, [values]) => {
      for (let i = 0, at = 0; i < values!.length; i++, at += 3) {
        values![i] = luminance(input[at]!, input[at + 1]!, input[at + 2]!);
      }
    },
  },
  part(R, 0),
  part(G, 1),
  part(B, 2),
];

const TOGETHER: Partial<Record<number, readonly Together[]>> = {
  [BLEND_CST.LAB]: [
    {
      channels: [L, a, b, C, h],
      fill: (input, [light, greenRed, blueYellow, chromas, hues]) => {
        for (let i = 0, at = 0; i < light!.length; i++, at += 3) {
          const colour = lab(input[at]!, input[at + 1]!, input[at + 2]!);
          light![i] = colour[0] / 100;
          greenRed![i] = colour[1] / 256;
          blueYellow![i] = colour[2] / 256;
          chromas![i] = chroma(colour) / LAB_CHROMA_SPAN;
          hues![i] = hue(colour);
        }
      },
    },
  ],
  [BLEND_CST.RGB_DISPLAY]: [
    ...RGB,
    {
      channels: [H, S, l],
      fill: (input, [hues, saturations, light]) => {
        for (let i = 0, at = 0; i < hues!.length; i++, at += 3) {
          const colour = hsl(input[at]!, input[at + 1]!, input[at + 2]!);
          hues![i] = colour[0];
          saturations![i] = colour[1];
          light![i] = colour[2];
        }
      },
    },
  ],
  [BLEND_CST.RGB_SCENE]: [
    ...RGB,
    {
      channels: [Jz, Cz, hz],
      fill: (input, [light, chromas, hues]) => {
        for (let i = 0, at = 0; i < light!.length; i++, at += 3) {
          const colour = jzazbz(input[at]!, input[at + 1]!, input[at + 2]!);
          light![i] = colour[0];
          chromas![i] = chroma(colour);
          hues![i] = hue(colour);
        }
      },
    },
  ],
};

/**
 * The values of a channel, on the scale that the trapezoid is compared on after boost and offset, and of those that are
 * computed together with it, by their indices.
 * @param cst one of BLEND_CST: LAB, RGB_DISPLAY or RGB_SCENE
 * @param channel index as in CHANNELS
 * @param input linear Rec. 2020, interleaved r g b
 * @throws ChemigramError invalid_input for a channel that the space does not have
 */
export function channelsWith(cst: number, channel: number, input: Float32Array): ReadonlyMap<number, Float32Array> {
  const together = TOGETHER[cst]?.find(({ channels }) => channels.includes(channel));
  if (!together) {
    throw new ChemigramError('invalid_input', `parametric mask: blend space ${cst} has no input channel ${channel}`, {
      field: 'channel',
    });
  }
  const pixels = Math.floor(input.length / 3);
  const all = together.channels.map(() => new Float32Array(pixels));
  together.fill(input, all);
  return new Map(together.channels.map((index, k) => [index, all[k]!]));
}

/** The values of one channel; see channelsWith. */
export const channelValues = (cst: number, channel: number, input: Float32Array): Float32Array =>
  channelsWith(cst, channel, input).get(channel)!;

/** A channel's trapezoid, ready to be compared with values: 0 up to [0], 1 from [1] to [2], 0 from [3]. */
export interface Trapezoid {
  limits: readonly [number, number, number, number];
  /** Opacity per unit of value. */
  rise: number;
  fall: number;
}

/** darktable divides by no less: a narrower slope ends in a jump. Counts AFTER the boost. */
const NARROWEST_SLOPE = 0.001;
/** Lab's a and b have their zero in the middle of the slider. */
const LAB_OFFSET = 0.5;

/** The trapezoid of channel `channel`: offset, boost, and ends that stand at 0 or 1 opened to infinity. */
export function trapezoidOf(p: BlendParams, channel: number): Trapezoid {
  const raw = p.blendifParameters.slice(channel * 4, channel * 4 + 4) as [number, number, number, number];
  const { a, b } = CHANNELS[BLEND_CST.LAB];
  // Bit 2 set apart, input and output of a channel are four places from each other.
  const offset = p.blendCst === BLEND_CST.LAB && [a, b, a + 4, b + 4].includes(channel) ? LAB_OFFSET : 0;
  const scale = 2 ** p.blendifBoostFactors[channel]!;
  const [p0, p1, p2, p3] = raw.map((value) => (value - offset) * scale) as [number, number, number, number];
  const openBelow = raw[0] <= 0 && raw[1] <= 0;
  const openAbove = raw[2] >= 1 && raw[3] >= 1;
  return {
    limits: [
      openBelow ? -Infinity : p0,
      openBelow ? -Infinity : p1,
      openAbove ? Infinity : p2,
      openAbove ? Infinity : p3,
    ],
    rise: 1 / Math.max(NARROWEST_SLOPE, p1 - p0),
    fall: 1 / Math.max(NARROWEST_SLOPE, p3 - p2),
  };
}

/** A trapezoid's opacity at one value. */
export function trapezoidAt({ limits, rise, fall }: Trapezoid, value: number): number {
  const [p0, p1, p2, p3] = limits;
  if (value <= p0) return 0;
  if (value < p1) return (value - p0) * rise;
  if (value <= p2) return 1;
  if (value < p3) return 1 - (value - p2) * fall;
  return 0;
}

/** What one channel is multiplied by: its trapezoid, or the complement of it. */
export interface ChannelFactor {
  readonly trapezoid: Trapezoid;
  readonly turned: boolean;
}

/** A factor's opacity at one value. */
export function factorAt({ trapezoid, turned }: ChannelFactor, value: number): number {
  const opacity = trapezoidAt(trapezoid, value);
  return turned ? 1 - opacity : opacity;
}

/** A parametric mask as numbers: `from + by * (the product of the factors and of the drawn opacity)`. */
export interface OpacityTerms {
  readonly factors: readonly (ChannelFactor & { readonly channel: number })[];
  /** The drawn opacity as it is, or 1 less it; null where it does not count. */
  readonly drawn: 'straight' | 'turned' | null;
  readonly from: number;
  readonly by: number;
}

/**
 * What a blend's parametric mask comes to.
 * @param hasDrawn whether there is a drawn mask's opacity; without it the drawn part counts as 1 everywhere, which is
 *   what darktable takes for a mask whose form is missing
 * @throws ChemigramError invalid_input for a channel of the module's output, or another space than LAB, RGB_DISPLAY
 *   and RGB_SCENE
 */
export function opacityTerms(p: BlendParams, hasDrawn: boolean): OpacityTerms {
  const channels = p.blendCst === BLEND_CST.LAB ? CHANNEL_MASK.lab : CHANNEL_MASK.rgb;
  const together = TOGETHER[p.blendCst];
  if (!together) {
    throw new ChemigramError('invalid_input', `parametric mask: blend space ${p.blendCst} has no channels`, {
      field: 'blendCst',
    });
  }
  if (p.maskMode & MASK_MODE.PARAMETRIC && p.blendif & channels & OUTPUT_CHANNELS) {
    throw new ChemigramError('invalid_input', "parametric mask: a channel looks at the module's output", {
      field: 'blendif',
      hint: 'Only channels of the input can be predicted from the input.',
    });
  }
  const opacity = Math.min(Math.max(p.opacity / 100, 0), 1);
  const inclusive = (p.maskCombine & MASK_COMBINE.INCLUSIVE) !== 0;
  const inverted = (p.maskCombine & MASK_COMBINE.INVERT) !== 0;
  const even = (value: number): OpacityTerms => ({ factors: [], drawn: null, from: value, by: 0 });

  const active = p.blendif & channels;
  // Inclusive turns every channel's polarity: the union is the complement of an intersection of complements.
  const polarity = (p.blendif >>> 16) ^ (inclusive ? channels : 0);
  // An inactive channel selects everything; with its polarity turned, nothing: it cancels the whole mask.
  const cancelled = (polarity & ~p.blendif & channels) !== 0;
  const isParametric = (p.maskMode & MASK_MODE.PARAMETRIC) !== 0 && (cancelled || active !== 0);
  if (isParametric && (cancelled || active === 0)) return even(inverted !== inclusive ? opacity : 0);
  const factors = together
    .flatMap((some) => some.channels)
    .filter((channel) => isParametric && (active & (1 << channel)) !== 0)
    .map((channel) => ({ channel, trapezoid: trapezoidOf(p, channel), turned: (polarity & (1 << channel)) !== 0 }));
  // The union with the drawn part is the complement of what neither has; without a parametric part it is the drawn one.
  const united = isParametric && inclusive;
  const [from, by] = united !== inverted ? [opacity, -opacity] : [0, opacity];
  if (!(p.maskMode & MASK_MODE.DRAWN)) return { factors, drawn: null, from, by };
  const turned = ((p.maskCombine & MASK_COMBINE.DRAWN_INVERTED) !== 0) !== united;
  if (hasDrawn) return { factors, drawn: turned ? 'turned' : 'straight', from, by };
  return turned ? even(from) : { factors, drawn: null, from, by };
}

/**
 * The opacity per pixel, 0 to 1.
 * @param input the module's input, linear Rec. 2020, interleaved r g b, at least 3 n numbers
 * @param n number of pixels
 * @param drawn the drawn mask's opacity per pixel, where the blend params name one
 * @throws ChemigramError as opacityTerms, and invalid_input for fewer numbers than the pixels need
 */
export function parametricOpacity(p: BlendParams, input: Float32Array, n: number, drawn?: Float32Array): Float32Array {
  if (input.length < 3 * n || (drawn && drawn.length < n)) {
    throw new ChemigramError('invalid_input', `parametric mask: fewer values than ${n} pixels need`, { field: 'n' });
  }
  const terms = opacityTerms(p, drawn !== undefined);
  const product = new Float32Array(n).fill(1);
  for (const { channel, ...factor } of terms.factors) {
    const values = channelValues(p.blendCst, channel, input);
    for (let i = 0; i < n; i++) product[i]! *= factorAt(factor, values[i]!);
  }
  if (drawn !== undefined && terms.drawn !== null) {
    for (let i = 0; i < n; i++) product[i]! *= terms.drawn === 'turned' ? 1 - drawn[i]! : drawn[i]!;
  }
  return product.map((value) => terms.from + terms.by * value);
}

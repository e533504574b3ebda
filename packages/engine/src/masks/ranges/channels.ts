import {
  BLEND_CST,
  CHANNELS,
  channelsWith,
  hasCurve,
  inWorkingProfile,
  LINEAR_REC2020,
  opacityTerms,
  uniformBlend,
  withChannels,
} from '@chemigram/darktable';
import type { BlendParams } from '@chemigram/darktable';
import { layTerms, levelsOf } from './channel-levels.ts';
import type { ChannelLevels } from './channel-levels.ts';
import type { ChannelRange } from './channel-search.ts';

/** The cheaper channels first: what they do well enough is done with them. */
const RGB = [BLEND_CST.RGB_DISPLAY, BLEND_CST.RGB_SCENE] as const;
/**
 * Blend spaces whose channels a module of each working space can be masked by. darktable converts what a module of Lab is given and
 * gives for those of the others: saturation, which Lab has no channel for, is told apart by them.
 */
export const SPACES = { rgb_scene: RGB, lab: [BLEND_CST.LAB, ...RGB] } as const;
/** Those of a mask that is feathered along the picture: the module's own, for it is feathered along that one of the blend. */
export const SPACES_OF_REFINED = { rgb_scene: RGB, lab: [BLEND_CST.LAB] } as const;
export type WorkingSpace = keyof typeof SPACES;
/** The space for masks that look at no channel: the module's own. */
export const OWN_SPACE = { rgb_scene: BLEND_CST.RGB_SCENE, lab: BLEND_CST.LAB } as const;
export type BlendSpace = (typeof SPACES)[WorkingSpace][number];

/** A blend that looks at no channel, for a module of another space; one that does is of its own space and stays. */
export function inSpace(blend: BlendParams, space: WorkingSpace): BlendParams {
  if (blend.blendif !== 0 || blend.blendCst === OWN_SPACE[space]) return blend;
  const { blendCst, blendifBoostFactors } = uniformBlend(OWN_SPACE[space]);
  return { ...blend, blendCst, blendifBoostFactors };
}

/** Those of the working profile's own red, green and blue; what the others say of a light is the same in all profiles. */
const OF_WORKING = ['R', 'G', 'B', 'H', 'S', 'l'];

/**
 * Which channels darktable is known to see where it works in a profile: those of red, green and blue alone where that has a curve.
 * Its gray weighs them otherwise than light does in all but Rec. 2020: a band that was told 0.997 came to 0.954.
 */
const seenIn =
  (profile: number) =>
  (channel: string): boolean =>
    profile === LINEAR_REC2020 || OF_WORKING.includes(channel) || (!hasCurve(profile) && channel !== 'gray');

/** Lab's a and b have their zero in the middle of darktable's slider. */
const CENTRED = ['a', 'b'];

/** A module's input by channels, each computed when it is first looked at: mask after mask is fitted to the same ones. */
export class InputChannels {
  readonly #input: Float32Array;
  readonly #working: Float32Array | null;
  readonly #isSeen: (channel: string) => boolean;
  readonly #levels = new Map<string, ChannelLevels>();

  /**
   * @param input linear Rec. 2020, interleaved r g b
   * @param profile darktable's number of the one that the photo is worked on in
   */
  constructor(input: Float32Array, profile: number = LINEAR_REC2020) {
    this.#input = input;
    this.#working = inWorkingProfile(profile, input);
    this.#isSeen = seenIn(profile);
  }

  /**
   * The channels of a blend space that darktable is known to see: none where it works in a profile of which nothing is known.
   */
  levels(cst: keyof typeof CHANNELS): ChannelLevels[] {
    if (this.#working === null) return [];
    const seen = Object.entries(CHANNELS[cst]).filter(([channel]) => this.#isSeen(channel));
    return seen.map(([channel, index]) => this.#of(cst, channel, index));
  }

  /**
   * The opacity of each pixel by a blend's parametric mask.
   * @param drawn the drawn opacity of each, where there is one
   */
  opacity(blend: BlendParams, drawn: Float32Array | null, into: Float32Array): void {
    const cst = blend.blendCst as keyof typeof CHANNELS;
    const terms = opacityTerms(blend, drawn !== null);
    const names = Object.entries(CHANNELS[cst]);
    const factors = terms.factors.map(({ channel, ...factor }) => {
      const [name] = names.find(([, index]) => index === channel)!;
      return { levels: this.#of(cst, name, channel), factor };
    });
    layTerms(terms, factors, drawn, into);
  }

  /** A channel of one name has the same values in all spaces; those computed with it will be asked for as well. */
  #of(cst: keyof typeof CHANNELS, channel: string, index: number): ChannelLevels {
    const kept = this.#levels.get(channel);
    if (kept !== undefined) return kept;
    const input = (OF_WORKING.includes(channel) ? this.#working : null) ?? this.#input;
    const together = channelsWith(cst, index, input);
    for (const [name, at] of Object.entries(CHANNELS[cst])) {
      const values = together.get(at);
      if (values !== undefined) this.#levels.set(name, levelsOf(name, values, CENTRED.includes(name)));
    }
    return this.#levels.get(channel)!;
  }
}

/** Fitted ranges as darktable's parametric mask. */
export function parametricBlend(
  blend: BlendParams,
  cst: keyof typeof CHANNELS,
  ranges: readonly ChannelRange[],
): BlendParams {
  const channels = CHANNELS[cst] as Readonly<Record<string, number>>;
  return withChannels(
    { ...blend, blendCst: cst },
    ranges.map(({ channel, knots, inverted }) => {
      const offset = CENTRED.includes(channel) ? 0.5 : 0;
      const largest = Math.max(0, ...knots.filter(Number.isFinite).map(Math.abs));
      // The sliders end at 1 (0.5 for a centred one); the boost stretches them, never below darktable's own scale.
      const span = 1 - offset;
      const boost =
        largest > span * CLEAR_OF_THE_END
          ? Math.log2(largest / (span * CLEAR_OF_THE_END))
          : smallBoost(channel, largest);
      const slider = (knot: number, open: number): number =>
        Number.isFinite(knot) ? Math.max(CLEAR_OF_ZERO, knot / 2 ** boost + offset) : open;
      return {
        channel: channels[channel]!,
        range: [slider(knots[0], 0), slider(knots[1], 0), slider(knots[2], 1), slider(knots[3], 1)] as const,
        inverted,
        boost,
      };
    }),
  );
}

/** A knot at the very end of its slider would be opened to infinity. */
const CLEAR_OF_THE_END = 0.95;
/** Clear of zero: next to it floats are as exact as elsewhere, and beside a knot of thousands the others stand there. */
const CLEAR_OF_ZERO = 1e-20;

/** Jz and Cz of a picture are around a hundredth; a slider at its full scale would lose them in rounding. */
const SMALL_CHANNELS = ['Jz', 'Cz'];
function smallBoost(channel: string, largest: number): number {
  if (!SMALL_CHANNELS.includes(channel) || largest === 0) return 0;
  return Math.log2(largest / CLEAR_OF_THE_END);
}

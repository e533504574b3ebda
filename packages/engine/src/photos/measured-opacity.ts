import { orderOf } from '@chemigram/darktable';
import type { Sidecar } from '@chemigram/darktable';
import { compare, rasterise, resample } from '@chemigram/mask';
import type { Mask, Raster } from '@chemigram/mask';
import { pipePosition, withoutModules } from '../develop/baseline.ts';
import { developSidecar, stageEnd } from '../develop/development.ts';
import type { Layer } from '../develop/development.ts';
import { stageOf, TECHNICAL } from '../develop/stages.ts';
import { exposureLayer, greyLayers, oneStopInto, opacityIn } from '../geometry/probe.ts';
import type { PlacedMask } from '../masks/place.ts';
import type { Developer } from './developer.ts';
import { MASK_SIZE } from './developer.ts';
import type { Look } from './session.ts';

/** Linear light below this says nothing about a ratio: noise and rounding are as large. */
const TOO_DARK = 2e-4;

/** What darktable did with a mask, pixel by pixel. */
export interface MeasuredMask {
  readonly placed: PlacedMask;
  readonly measured: Raster;
  /** The language's own raster at the same size. */
  readonly asked: Raster;
  /** Intersection over union of asked and measured at half opacity. */
  readonly agreement: number;
  /** Mean absolute difference of asked and measured. */
  readonly error: number;
  /** The same two for what was predicted against what was measured. */
  readonly predictedAgreement: number;
  readonly predictedError: number;
  /** Pixels too dark to be measured; they count as asked. */
  readonly dark: number;
}

/**
 * The exact measure of a mask: the photo is developed twice in linear light with nothing non-linear after the mask,
 * without and with an exposure of +1 EV through it; opacity = with / without - 1.
 * @param before layers of earlier moves
 */
export async function measureMask(
  developer: Developer,
  mask: Mask,
  before: readonly Layer[] = [],
  size: number = MASK_SIZE,
  look: Look = {},
): Promise<MeasuredMask> {
  const placed = await developer.place(mask, 'measure', 'rgb_scene', 'exposure', before, look);
  const linear = await linearBaseline(developer, look);
  const under = before.filter(({ operation }) => stageOf(operation) === 'scene');
  const stop = withSources(exposureLayer({ exposure: 1 }, placed.blend, placed.forms), placed);
  const dark = await developer.session.linear(developSidecar(linear, under), size, look);
  const bright = await developer.session.linear(developSidecar(linear, [...under, stop]), size, look);
  const needed = { width: dark.width, height: dark.height };
  const picture = (await developer.session.picture(before, size, look)).picture;
  const asked = rasterise(mask, needed, { picture });
  const data = new Float32Array(needed.width * needed.height);
  let unknown = 0;
  for (let i = 0; i < data.length; i++) {
    let brightest = 0;
    for (let c = 1; c < 3; c++) if (dark.data[3 * i + c]! > dark.data[3 * i + brightest]!) brightest = c;
    const light = dark.data[3 * i + brightest]!;
    if (light < TOO_DARK) {
      data[i] = asked.data[i]!;
      unknown++;
    } else data[i] = bright.data[3 * i + brightest]! / light - 1;
  }
  return compared(placed, asked, { ...needed, data }, unknown);
}

/** Masks that do not look at the picture, three to a render: through the photo's whole geometry, on an even grey. */
export async function measureDrawn(
  developer: Developer,
  masks: readonly Mask[],
  size: number = MASK_SIZE,
  look: Look = {},
): Promise<MeasuredMask[]> {
  const linear = await linearBaseline(developer, look);
  const results: MeasuredMask[] = [];
  for (let from = 0; from < masks.length; from += CHANNELS.length) {
    const placed: PlacedMask[] = [];
    for (const mask of masks.slice(from, from + CHANNELS.length)) {
      placed.push(await developer.place(mask, 'measure', 'rgb_scene', 'exposure', [], look));
    }
    const layers = placed.map((mask, i) => withSources(oneStopInto(CHANNELS[i]!, mask.blend, mask.forms), mask));
    const picture = await developer.session.linear(developSidecar(linear, [...greyLayers(), ...layers]), size, look);
    const measured = placed.map((mask, channel) => {
      const data = new Float32Array(picture.width * picture.height);
      for (let i = 0; i < data.length; i++) data[i] = opacityIn(picture, i, channel);
      const asked = rasterise(masks[from + channel]!, picture, {});
      return compared(mask, asked, { width: picture.width, height: picture.height, data }, 0);
    });
    results.push(...measured);
  }
  return results;
}

const CHANNELS = ['red', 'green', 'blue'] as const;

const withSources = (layer: Layer, { sources }: PlacedMask): Layer =>
  sources.length === 0 ? layer : { ...layer, maskSources: sources };

/** The photo's own history up to where the scene stage ends: linear light, nothing after it. */
async function linearBaseline(developer: Developer, look: Look): Promise<Sidecar> {
  const { sidecar } = await developer.session.baseline(look);
  const end = stageEnd(orderOf(sidecar), 'scene');
  const position = pipePosition(sidecar);
  return withoutModules(sidecar, (item) => !TECHNICAL.includes(item.operation) && position(item) >= end);
}

function compared(placed: PlacedMask, asked: Raster, measured: Raster, dark: number): MeasuredMask {
  const done = compare(asked, measured);
  const foreseen = compare(resample(placed.predicted, measured), measured);
  return {
    placed,
    measured,
    asked,
    agreement: done.iou,
    error: done.meanAbsoluteError,
    predictedAgreement: foreseen.iou,
    predictedError: foreseen.meanAbsoluteError,
    dark,
  };
}


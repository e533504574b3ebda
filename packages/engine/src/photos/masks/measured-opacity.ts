import { inWorkingProfile, workingProfile } from '@chemigram/darktable';
import type { Sidecar } from '@chemigram/darktable';
import { compare, fromGrey, rasterise, resample, selectedFrom, strongestOf } from '@chemigram/mask';
import type { Mask, Raster, Size } from '@chemigram/mask';
import type { FloatPicture } from '@chemigram/renderer';
import { baselineUpTo } from '../../develop/baseline.ts';
import { developSidecar } from '../../develop/development.ts';
import type { Layer } from '../../develop/development.ts';
import type { MaskRequest } from '../../develop/recipe-layers.ts';
import { scaledAlike } from '../../develop/scaled-alike.ts';
import { stageOf } from '../../develop/stages.ts';
import { exposureLayer, greyLayers, oneStopInto, opacityIn } from '../../geometry/probe.ts';
import { ROUNDED_MEASURED, sizeFor } from '../../masks/closer.ts';
import type { PlacedMask } from '../../masks/place.ts';
import type { SavedMasks } from '../../named-masks/lookup.ts';
import { maskOn } from '../developer.ts';
import type { Developer, Development } from '../developer.ts';
import type { Asker } from '../session/asker.ts';
import { askedAt, isDrawn } from './asked-at.ts';
import { MASK_SIZE } from './mask-size.ts';

/** Linear light below this says nothing about a ratio: noise and rounding are as large. */
const TOO_DARK = 2e-4;

/** What darktable did with a mask, pixel by pixel. */
export interface MeasuredMask {
  readonly placed: PlacedMask;
  readonly measured: Raster;
  /** The language's own raster at the same size. */
  readonly asked: Raster;
  /** Intersection over union of what asked and measured select, see selectedFrom. */
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
 * Long side of the renders that a mask is to be measured in.
 * @param asked at MASK_SIZE
 * @param displayed full size of the picture
 */
export const sizeToMeasure = (mask: Mask, asked: Raster, displayed: Size): number =>
  isDrawn(mask) ? sizeFor(asked, displayed, ROUNDED_MEASURED) : MASK_SIZE;

/**
 * The exact measure of a mask: the photo is developed twice in linear light with nothing non-linear after the mask,
 * without and with an exposure of +1 EV through it; opacity = with / without - 1, in the values that darktable works on: where
 * those have a curve, half of a stop through a mask of a half is another share of the light.
 * @param on what the mask comes on top of, and in whose frame it speaks
 */
export async function measureMask(
  developer: Developer,
  mask: Mask,
  on: Development,
  size: number = MASK_SIZE,
  asker: Asker = {},
  saved: SavedMasks = {},
): Promise<MeasuredMask> {
  const placed = await placedToStay(developer, maskOn(on, mask, 'measure'), asker, saved);
  const linear = await linearBaseline(developer, asker);
  const under = on.layers.filter(({ operation }) => !['tone_mapper', 'display'].includes(stageOf(operation)));
  const stop = await withSources(exposureLayer({ exposure: 1 }, placed.blend, placed.forms), placed);
  const without = await developer.session.linear(developSidecar(linear, scaledAlike(under, [stop])), size, asker);
  const through = await developer.session.linear(developSidecar(linear, [...under, stop]), size, asker);
  const needed = { width: without.width, height: without.height };
  const asked = await askedAt(mask, placed, needed, developer.masks);
  const worked = (picture: FloatPicture): Float32Array =>
    inWorkingProfile(workingProfile(linear).type_work, picture.data) ?? picture.data;
  const [before, after] = [worked(without), worked(through)];
  const data = new Float32Array(needed.width * needed.height);
  let dark = 0;
  for (let i = 0; i < data.length; i++) {
    let brightest = 3 * i;
    for (let c = 3 * i + 1; c < 3 * i + 3; c++) if (before[c]! > before[brightest]!) brightest = c;
    if (without.data[brightest]! < TOO_DARK) {
      data[i] = asked.data[i]!;
      dark++;
    } else data[i] = after[brightest]! / before[brightest]! - 1;
  }
  return compared(placed, asked, { ...needed, data }, dark);
}

/** Masks that do not look at the picture, three to a render: through the photo's whole geometry, on an even grey. */
export async function measureDrawn(
  developer: Developer,
  masks: readonly Mask[],
  on: Development,
  size: number = MASK_SIZE,
  asker: Asker = {},
): Promise<MeasuredMask[]> {
  const linear = await linearBaseline(developer, asker);
  const framing = on.layers.filter(({ operation }) => stageOf(operation) === 'geometry');
  const results: MeasuredMask[] = [];
  for (let from = 0; from < masks.length; from += CHANNELS.length) {
    const placed: PlacedMask[] = [];
    for (const mask of masks.slice(from, from + CHANNELS.length)) {
      placed.push(await placedToStay(developer, maskOn(on, mask, 'measure'), asker));
    }
    const layers = await Promise.all(
      placed.map((mask, i) => withSources(oneStopInto(CHANNELS[i]!, mask.blend, mask.forms), mask)),
    );
    const xmp = developSidecar(linear, [...framing, ...greyLayers(), ...layers]);
    const picture = await developer.session.linear(xmp, size, asker);
    for (const [channel, mask] of placed.entries()) {
      const data = new Float32Array(picture.width * picture.height);
      for (let i = 0; i < data.length; i++) data[i] = opacityIn(picture, i, channel);
      const asked = rasterise(masks[from + channel]!, picture, await developer.masks.rasters(masks[from + channel]!));
      results.push(compared(mask, asked, { width: picture.width, height: picture.height, data }, 0));
    }
  }
  return results;
}

/** A placed mask with a raster of its own: what is predicted is looked at again when the renders are there. */
export const placedToStay = (
  developer: Developer,
  request: MaskRequest,
  asker: Asker = {},
  saved: SavedMasks = {},
): Promise<PlacedMask> =>
  developer.masks.place(request, asker, saved, ({ predicted, ...placed }) => ({
    ...placed,
    predicted: { ...predicted, grey: predicted.grey.slice() },
  }));

const linearBaseline = async (developer: Developer, asker: Asker): Promise<Sidecar> =>
  baselineUpTo((await developer.session.baseline(asker)).sidecar, 'scene');

const CHANNELS = ['red', 'green', 'blue'] as const;

async function withSources(layer: Layer, placed: PlacedMask): Promise<Layer> {
  const maskSources = await placed.sources();
  return maskSources.length === 0 ? layer : { ...layer, maskSources };
}

/** A measured opacity beside what was asked and what was predicted. */
export function compared(placed: PlacedMask, asked: Raster, measured: Raster, dark: number): MeasuredMask {
  const selected = selectedFrom(strongestOf(asked));
  const done = compare(asked, measured, selected);
  const foreseen = compare(resample(fromGrey(placed.predicted), measured), measured, selected);
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

import { ChemigramError } from '../../packages/errors/src/index.ts';
import {
  coverage,
  needsPicture,
  parseMask,
  rasterise,
  selectedFrom,
  strongestOf,
  toGrey,
} from '../../packages/mask/src/index.ts';
import type { Mask } from '../../packages/mask/src/index.ts';
import { fitted } from '../../packages/engine/src/geometry/fitted.ts';
import { exactStep } from '../../packages/engine/src/geometry/geometry.ts';
import { maskOn } from '../../packages/engine/src/photos/developer.ts';
import type { Developer, Development } from '../../packages/engine/src/photos/developer.ts';
import { MASK_SIZE } from '../../packages/engine/src/photos/masks/mask-size.ts';
import { measureDrawn, measureMask, sizeToMeasure } from '../../packages/engine/src/photos/masks/measured-opacity.ts';
import type { MeasuredMask } from '../../packages/engine/src/photos/masks/measured-opacity.ts';
import { hasNamed } from '../../packages/engine/src/named-masks/resolve.ts';
import { keepRasters } from '../../packages/engine/src/photos/masks/raster-masks.ts';
import type { Darkroom } from './darkroom.ts';
import type { Batch, MaskCase } from './group.ts';
import { barOf } from './kinds.ts';
import type { Bar } from '../../packages/engine/test/proof/bars.ts';
import type { Kind } from './kinds.ts';

/** What was measured of a case. */
export interface Figures {
  /** Share of the picture that was asked for, by opacity. */
  readonly asked: number;
  /** What the engine told beforehand: agreement and error of predicted against asked. */
  readonly told: Bar;
  /** darktable's opacity against what was asked. */
  readonly measured: Bar;
  /** Mean absolute difference of predicted and measured. */
  readonly predictedError: number;
  readonly strategy: string;
  /** Share of pixels too dark to be measured, which count as asked. */
  readonly dark: number;
}

export interface Row {
  readonly photo: string;
  readonly frame: string;
  readonly name: string;
  readonly bar: Bar;
  /** Null where there is nothing to measure; then `why` says why. */
  readonly figures: Figures | null;
  readonly why: 'refused' | 'selects next to nothing' | 'failed' | null;
  readonly words: string;
}

/** A mask that selects a smaller share of the pixels says nothing: one more or less decides. */
const LEAST_SELECTED = 0.002;

export async function measureBatch(darkroom: Darkroom, batch: Batch, kind: Kind, version: string): Promise<Row[]> {
  const { workspace, developer } = await darkroom.open(batch.photo);
  const on = await developer.develop({ moves: [...(batch.frame?.moves ?? [])] });
  const place = { workspace, displayed: on.displayed, env: darkroom.env };
  const read = async (spec: object): Promise<Mask> => keepRasters(parseMask(spec, on.displayed).mask, place);
  const rows: Row[] = [];
  const pending: { readonly from: MaskCase; readonly mask: Mask; readonly parts: readonly Mask[] }[] = [];
  const row = (from: MaskCase, rest: Pick<Row, 'figures' | 'why' | 'words'>, parts: readonly number[]): void =>
    void rows.push({
      photo: batch.photo.name,
      frame: batch.frame?.name ?? '',
      name: from.name,
      bar: barOf(kind, version, parts),
      ...rest,
    });
  for (const from of batch.cases) {
    try {
      const [mask, parts] = [await read(from.spec), await Promise.all((from.parts ?? []).map(read))];
      if (looksAtPicture(mask) && (await selectedShare(developer, mask, on)) < LEAST_SELECTED) {
        row(from, { figures: null, why: 'selects next to nothing', words: '' }, []);
      } else pending.push({ from, mask, parts });
    } catch (error) {
      row(from, trouble(error), []);
    }
  }
  const all = pending.flatMap(({ mask, parts }) => [mask, ...parts]);
  const measured = await measureAll(developer, all, on).catch((error: unknown) => trouble(error));
  let at = 0;
  for (const { from, parts } of pending) {
    if (!Array.isArray(measured)) {
      row(from, measured, []);
      continue;
    }
    const [own, ...ofParts] = measured.slice(at, (at += 1 + parts.length));
    const figures = figuresOf(own!);
    const ious = ofParts.map(({ agreement }) => agreement);
    row(from, { figures, why: null, words: own!.placed.warnings.join(' ') }, ious);
  }
  return rows;
}

/**
 * Masks that look at the picture one by one on the photo itself, the others three to a render on an even grey: those at
 * the size that their forms stand exactly at. In smaller ones darktable moves the picture and what is drawn on it alike, by up
 * to a pixel, which would be told of the mask alone.
 */
async function measureAll(developer: Developer, masks: readonly Mask[], on: Development): Promise<MeasuredMask[]> {
  const { width, height } = on.displayed;
  const exact = Math.round(Math.max(width, height) / exactStep(on.displayed));
  const drawn = new Map<number, Mask[]>();
  for (const mask of masks.filter((one) => !looksAtPicture(one))) {
    const asked = rasterise(mask, fitted(on.displayed, MASK_SIZE), await developer.masks.rasters(mask));
    const size = Math.max(exact, sizeToMeasure(mask, asked, on.displayed));
    drawn.set(size, [...(drawn.get(size) ?? []), mask]);
  }
  const measured = new Map<Mask, MeasuredMask>();
  for (const [size, some] of drawn) {
    for (const [i, one] of (await measureDrawn(developer, some, on, size)).entries()) measured.set(some[i]!, one);
  }
  const results: MeasuredMask[] = [];
  for (const mask of masks) results.push(measured.get(mask) ?? (await measureMask(developer, mask, on)));
  return results;
}

const looksAtPicture = (mask: Mask): boolean => needsPicture(mask) || hasNamed(mask);

/** Of what is judged, however faint: pixels that the mask selects (see selectedFrom), of all. */
async function selectedShare(developer: Developer, mask: Mask, on: Development): Promise<number> {
  const asked = (await developer.masks.compile(maskOn(on, mask, 'measure'), {}, {})).asked();
  const selected = selectedFrom(strongestOf(asked));
  return asked.data.reduce((count, opacity) => (opacity >= selected ? count + 1 : count), 0) / asked.data.length;
}

const figuresOf = ({ placed, asked, agreement, error, predictedError, dark }: MeasuredMask): Figures => ({
  asked: coverage(toGrey(asked)),
  told: { iou: placed.agreement, error: placed.error },
  measured: { iou: agreement, error },
  predictedError,
  strategy: placed.strategy,
  dark: dark / asked.data.length,
});

/** A refusal is an answer; anything else that is thrown is a fault, and is told as one. */
function trouble(error: unknown): Pick<Row, 'figures' | 'why' | 'words'> {
  const refused = error instanceof ChemigramError && error.code !== 'internal' && error.code !== 'darktable_failed';
  return { figures: null, why: refused ? 'refused' : 'failed', words: (error as Error).message };
}

/** Whether a case reaches its bar; null where nothing was measured. */
export function passes({ figures, bar, why }: Row): boolean | null {
  if (figures !== null) return figures.measured.iou >= bar.iou && figures.measured.error <= bar.error;
  return why === 'failed' ? false : null;
}

/** How far the agreement that was told is from what was measured. */
export const toldOff = ({ told, measured }: Figures): number => Math.abs(told.iou - measured.iou);

import { invertBlend, uniformBlend, withDrawnMask } from '@chemigram/darktable';
import { emptyRaster, maskId, rasteriseInSteps, recycle } from '@chemigram/mask';
import type { Raster } from '@chemigram/mask';
import { isGood, score } from '../candidate.ts';
import type { Candidate, PlacingTask } from '../candidate.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import type { FormNode } from '../forms/form-tree.ts';
import type { LaidForms } from '../forms/laid-forms.ts';
import { nativeFormsBeside } from '../forms/native-beside.ts';
import { predictForms } from '../forms/predict.ts';
import { writeForms } from '../forms/write-forms.ts';
import { binChannel } from './binned-channel.ts';
import type { BinnedChannel } from './binned-channel.ts';
import { pixelsOf } from './channel-levels.ts';
import { parametricBlend, SPACES, SPACES_OF_REFINED } from './channels.ts';
import type { BlendSpace, InputChannels } from './channels.ts';
import { fitRanges } from './fit-ranges.ts';
import type { RangeFit } from './fit-ranges.ts';
import { narrowed } from './narrowed.ts';
import { samplePixels } from './sample-pixels.ts';
import { separate } from './separate.ts';
import { inTurns, wholeTurn } from '../../whole-turn.ts';

/** Inside its form a range that agrees less than this is narrowed by outlines too: there it cannot be turned round. */
const NARROWED_BELOW = 0.95;

/**
 * Ranges as darktable's parametric mask, fitted to the module's input, with drawn forms where the mask has them; then, where
 * that agrees too little and no raster will follow, with outlines around what the range asks for among the forms.
 */
export async function* rangeCandidates(task: PlacingTask): AsyncGenerator<Candidate> {
  const { mask, id, name, at, sources, asked } = task;
  const spaces = (task.native === null ? SPACES : SPACES_OF_REFINED)[task.space];
  const { drawn, ranged } = separate(mask);
  const target = maskId(ranged) === id ? asked : await inTurns(rasteriseInSteps(ranged, at.size, sources));
  const fitWithin = async (opacity: Raster | null): Promise<Fitted | null> =>
    fitInSpaces(target.data, opacity?.data ?? null, await at.input(), spaces);
  const laid: LaidForms[] = [];
  const lay = async (node: FormNode, geometry: Geometry): Promise<LaidForms> => {
    laid.push({ geometry, node, opacity: await predictForms(node, geometry, at.size) });
    return laid.at(-1)!;
  };
  // What is learned within forms is learned as they lie on the photo, wherever the mask is put: in a base picture they have other
  // pixels along their edges, and of those other ranges came that agreed as well.
  const layBoth = async (nodeOn: (geometry: Geometry) => Promise<FormNode | null>) => {
    const [node, nodeLearned] = [await nodeOn(at.geometry), at.photo === at.geometry ? null : await nodeOn(at.photo)];
    if (node === null) return null;
    const here = await lay(node, at.geometry);
    return { here, learned: nodeLearned === null ? here : await lay(nodeLearned, at.photo) };
  };
  try {
    const forms =
      drawn === null ? null : await layBoth(({ displayed }) => nativeFormsBeside(drawn, displayed, name, at.part));
    if (drawn !== null && forms === null) return;
    const fitted = await fitWithin(forms?.learned.opacity ?? null);
    await wholeTurn();
    if (fitted !== null) yield withRanges(task, forms?.here ?? null, fitted, await at.input());
    if (forms === null || at.rasterPlace !== null) return;
    if (fitted !== null && fitted.iou >= NARROWED_BELOW) return;
    const near = await layBoth(async (geometry) =>
      narrowed(geometry === at.geometry ? forms.here : forms.learned, forms.learned.opacity, target, name),
    );
    if (near === null) return;
    const refitted = await fitWithin(near.learned.opacity);
    if (refitted !== null) yield withRanges({ ...task, id: `${id}/narrowed` }, near.here, refitted, await at.input());
  } finally {
    for (const { opacity } of laid) recycle(opacity);
    if (target !== asked) recycle(target);
  }
}

function withRanges(
  { mask, id, at }: PlacingTask,
  drawn: LaidForms | null,
  { cst, ranges, complement }: Fitted,
  input: InputChannels,
): Candidate {
  const { invert, opacity } = separate(mask);
  const forms = drawn === null ? [] : writeForms(drawn.node, at.written, `${id}/drawn`);
  const drawnBlend = drawn === null ? uniformBlend(cst) : withDrawnMask(uniformBlend(cst), forms.at(-1)!.id);
  const straight = parametricBlend(drawnBlend, cst, ranges);
  const blend = { ...(invert === complement ? straight : invertBlend(straight)), opacity: 100 * opacity };
  const predicted = emptyRaster(at.size);
  input.opacity(blend, drawn?.opacity.data ?? null, predicted.data);
  return {
    strategy: drawn === null ? 'parametric range' : 'drawn forms and parametric range',
    blend,
    forms,
    predicted,
  };
}

type Fitted = RangeFit & { readonly cst: BlendSpace };

/** The second space's channels take darktable and the prediction several times as long. */
const SPACE_WORTH = 0.005;

/** The best fit on a sample of the pixels, in the first blend space that is good enough, else in the best. */
async function fitInSpaces(
  target: Float32Array,
  weight: Float32Array | null,
  input: InputChannels,
  spaces: readonly BlendSpace[],
): Promise<Fitted | null> {
  const sample = samplePixels(target, weight);
  const binned = new Map<string, BinnedChannel>();
  let best: Fitted | null = null;
  for (const cst of spaces) {
    const levels = input.levels(cst);
    await wholeTurn();
    for (const level of levels) {
      if (!binned.has(level.channel)) binned.set(level.channel, binChannel(pixelsOf(level, sample.at)));
    }
    const channels = levels.map(({ channel }) => binned.get(channel)!);
    // What is drawn is multiplied with the product; a product that is turned round cannot be.
    const fit = { ...fitRanges(sample, channels, weight === null), cst };
    const ends = isGood(fit.iou, fit.error);
    // Without a range it is all of the picture, or of the form: only where that is what was meant.
    if (fit.ranges.length === 0 && !ends) continue;
    if (best === null || score(fit.iou, fit.error) > score(best.iou, best.error) + SPACE_WORTH) best = fit;
    if (ends) break;
  }
  return best;
}

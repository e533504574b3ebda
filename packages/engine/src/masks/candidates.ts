import { uniformBlend, withDrawnMask } from '@chemigram/darktable';
import {
  hasRanges,
  isSnapped,
  needsGuide,
  needsPicture,
  rasteriseInSteps,
  selectedFrom,
  strongestOf,
} from '@chemigram/mask';
import type { Mask, Raster } from '@chemigram/mask';
import type { Candidate, MaskSurroundings, PlacingTask, Strategy } from './candidate.ts';
import { isOfOutlines, shapesDrawn } from './forms/form-tree.ts';
import type { FormNode } from './forms/form-tree.ts';
import { nativeFormsBeside } from './forms/native-beside.ts';
import { excludes, partsToOutline } from './forms/native.ts';
import { predictForms } from './forms/predict.ts';
import { writeForms } from './forms/write-forms.ts';
import type { Traced } from './outlines/traced.ts';
import { OWN_SPACE } from './ranges/channels.ts';
import type { WorkingSpace } from './ranges/channels.ts';
import { stepAt } from '../geometry/geometry.ts';
import { rangeCandidates } from './ranges/range-candidate.ts';
import { predictRasterFile, rasterAsFile } from './raster-file.ts';
import { inTurns, wholeTurn } from '../whole-turn.ts';

/** Shapes that one mask may have darktable draw: at 25 megapixels each costs it some 50 ms. */
const MOST_SHAPES = 64;
/** The same where the alternative is outlines alone, which are about as many. */
const MOST_OUTLINES = 320;
const BY_PRODUCTS = { exclusion: 'by products' } as const;

/** Strategies from the most native to the least, each only when those before it were not good enough. */
export async function* candidates(task: PlacingTask): AsyncGenerator<Candidate> {
  const { id, name, space, at, asked, sources, native } = task;
  const may = (...strategies: Strategy[]): boolean => task.only === null || strategies.includes(task.only);
  const mask = native === null ? task.mask : native.under;
  const refined = (candidate: Candidate): Candidate => {
    if (native === null) return candidate;
    return {
      ...candidate,
      isRounded: false,
      blend: native.blend(candidate.blend),
      predicted: native.predict(candidate.predicted),
    };
  };
  const { displayed } = at.geometry;
  if (!hasRanges(mask) && may('drawn forms')) {
    const node = await nativeFormsBeside(mask, displayed, name, at.part);
    if (node !== null) yield refined(await drawnCandidate('drawn forms', node, id, task));
    const exact =
      node !== null && excludes(mask) ? await nativeFormsBeside(mask, displayed, name, at.part, BY_PRODUCTS) : null;
    if (exact !== null && shapesDrawn(exact) <= MOST_SHAPES) {
      yield refined(await drawnCandidate('drawn forms', exact, `${id}/products`, task));
    }
  }
  // What lies on the edges of one thing is no range of anything.
  if (hasRanges(mask) && !isSnapped(mask) && may('parametric range', 'drawn forms and parametric range')) {
    for await (const range of rangeCandidates({ ...task, mask })) yield refined(range);
  }
  const shapes = !needsPicture(mask) && !needsGuide(task.mask) && at.rasters.resolve === undefined;
  const traced = async function* (): AsyncGenerator<Candidate> {
    // Held to forms of its own, a mask of shapes is still one when it is outlined: in a base picture, which is small, darktable
    // draws an ellipse more coarsely than in the photo.
    if (!may('traced outlines', ...(shapes ? (['drawn forms'] as const) : []))) return;
    const covered = native === null ? asked : await inTurns(rasteriseInSteps(mask, at.size, sources));
    const outlines = await at.trace(mask, covered, displayed, name);
    if (outlines !== null) yield refined(formsCandidate('traced outlines', outlines, `${id}/traced`, space, at));
    // What darktable has forms for stays smooth where only the rest is outlined.
    if (shapes || !hasParts(mask)) return;
    const outlined = new Map<string, FormNode | null>();
    for (const [partName, part] of partsToOutline(mask, displayed, name)) {
      outlined.set(
        partName,
        (await at.trace({}, await inTurns(rasteriseInSteps(part, at.size, sources)), displayed, partName))?.node ??
          null,
      );
    }
    const mixed = await nativeFormsBeside(mask, displayed, name, at.part, {
      ...(excludes(mask) ? BY_PRODUCTS : {}),
      outlined: (_, partName) => outlined.get(partName) ?? null,
    });
    if (mixed !== null && shapesDrawn(mixed) <= MOST_OUTLINES) {
      yield refined(await drawnCandidate('traced outlines', mixed, `${id}/mixed`, task));
    }
  };
  // A mask of shapes alone stays darktable's own, editable and without a file, where its outlines are as good: they also
  // stand exactly at each size, while a raster moves with the pixels, which darktable's perspective rounds to whole ones
  // (5.4.1 at 768 pixels: the picture itself is up to one pixel aside of the same one at full size).
  if (shapes) yield* traced();
  if (at.rasterPlace !== null && may('external raster')) {
    const { geometry, rasterPlace } = at;
    yield {
      strategy: 'external raster',
      blend: uniformBlend(OWN_SPACE[space]),
      forms: [],
      sources: async (drawn) => [await rasterAsFile(drawn, geometry, rasterPlace, id)],
      predicted: await predictRasterFile(asked, geometry, rasterPlace),
    };
  }
  if (needsPicture(mask) && (!task.isPoor() || isSpeckled(asked))) return;
  if (!shapes) yield* traced();
}

const hasParts = (mask: Mask): boolean =>
  mask.refine === undefined &&
  ('operands' in mask || ('dt_form' in mask && mask.dt_form !== undefined && mask.range_filters !== undefined));

async function drawnCandidate(
  strategy: Strategy,
  node: FormNode,
  identity: string,
  { space, at }: PlacingTask,
): Promise<Candidate> {
  const predicted = await predictForms(node, at.geometry, at.size);
  // Of many forms each of the two takes some 15 ms: between them others are answered.
  await wholeTurn();
  const isSmaller = stepAt(at.size, at.geometry.displayed) > 1;
  const isRounded = strategy === 'drawn forms' && isSmaller && isOfOutlines(node);
  return { ...formsCandidate(strategy, { node, predicted }, identity, space, at), isRounded };
}

function formsCandidate(
  strategy: Strategy,
  { node, predicted }: Traced,
  identity: string,
  space: WorkingSpace,
  at: MaskSurroundings,
): Candidate {
  const forms = writeForms(node, at.written, identity);
  return {
    strategy,
    forms,
    blend: withDrawnMask(uniformBlend(OWN_SPACE[space]), forms.at(-1)!.id),
    predicted,
  };
}

/** Outlines that a row of the picture crosses on average, from which on they are specks rather than shapes. */
const SPECKLED = 16;

/** Whether a mask is of so many specks that its outlines could be neither traced in time nor drawn by darktable. */
function isSpeckled(asked: Raster): boolean {
  const { width, height, data } = asked;
  const selected = selectedFrom(strongestOf(asked));
  let crossings = 0;
  for (let i = 0; i < data.length;) {
    let wasIn = data[i]! >= selected;
    for (const end = i + width; i < end; i++) {
      const isIn = data[i]! >= selected;
      if (isIn !== wasIn) crossings++;
      wasIn = isIn;
    }
  }
  return crossings > SPECKLED * height;
}

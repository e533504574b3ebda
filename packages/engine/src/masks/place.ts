import { invertBlend, parametricOpacity, uniformBlend, withDrawnMask } from '@chemigram/darktable';
import type { BlendParams } from '@chemigram/darktable';
import {
  compare,
  detailLevels,
  hasRanges,
  isSnapped,
  maskId,
  needsGuide,
  needsPicture,
  rasterise,
  recycle,
  Snaps,
  toGrey,
} from '@chemigram/mask';
import type { Grey, Guide, Mask, Picture, Raster, Size, Sources } from '@chemigram/mask';
import type { Layer, NamedForm } from '../develop/development.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { binChannel } from './channel-search.ts';
import type { BinnedChannel } from './channel-search.ts';
import { pixelsOf } from './channel-levels.ts';
import { OWN_SPACE, parametricBlend, SPACES } from './channels.ts';
import type { BlendSpace, InputChannels, WorkingSpace } from './channels.ts';
import { fitRanges } from './fit-ranges.ts';
import type { RangeFit } from './fit-ranges.ts';
import { shapesDrawn } from './form-tree.ts';
import type { FormNode } from './form-tree.ts';
import { excludes, nativeForms } from './native.ts';
import { placingWarnings, POOR } from './placing-warnings.ts';
import { predictForms } from './predict.ts';
import { rasterAsFile } from './raster-file.ts';
import type { RasterPlace } from './raster-file.ts';
import { nativeRefinement, radiusWarnings } from './refined.ts';
import type { NativeRefinement } from './refined.ts';
import { samplePixels } from './sample-pixels.ts';
import { separate } from './separate.ts';
import { tracedForms, tracedMask } from './traced.ts';
import { writeForms } from './write-forms.ts';

/** How a mask is put into darktable. */
export type Strategy =
  | 'drawn forms'
  | 'parametric range'
  | 'drawn forms and parametric range'
  | 'traced outlines'
  | 'external raster';

/** What placing a mask may ask of the photo. Each is rendered only when a strategy needs it. */
export interface MaskSurroundings {
  readonly geometry: Geometry;
  /** Size of the rasters that strategies are compared on: that of the preview. */
  readonly size: Size;
  /** Opacities of the mask's rasters. */
  readonly rasters: Pick<Sources, 'resolve'>;
  /** The displayed picture before this edit, 8-bit sRGB, of `size`. */
  picture(): Promise<Picture>;
  /** The module's input, of `size`. */
  input(): Promise<InputChannels>;
  /** The module's input as darktable feathers masks along it, of `size`. */
  guide(): Promise<Guide>;
  /** darktable's opacity by detail at each of these levels of `details`, of `size`. */
  details(levels: readonly number[]): Promise<(level: number) => Raster>;
  /** Where an external raster may be kept, or null where the installed darktable reads none. */
  readonly rasterPlace: RasterPlace | null;
}

/** A mask in darktable's terms, for modules of one working space. */
export interface PlacedMask {
  readonly id: string;
  readonly strategy: Strategy;
  readonly blend: BlendParams;
  readonly forms: readonly NamedForm[];
  readonly sources: readonly Layer[];
  /** What was asked, 0..1 per pixel of `size`: drawn anew each time, for few look at it again. */
  asked(): Raster;
  /** What darktable will do, of the same size: kept, so in few bytes. */
  readonly predicted: Grey;
  /** Intersection over union of the two at half opacity. */
  readonly agreement: number;
  /** Mean absolute difference of the two. */
  readonly error: number;
  readonly warnings: readonly string[];
}

type Candidate = Pick<PlacedMask, 'strategy' | 'blend' | 'forms' | 'sources'> & { readonly predicted: Raster };

/** A candidate this good is taken without trying costlier ones. */
const GOOD = { agreement: 0.985, error: 0.01 };
/** Shapes that one mask may have darktable draw: at 25 megapixels each costs it some 50 ms. */
const MOST_SHAPES = 64;
/** The same where the alternative is outlines alone, which are about as many. */
const MOST_OUTLINES = 320;
const BY_PRODUCTS = { exclusion: 'by products' } as const;

/**
 * Puts a mask into darktable by the most native way that agrees with what was asked: drawn forms in groups; ranges
 * fitted to the module's input, with drawn forms where the mask has them; an external raster; traced outlines.
 * @param mask normalised
 */
export async function placeMask(
  mask: Mask,
  name: string,
  space: WorkingSpace,
  at: MaskSurroundings,
): Promise<PlacedMask> {
  const id = maskId(mask);
  const sources = await sourcesOf(mask, at);
  const draw = (): Raster => rasterise(mask, at.size, sources);
  const asked = draw();
  let best: (Candidate & { agreement: number; error: number }) | null = null;
  const native = nativeRefinement(mask, at.geometry.displayed, sources);
  const isPoor = (): boolean => best === null || best.agreement < POOR.agreement;
  for await (const candidate of candidates({ mask, id, name, space, at, asked, sources, native, isPoor })) {
    const { iou, meanAbsoluteError } = compare(asked, candidate.predicted);
    if (best === null || score(iou, meanAbsoluteError) > score(best.agreement, best.error)) {
      best = { ...candidate, agreement: iou, error: meanAbsoluteError };
    }
    if (best.agreement >= GOOD.agreement && best.error <= GOOD.error) break;
  }
  if (best === null) {
    const none = nothing(space, at.size);
    const { iou, meanAbsoluteError } = compare(asked, none.predicted);
    best = { ...none, agreement: iou, error: meanAbsoluteError };
  }
  const warnings = [
    ...placingWarnings(best, asked),
    ...radiusWarnings(mask, at.geometry.displayed),
    ...(sources.snaps?.notes() ?? []),
  ];
  const predicted = toGrey(best.predicted);
  if (best.predicted !== asked) recycle(best.predicted);
  recycle(asked);
  return { ...best, id, asked: draw, predicted, warnings };
}

/** What rasterising the mask looks at; each is rendered only when it does. */
async function sourcesOf(mask: Mask, at: MaskSurroundings): Promise<Sources> {
  const levels = detailLevels(mask);
  return {
    ...at.rasters,
    fullScale: at.geometry.displayed.width / at.size.width,
    ...(needsPicture(mask) ? { picture: await at.picture() } : {}),
    ...(isSnapped(mask) ? { snaps: new Snaps(await at.picture()) } : {}),
    ...(needsGuide(mask) ? { guide: await at.guide() } : {}),
    ...(levels.length === 0 ? {} : { details: await at.details(levels) }),
  };
}

/** A soft edge that is wrong all along weighs more than a rim of pixels at half opacity. */
const ERROR_WEIGHT = 3;
const score = (agreement: number, error: number): number => agreement - ERROR_WEIGHT * error;

interface Ask {
  readonly mask: Mask;
  readonly id: string;
  readonly name: string;
  readonly space: WorkingSpace;
  readonly at: MaskSurroundings;
  readonly asked: Raster;
  readonly sources: Sources;
  /** Where darktable refines the mask itself, after it was placed unrefined. */
  readonly native: NativeRefinement | null;
  /** Whether nothing so far agrees well enough to be used without a warning. */
  readonly isPoor: () => boolean;
}

/** Strategies from the most native to the least, each only when those before it were not good enough. */
async function* candidates(ask: Ask): AsyncGenerator<Candidate> {
  const { id, name, space, at, asked, sources, native } = ask;
  const mask = native === null ? ask.mask : native.under;
  const refined = (candidate: Candidate): Candidate =>
    native === null
      ? candidate
      : { ...candidate, blend: native.blend(candidate.blend), predicted: native.predict(candidate.predicted) };
  const { displayed } = at.geometry;
  if (!hasRanges(mask)) {
    const node = nativeForms(mask, displayed, name);
    if (node !== null) yield refined(drawnCandidate('drawn forms', node, id, space, at));
    const exact = node !== null && excludes(mask) ? nativeForms(mask, displayed, name, BY_PRODUCTS) : null;
    if (exact !== null && shapesDrawn(exact) <= MOST_SHAPES) {
      yield refined(drawnCandidate('drawn forms', exact, `${id}/products`, space, at));
    }
  }
  // What lies on the edges of one thing is no range of anything.
  if (hasRanges(mask) && !isSnapped(mask))
    for await (const candidate of rangeCandidates({ ...ask, mask })) yield refined(candidate);
  const traced = function* (): Generator<Candidate> {
    const node = tracedMask(mask, native === null ? asked : rasterise(mask, at.size, sources), at.geometry, name);
    if (node !== null) yield refined(drawnCandidate('traced outlines', node, `${id}/traced`, space, at));
    // What darktable has forms for stays smooth where only the rest is outlined.
    if (shapes || !hasParts(mask)) return;
    const mixed = nativeForms(mask, displayed, name, {
      ...(excludes(mask) ? BY_PRODUCTS : {}),
      outlined: (part, partName) => tracedForms(rasterise(part, at.size, sources), at.geometry, partName)?.node ?? null,
    });
    if (mixed !== null && shapesDrawn(mixed) <= MOST_OUTLINES) {
      yield refined(drawnCandidate('traced outlines', mixed, `${id}/mixed`, space, at));
    }
  };
  // A mask of shapes alone stays darktable's own, editable and without a file, where its outlines are as good: they also
  // stand exactly at each size, while a raster moves with the pixels, which darktable's perspective rounds to whole ones
  // (5.4.1 at 768 pixels: the picture itself is up to one pixel aside of the same one at full size).
  const shapes = !needsPicture(mask) && !needsGuide(ask.mask) && at.rasters.resolve === undefined;
  if (shapes) yield* traced();
  if (at.rasterPlace !== null) {
    const { layer, predicted } = await rasterAsFile(asked, at.geometry, at.rasterPlace, id);
    yield {
      strategy: 'external raster',
      blend: uniformBlend(OWN_SPACE[space]),
      forms: [],
      sources: [layer],
      predicted,
    };
  }
  if (needsPicture(mask) && (!ask.isPoor() || isSpeckled(asked))) return;
  if (!shapes) yield* traced();
}

const hasParts = (mask: Mask): boolean =>
  mask.refine === undefined &&
  ('operands' in mask || ('dt_form' in mask && mask.dt_form !== undefined && mask.range_filters !== undefined));

function drawnCandidate(
  strategy: Strategy,
  node: FormNode,
  identity: string,
  space: WorkingSpace,
  at: MaskSurroundings,
): Candidate {
  const forms = writeForms(node, at.geometry, identity);
  return {
    strategy,
    forms,
    sources: [],
    blend: withDrawnMask(uniformBlend(OWN_SPACE[space]), forms.at(-1)!.id),
    predicted: predictForms(node, at.geometry, at.size),
  };
}

async function* rangeCandidates({ mask, id, name, space, at, sources, asked }: Ask): AsyncGenerator<Candidate> {
  const { drawn, ranged, invert, opacity } = separate(mask);
  const node = drawn === null ? null : nativeForms(drawn, at.geometry.displayed, name);
  if (drawn !== null && node === null) return;
  const input = await at.input();
  const target = maskId(ranged) === id ? asked : rasterise(ranged, at.size, sources);
  const weight = node === null ? null : predictForms(node, at.geometry, at.size);
  const fitted = fitInSpaces(target.data, weight?.data ?? null, input, space);
  if (target !== asked) recycle(target);
  if (fitted === null) return;
  const { cst, ranges, complement } = fitted;
  const forms = node === null ? [] : writeForms(node, at.geometry, `${id}/drawn`);
  const drawnBlend = node === null ? uniformBlend(cst) : withDrawnMask(uniformBlend(cst), forms.at(-1)!.id);
  const straight = parametricBlend(drawnBlend, cst, ranges);
  const blend = { ...(invert === complement ? straight : invertBlend(straight)), opacity: 100 * opacity };
  yield {
    strategy: node === null ? 'parametric range' : 'drawn forms and parametric range',
    blend,
    forms,
    sources: [],
    predicted: { ...at.size, data: parametricOpacity(blend, input.pixels(cst), asked.data.length, weight?.data) },
  };
}

/** The second space's channels take darktable and the prediction several times as long. */
const SPACE_WORTH = 0.005;

/** The best fit on a sample of the pixels, in the first blend space that is good enough, else in the best. */
function fitInSpaces(
  target: Float32Array,
  weight: Float32Array | null,
  input: InputChannels,
  space: WorkingSpace,
): (RangeFit & { cst: BlendSpace }) | null {
  const sample = samplePixels(target, weight);
  const binned = new Map<string, BinnedChannel>();
  let best: (RangeFit & { cst: BlendSpace }) | null = null;
  for (const cst of SPACES[space]) {
    const levels = input.levels(cst);
    for (const level of levels) {
      if (!binned.has(level.channel)) binned.set(level.channel, binChannel(pixelsOf(level, sample.at)));
    }
    const channels = levels.map(({ channel }) => binned.get(channel)!);
    // What is drawn is multiplied with the product; a product that is turned round cannot be.
    const fit = { ...fitRanges(sample, channels, weight === null), cst };
    if (fit.ranges.length === 0) continue;
    if (best === null || score(fit.iou, fit.error) > score(best.iou, best.error) + SPACE_WORTH) best = fit;
    if (best.iou >= GOOD.agreement && best.error <= GOOD.error) break;
  }
  return best;
}

/** For a mask of which nothing is left: an edit that touches no pixel, rather than one that touches all. */
function nothing(space: WorkingSpace, size: Size): Candidate {
  return {
    strategy: 'parametric range',
    blend: { ...uniformBlend(OWN_SPACE[space]), opacity: 0 },
    forms: [],
    sources: [],
    predicted: { ...size, data: new Float32Array(size.width * size.height) },
  };
}

/** Outlines that a row of the picture crosses on average, from which on they are specks rather than shapes. */
const SPECKLED = 16;

/** Whether a mask is of so many specks that its outlines could be neither traced in time nor drawn by darktable. */
function isSpeckled({ width, height, data }: Raster): boolean {
  let crossings = 0;
  for (let i = 1; i < data.length; i++) {
    if (i % width !== 0 && data[i]! >= 0.5 !== data[i - 1]! >= 0.5) crossings++;
  }
  return crossings > SPECKLED * height;
}

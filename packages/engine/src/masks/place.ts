import { uniformBlend } from '@chemigram/darktable';
import type { BlendParams } from '@chemigram/darktable';
import {
  compare,
  coverage,
  detailLevels,
  isSnapped,
  maskId,
  needsGuide,
  needsPicture,
  rasterise,
  rasteriseInSteps,
  recycle,
  resample,
  selectedFrom,
  strongestOf,
  unsnapped,
  toGrey,
} from '@chemigram/mask';
import type { Grey, Mask, Raster, Size, Sources } from '@chemigram/mask';
import type { Layer, NamedForm } from '../develop/development.ts';
import { stepAt } from '../geometry/geometry.ts';
import { isGood, score } from './candidate.ts';
import type { Candidate, MaskSurroundings, Strategy } from './candidate.ts';
import { goesByColour, isGrey } from './by-colour.ts';
import { candidates } from './candidates.ts';
import { closer } from './closer.ts';
import { OWN_SPACE } from './ranges/channels.ts';
import type { WorkingSpace } from './ranges/channels.ts';
import { placingWarnings, POOR, speckWarnings } from './placing-warnings.ts';
import { nativeRefinement, radiusWarnings } from './refined.ts';
import { inTurns, wholeTurn } from '../whole-turn.ts';

/** A mask in darktable's terms, for modules of one working space. */
export interface CompiledMask {
  readonly id: string;
  readonly strategy: Strategy;
  readonly blend: BlendParams;
  readonly forms: readonly NamedForm[];
  /** The modules that the blend takes a raster from; with the first call their files are there. */
  sources(): Promise<readonly Layer[]>;
  /** What was asked, 0..1 per pixel of the mask size: drawn anew each time, for few look at it again. */
  asked(): Raster;
  /** Mean opacity that darktable will use. */
  readonly coverage: number;
  /** Intersection over union of what the two select, see selectedFrom. */
  readonly agreement: number;
  /** Mean absolute difference of the two. */
  readonly error: number;
  readonly warnings: readonly string[];
  /** What is named in it and is not in the picture, each with why, see Resolved. */
  readonly notFound: readonly string[];
}

/** The same with what it will look like. */
export interface PlacedMask extends CompiledMask {
  /** What darktable will do, of the size of what was asked: kept, so in few bytes. */
  readonly predicted: Grey;
}

/**
 * Puts a mask into darktable by the most native way that agrees with what was asked: drawn forms in groups; ranges
 * fitted to the module's input, with drawn forms where the mask has them; an external raster; traced outlines.
 * @param mask normalised
 * @param name those of its forms begin with it
 * @param around where it is put; what is small is looked at from nearer, see closer
 * @param only the one way that it is to be put there, as it is in the photo: another one agrees as well in other pixels
 * @param buffer where what is predicted is put, of so many pixels
 */
export async function placeMask(
  mask: Mask,
  name: string,
  space: WorkingSpace,
  around: MaskSurroundings,
  only: Strategy | null,
  buffer: (pixels: number) => Uint16Array,
): Promise<PlacedMask> {
  const id = maskId(mask);
  const seen = await sourcesOf(mask, around);
  const snaps = isSnapped(mask) ? await around.snaps(mask, seen) : null;
  const looked: Sources = snaps === null ? seen : { ...seen, snaps };
  // As it was drawn, it stays darktable's own forms, editable.
  const meant = snaps?.areRefused === true ? unsnapped(mask) : mask;
  const shown = await inTurns(rasteriseInSteps(meant, around.size, looked));
  // Each step takes some 20 ms: between them others are answered.
  await wholeTurn();
  const at = closer(meant, shown, around) ?? around;
  const sources = at === around ? looked : { ...looked, ...fullScaleOf(at, at.size) };
  const asked = at === around ? shown : await inTurns(rasteriseInSteps(meant, at.size, sources));
  const strongest = strongestOf(asked);
  const selected = selectedFrom(strongest);
  let best: Judged | null = null;
  const native = nativeRefinement(meant, at.geometry.displayed, sources);
  const isPoor = (): boolean => best === null || best.agreement < POOR.agreement;
  for await (const candidate of candidates({
    mask: meant,
    id,
    name,
    space,
    at,
    asked,
    sources,
    native,
    only,
    isPoor,
  })) {
    await wholeTurn();
    const { iou, meanAbsoluteError } = compare(asked, candidate.predicted, selected);
    best = betterOf(best, { ...candidate, agreement: iou, error: meanAbsoluteError });
    if (isGood(best.agreement, best.error) || (candidate.isRounded === true && best.agreement >= POOR.agreement)) break;
  }
  // Not in that way here: in any.
  if (best === null && only !== null) return placeMask(mask, name, space, around, null, buffer);
  if (best === null) {
    const none = nothing(space, at.size);
    const { iou, meanAbsoluteError } = compare(asked, none.predicted, selected);
    best = { ...none, agreement: iou, error: meanAbsoluteError };
  }
  const warnings = [
    ...placingWarnings(best, strongest, sources.picture !== undefined && goesByColour(mask) && isGrey(sources.picture)),
    ...(RANGES.includes(best.strategy) ? speckWarnings(asked, selected, stepAt(at.size, at.geometry.displayed)) : []),
    ...radiusWarnings(mask, at.geometry.displayed),
    ...(snaps?.notes() ?? []),
  ];
  const foreseen = resample(best.predicted, around.size);
  const predicted = toGrey(foreseen, buffer(foreseen.data.length));
  for (const raster of new Set([best.predicted, foreseen, asked, shown])) recycle(raster);
  const { sources: write } = best;
  const fileSize = at.rasterPlace?.size ?? at.size;
  return {
    ...best,
    id,
    asked: drawing(meant, around.size, looked),
    sources:
      write === undefined
        ? noSources
        : writtenOnce(write, drawing(meant, fileSize, { ...sources, ...fullScaleOf(at, fileSize) })),
    predicted,
    coverage: coverage(predicted),
    warnings,
    notFound: [],
  };
}

// Apart from the placing, for who keeps one of these would keep all that it looked at.
const drawing =
  (mask: Mask, size: Size, sources: Sources): (() => Raster) =>
  () =>
    rasterise(mask, size, sources);

const noSources = (): Promise<readonly Layer[]> => Promise.resolve([]);

function writtenOnce(write: NonNullable<Candidate['sources']>, draw: () => Raster): PlacedMask['sources'] {
  let written: Promise<readonly Layer[]> | null = null;
  return () => {
    written ??= write(draw());
    return written.catch((error: unknown) => {
      written = null;
      throw error;
    });
  };
}

/** Those by which darktable looks at the light of each pixel; the others cover in an export what they do in the preview. */
const RANGES: readonly Strategy[] = ['parametric range', 'drawn forms and parametric range'];

/** A candidate and how it agrees with what was asked. */
type Judged = Candidate & Pick<PlacedMask, 'agreement' | 'error'>;

/** The first of two that agree alike. Nobody looks at the other again. */
function betterOf(first: Judged | null, other: Judged): Judged {
  if (first === null) return other;
  const isBetter = score(other.agreement, other.error) > score(first.agreement, first.error);
  recycle((isBetter ? first : other).predicted);
  return isBetter ? other : first;
}

const fullScaleOf = ({ geometry }: MaskSurroundings, size: Size): Pick<Sources, 'fullScale'> => ({
  fullScale: stepAt(size, geometry.displayed),
});

/** What drawing the mask looks at, snaps apart; each is rendered only when it does. */
async function sourcesOf(mask: Mask, at: MaskSurroundings): Promise<Sources> {
  const levels = detailLevels(mask);
  return {
    ...at.rasters,
    ...fullScaleOf(at, at.size),
    ...(needsPicture(mask) ? { picture: await at.picture() } : {}),
    ...(needsGuide(mask) ? { guide: await at.guide() } : {}),
    ...(levels.length === 0 ? {} : { details: await at.details(levels) }),
  };
}

/** For a mask of which nothing is left: an edit that touches no pixel, rather than one that touches all. */
function nothing(space: WorkingSpace, size: Size): Candidate {
  return {
    strategy: 'parametric range',
    blend: { ...uniformBlend(OWN_SPACE[space]), opacity: 0 },
    forms: [],
    predicted: { ...size, data: new Float32Array(size.width * size.height) },
  };
}

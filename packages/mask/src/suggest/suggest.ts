import { join } from '../opacity/join.ts';
import { rangeOpacity } from '../opacity/range-opacity.ts';
import { scale } from '../opacity/scale.ts';
import { strongestOf } from '../raster/measure.ts';
import type { Picture, Raster } from '../raster/raster.ts';
import { resample } from '../raster/resample.ts';
import { type Sight, sightOf } from '../snap/levels.ts';
import { regionWhere } from '../snap/region.ts';
import { signedDistance } from '../snap/signed-distance.ts';
import { regionOf, snap } from '../snap/snap.ts';
import { softened } from '../snap/soften.ts';
import { type Colours, coloursOf } from './colours-of.ts';
import { edgeContrast } from './edge-contrast.ts';
import { withShadow } from './with-shadow.ts';

/** A margin around the subject, of the picture's diagonal: some seven pixels of 768 x 512. */
const MARGIN = 0.008;
/** What the subject's colours are held against lies within so much of the diagonal around it. */
const AROUND = 0.1;
/** Bands of colour that do not take so much more of the inside than of what lies around tell nothing. */
const LEAST_APART = 0.25;

/** What a rough outline may have meant, in the order in which it is said. */
export const SUGGESTIONS = ['as_asked', 'snapped', 'margin', 'colours', 'shadow', 'core'] as const;
export type SuggestionKind = (typeof SUGGESTIONS)[number];

export interface Suggestion {
  readonly kind: SuggestionKind;
  /** Of the asked raster's size. */
  readonly opacity: Raster;
  /** The same without the bands of colour, where there are any. */
  readonly shape: Raster;
  /** The bands of colour, and how far they tell the inside from what lies around. */
  readonly colours: Colours | null;
  /** How much both sides of its contour differ (edgeContrast). */
  readonly edgeContrast: number;
}

/** The subject as it was found, at the size that the picture is looked at. */
interface Subject {
  readonly picture: Picture;
  readonly sight: Sight;
  /** At full strength. */
  readonly asked: Raster;
  /** The strongest opacity that was asked: suggestions are as strong. */
  readonly strength: number;
  /** Null where snapping was refused: the subject is then what was asked. */
  readonly snapped: Raster | null;
  readonly inside: Uint8Array;
  /** To its contour, above 0 inside, in margins. */
  readonly margins: Float32Array;
  /** The same in pixels. */
  readonly distance: Float32Array;
}

type Made = Raster | { readonly shape: Raster; readonly colours: Colours };

/** Each makes a shape of any size, or says why not. */
const MAKERS: Readonly<Record<SuggestionKind, (subject: Subject) => Made | string>> = {
  as_asked: ({ asked }) => asked,
  snapped: ({ snapped }) => snapped ?? 'no edges to snap to were found.',
  margin: (subject) => wider(subject, 2),
  colours: (subject) => {
    const { picture, sight, inside, distance } = subject;
    const { full } = sight.levels;
    const far = -AROUND * Math.hypot(full.width, full.height);
    const around = regionWhere(distance, (d) => d < 0 && d > far);
    const colours = coloursOf(picture, full, inside, around);
    if (colours.inside - colours.around >= LEAST_APART) return { shape: wider(subject, 2), colours };
    return 'what lies around has the colours of what lies inside.';
  },
  shadow: ({ sight, inside, distance }) => {
    const both = withShadow(sight.levels.full, inside, distance);
    return both === null ? 'nothing dark of the colour of the ground touches it.' : softened(both, sight.guide);
  },
  core: (subject) => {
    const core = wider(subject, 0);
    return core.data.includes(1) ? core : 'nothing of it is further inside than a margin.';
  },
};

/** The subject with so many margins around it, the last one soft. */
function wider({ sight, margins }: Subject, by: number): Raster {
  const { width, height } = sight.levels.full;
  return { width, height, data: margins.map((d) => Math.min(1, Math.max(0, d + by))) };
}

/**
 * What a rough outline may have meant: itself; snapped to the edges of the picture; that with a soft margin; of that only
 * what has the subject's colours; the subject with its shadow; only what is surely inside. What cannot be told in this
 * picture is left out, the next one takes its place, and the notes say why.
 *
 * @param picture the displayed picture
 * @param drawn opacity of the rough shape, of the picture's aspect
 * @param count of suggestions at most
 */
export function suggest(picture: Picture, drawn: Raster, count: number): { found: Suggestion[]; notes: string[] } {
  const strength = Math.min(1, strongestOf(drawn)) || 1;
  const asked = scale({ ...drawn, data: drawn.data.slice() }, false, 1 / strength);
  const sight = sightOf(picture);
  const { full } = sight.levels;
  const snapping = snap(picture, asked);
  const inside = regionOf(snapping.opacity, full);
  const distance = signedDistance(inside, full);
  const margin = MARGIN * Math.hypot(full.width, full.height);
  const margins = distance.map((d) => d / margin);
  const snapped = snapping.snapped ? snapping.opacity : null;
  const subject: Subject = { picture, sight, asked, strength, snapped, inside, margins, distance };
  const notes = [...snapping.notes];
  const found: Suggestion[] = [];
  for (const kind of SUGGESTIONS) {
    if (found.length === count) break;
    const made = MAKERS[kind](subject);
    if (typeof made === 'string') notes.push(`${kind} is left out: ${made}`);
    else found.push(suggestion(kind, made, subject));
  }
  return { found, notes };
}

function suggestion(kind: SuggestionKind, made: Made, { picture, sight, asked, strength }: Subject): Suggestion {
  const colours = 'colours' in made ? made.colours : null;
  const outlined = resample('colours' in made ? made.shape : made, asked);
  const planes = sight.levels.full;
  const contrast = edgeContrast(planes, regionOf(outlined, planes));
  const shape = scale({ ...outlined, data: outlined.data.slice() }, false, strength);
  if (colours === null) return { kind, opacity: shape, shape, colours, edgeContrast: contrast };
  const opacity = { ...shape, data: shape.data.slice() };
  for (const filter of colours.filters) join(opacity, resample(rangeOpacity(filter, picture), asked), 'intersect');
  return { kind, opacity, shape, colours, edgeContrast: contrast };
}

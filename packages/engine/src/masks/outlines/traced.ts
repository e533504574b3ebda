import { areaOf, compare, occupied, scale, selectedFrom, strongestOf, traceLevels } from '@chemigram/mask';
import type { Finish, Raster } from '@chemigram/mask';
import { stepAt } from '../../geometry/geometry.ts';
import type { Displayed } from '../../geometry/geometry.ts';
import { shapesDrawn, single } from '../forms/form-tree.ts';
import type { FormNode, Member, Ring } from '../forms/form-tree.ts';
import { predictOutlines } from '../forms/predict.ts';
import { stepsOfOpacity } from './steps-of-opacity.ts';
import type { Steps } from './steps-of-opacity.ts';

/** Numbers of steps of opacity to choose among, few to many; two are inside and outside. */
const STEPS = [2, 3, 4, 6, 10];
/** Each outline and each hole costs darktable a pass over the picture: at 25 megapixels some 50 ms. The largest count. */
const MAX_OUTLINES = 160;
const MAX_VERTICES = 1000;
/** Outlines that enclose less than this many preview pixels are noise. */
const LEAST_AREA_PX = 6;
const TOLERANCE_PX = 0.35;
/**
 * More steps must come this much nearer to the opacity (mean absolute error) to be worth their passes: at most so much of
 * the picture, and of a small mask so much of what it selects. A face is a hundredth of its picture: by the picture alone
 * it got two steps, of which the upper one, over all of its inside, was 0.93.
 */
const WORTH = { most: 0.002, ofSelected: 0.04 } as const;
/** A step this near to none or all of the effect is that. */
const WHOLE = 0.02;
/** How far beyond the picture, in its sides, an outline reaches that covers all of it. */
const BEYOND = 0.25;

/** Outlines, and what darktable will make of them. */
export interface Traced {
  readonly node: FormNode;
  /** Of the size that was traced. */
  readonly predicted: Raster;
}

/**
 * Any opacity as outlines: the fallback that needs nothing but drawn paths. Soft edges become steps of opacity.
 * @param asked at preview size
 * @param displayed full size of the picture
 * @param selected the opacity at which a pixel counts as selected in the end
 * @returns the tree and how near it comes, or null when nothing of the mask can be outlined
 */
export function tracedForms(
  asked: Raster,
  displayed: Displayed,
  name: string,
  selected: number = selectedFrom(strongestOf(asked)),
): Traced | null {
  const steps = stepsOfOpacity(asked, STEPS, selected);
  const trace = (k: number): (Traced & { error: number; shapes: number }) | null => {
    const node = stepsAsForms(asked, displayed, name, steps[k]!);
    if (node === null) return null;
    const predicted = predictOutlines(node, displayed, asked);
    return { node, predicted, error: compare(asked, predicted).meanAbsoluteError, shapes: shapesDrawn(node) };
  };
  let best = trace(0);
  // A texture leaves no room for further steps, each of which would take as long to outline.
  if (best === null || best.shapes >= MAX_OUTLINES) return best;
  // What steps leave of the error is known before anything is outlined.
  const enough = steps.at(-1)!.error + worthOf(asked);
  for (let k = steps.findIndex(({ error }) => error < enough); k > 0; k--) {
    const tried = trace(k);
    if (tried !== null && tried.error < best.error) best = tried;
    if (tried === null || tried.shapes < MAX_OUTLINES) break;
  }
  return best;
}

/**
 * A mask whose finish (turned round, scaled) is left to the group: what is outlined is what it was before.
 * @param asked the whole mask, finished
 */
export function tracedMask(mask: Finish, asked: Raster, displayed: Displayed, name: string): Traced | null {
  const { invert = false, opacity = 1 } = mask;
  if (opacity === 0) return null;
  if (!invert && opacity === 1) return tracedForms(asked, displayed, name);
  const bareOf = (value: number): number => (invert ? 1 - value / opacity : value / opacity);
  const data = asked.data.map((value) => Math.min(1, Math.max(0, bareOf(value))));
  const selected = bareOf(selectedFrom(strongestOf(asked)));
  const traced = tracedForms({ width: asked.width, height: asked.height, data }, displayed, name, selected);
  if (traced === null) return null;
  return {
    node: { kind: 'group', name: `${name}.finish`, members: [single(traced.node, invert, opacity)] },
    predicted: scale(traced.predicted, invert, opacity),
  };
}

type Group = Extract<FormNode, { kind: 'group' }>;

interface Outlined {
  readonly outer: Ring;
  readonly holes: readonly Ring[];
  readonly opacity: number;
  readonly name: string;
}

/** Outlines around what of a mask has this opacity or more, the largest ones; null where nothing has. */
export const outlinesAt = (
  asked: Raster,
  opacity: number,
  displayed: Displayed,
  name: string,
  most: number,
): FormNode | null => stepsAsForms(asked, displayed, name, { values: [0, 1], thresholds: [opacity] }, most);

function stepsAsForms(
  asked: Raster,
  displayed: Displayed,
  name: string,
  { values, thresholds }: Omit<Steps, 'error'>,
  most: number = MAX_OUTLINES,
): Group | null {
  const step = stepAt(asked, displayed);
  const toFull = (ring: readonly (readonly [number, number])[]): Ring => ring.map(([x, y]) => [x * step, y * step]);
  const traced = traceLevels(asked, [...thresholds], { maxVertices: MAX_VERTICES, tolerance: TOLERANCE_PX });
  const rings = traced.flatMap(({ polygons }) => polygons.flatMap(({ outer, holes }) => [outer, ...holes]));
  const least = leastArea(rings, most);
  const outlined: Outlined[] = traced.flatMap(({ polygons }, k) =>
    polygons
      .filter(({ outer }) => areaOf(outer) >= least)
      .map(({ outer, holes }, j) => ({
        outer: toFull(outer),
        holes: holes.filter((hole) => areaOf(hole) >= least).map(toFull),
        opacity: wholeWhereNear(values[k + 1]!),
        name: `${name}.${k + 1}.${j + 1}`,
      })),
  );
  const floor = wholeWhereNear(values[0] ?? 0);
  if (floor > 0) outlined.unshift({ outer: around(displayed), holes: [], opacity: floor, name: `${name}.0` });
  const members = outlined.map((one, i): Member => ({
    node: nodeOf(one),
    join: i === 0 ? 'copy' : 'union',
    inverse: false,
    opacity: one.opacity,
  }));
  return members.length === 0 ? null : { kind: 'group', name, members };
}

/** Of a mask that leaves little out, by what it leaves out. */
function worthOf(asked: Raster): number {
  const { data } = asked;
  const [from, to] = occupied(asked);
  let sum = 0;
  // Not by reduce, which calls a function for each pixel.
  for (let i = from; i < to; i++) sum += data[i]!;
  const mean = sum / data.length;
  return Math.min(WORTH.most, WORTH.ofSelected * Math.min(mean, 1 - mean));
}

const wholeWhereNear = (opacity: number): number => (opacity < WHOLE ? 0 : opacity > 1 - WHOLE ? 1 : opacity);

/** A ring around the whole picture. */
function around({ width, height }: Displayed): Ring {
  const [x0, y0, x1, y1] = [-BEYOND * width, -BEYOND * height, (1 + BEYOND) * width, (1 + BEYOND) * height];
  return [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ];
}

function nodeOf({ outer, holes, name }: Outlined): FormNode {
  const rim: FormNode = { kind: 'shape', name, shape: { kind: 'outline', ring: outer, border: 0 } };
  if (holes.length === 0) return rim;
  const cuts = holes.map((ring, h): Member => ({
    node: { kind: 'shape', name: `${name}.hole${h + 1}`, shape: { kind: 'outline', ring, border: 0 } },
    join: 'difference',
    inverse: false,
    opacity: 1,
  }));
  return { kind: 'group', name, members: [single(rim, false, 1), ...cuts] };
}

/** The area from which a ring is drawn: that of the last of as many as may be. */
function leastArea(rings: readonly (readonly (readonly [number, number])[])[], most: number): number {
  const areas = rings.map((ring) => areaOf(ring)).sort((a, b) => b - a);
  return Math.max(LEAST_AREA_PX, areas[most - 1] ?? 0);
}

import type { DrawnForm, LeafMask, Mask } from '@chemigram/mask';
import { describeMask, RANGE_WORDS } from './mask-words.ts';

/** Less than this share of the picture, or of a size, is not worth a word. */
const NOTICED = 0.005;

/** The parameters that are told as themselves: name in the mask language to words. All others are place and size. */
const PARAMETER_WORDS: Readonly<Record<string, string>> = {
  border: 'feather',
  compression: 'softness',
  curvature: 'bend',
  hardness: 'hardness',
  density: 'density',
  rotation: 'rotation',
  smooth: 'smooth',
  state: 'falloff',
};

/**
 * How one mask became another, in the words of somebody who looks at both: "moved 5 % to the right, 20 % larger".
 * Empty when nothing differs; where they have nothing in common, what the new one is.
 */
export function maskChange(before: Mask, after: Mask): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const body = bodyChange(before, after);
  if (body === null) return [`now through ${describeMask(after)}`];
  const parts = [...body];
  if (before.invert !== after.invert) parts.push('turned inside out');
  if (before.opacity !== after.opacity)
    parts.push(`at ${percent(after.opacity ?? 1)}, was ${percent(before.opacity ?? 1)}`);
  if (JSON.stringify(before.snap) !== JSON.stringify(after.snap)) parts.push(snapWords(before, after));
  if (JSON.stringify(before.refine) !== JSON.stringify(after.refine)) parts.push(refineWords(before, after));
  return parts;
}

function snapWords({ snap: before }: Mask, { snap: after }: Mask): string {
  if (after === undefined) return 'no longer snapped to the edges';
  return before === undefined ? 'now snapped to the edges' : 'snapped by other points';
}

function refineWords({ refine: before }: Mask, { refine: after }: Mask): string {
  if (after === undefined) return 'no longer refined';
  return before === undefined ? 'now refined' : 'refined otherwise';
}

/** null where they are different kinds of mask. */
function bodyChange(before: Mask, after: Mask): string[] | null {
  if (before.kind === 'compose' && after.kind === 'compose') {
    if (before.operation !== after.operation || before.operands.length !== after.operands.length) return null;
    return after.operands.flatMap((operand, index) => {
      const old = before.operands[index]!;
      const parts = maskChange(old, operand);
      return parts.length === 0 ? [] : [`in it ${describeMask(old)} ${parts.join(', ')}`];
    });
  }
  if (before.kind !== undefined || after.kind !== undefined) {
    return JSON.stringify({ ...before, ...PLAIN }) === JSON.stringify({ ...after, ...PLAIN }) ? [] : null;
  }
  if (before.dt_form !== after.dt_form) return null;
  return [
    ...(before.dt_form === undefined ? [] : formChange(before, after as DrawnForm)),
    ...rangeChange(before.range_filters ?? [], after.range_filters ?? []),
  ];
}

/** What maskChange tells by itself. */
const PLAIN = { invert: undefined, opacity: undefined, snap: undefined, refine: undefined };

type Range = NonNullable<LeafMask['range_filters']>[number];

function rangeChange(before: readonly Range[], after: readonly Range[]): string[] {
  const words = ({ kind, min, max, invert }: Range): string =>
    `${invert ? 'outside ' : ''}${RANGE_WORDS[kind] ?? kind} ${min} to ${max}`;
  const parts: string[] = [];
  for (let index = 0; index < Math.max(before.length, after.length); index++) {
    const [old, now] = [before[index], after[index]];
    if (JSON.stringify(old) === JSON.stringify(now)) continue;
    if (now === undefined) parts.push(`no longer within ${words(old!)}`);
    else if (old === undefined) parts.push(`now within ${words(now)}`);
    else {
      if (words(old) !== words(now)) parts.push(`${words(now)}, was ${words(old)}`);
      if (old.feather !== now.feather) parts.push(`feather of the range ${now.feather}, was ${old.feather}`);
    }
  }
  return parts;
}

function formChange(before: DrawnForm, after: DrawnForm): string[] {
  const [a, b] = [extent(before), extent(after)];
  const parts = [...placeChange(a, b), ...sizeChange(a, b)];
  const [old, now] = [before, after].map(({ dt_params }) => dt_params as unknown as Readonly<Record<string, unknown>>);
  for (const [name, words] of Object.entries(PARAMETER_WORDS)) {
    if (now![name] !== old![name]) parts.push(`${words} ${String(now![name])}, was ${String(old![name])}`);
  }
  if (!sameShape(pointsOf(before), a, pointsOf(after), b)) parts.push('drawn anew');
  return parts;
}

interface Extent {
  readonly middle: Point;
  readonly size: Point;
}
type Point = readonly [number, number];

function extent(form: DrawnForm): Extent {
  const params = form.dt_params as unknown as Readonly<Record<string, number>>;
  const middle = (x: string, y: string): Point => [params[x]!, params[y]!];
  switch (form.dt_form) {
    case 'ellipse':
      return { middle: middle('center_x', 'center_y'), size: [params['radius_x']!, params['radius_y']!] };
    case 'circle':
      return { middle: middle('center_x', 'center_y'), size: [params['radius']!, params['radius']!] };
    case 'gradient':
      return { middle: middle('anchor_x', 'anchor_y'), size: [1, 1] };
    case 'rectangle':
    case 'path':
    case 'brush': {
      const [xs, ys] = [0, 1].map((axis) => pointsOf(form).map((point) => point[axis]!));
      const ends = [xs!, ys!].map((all) => [Math.min(...all), Math.max(...all)] as const);
      const [[left, right], [top, bottom]] = ends as [Point, Point];
      return { middle: [(left + right) / 2, (top + bottom) / 2], size: [right - left, bottom - top] };
    }
  }
}

function pointsOf(form: DrawnForm): readonly Point[] {
  switch (form.dt_form) {
    case 'rectangle':
      return [
        [form.dt_params.x0, form.dt_params.y0],
        [form.dt_params.x1, form.dt_params.y1],
      ];
    case 'path':
      return [form.dt_params.vertices, ...form.dt_params.holes].flat();
    case 'brush':
      return form.dt_params.points;
    default:
      return [];
  }
}

function placeChange(a: Extent, b: Extent): string[] {
  const [x, y] = [b.middle[0] - a.middle[0], b.middle[1] - a.middle[1]];
  const ways = [
    ...(Math.abs(x) < NOTICED ? [] : [`${percent(Math.abs(x))} to the ${x > 0 ? 'right' : 'left'}`]),
    ...(Math.abs(y) < NOTICED ? [] : [`${percent(Math.abs(y))} ${y > 0 ? 'down' : 'up'}`]),
  ];
  return ways.length === 0 ? [] : [`moved ${ways.join(' and ')}`];
}

function sizeChange(a: Extent, b: Extent): string[] {
  const [wider, taller] = [0, 1].map((axis) => (a.size[axis] === 0 ? 0 : b.size[axis]! / a.size[axis]! - 1));
  if (Math.abs(wider! - taller!) < NOTICED) return grown(wider!, 'larger', 'smaller');
  return [...grown(wider!, 'wider', 'narrower'), ...grown(taller!, 'taller', 'lower')];
}

const grown = (by: number, more: string, less: string): string[] =>
  Math.abs(by) < NOTICED ? [] : [`${percent(Math.abs(by))} ${by > 0 ? more : less}`];

/** Whether points lie alike within their extents: then the form was moved and scaled, no more. */
function sameShape(a: readonly Point[], inA: Extent, b: readonly Point[], inB: Extent): boolean {
  if (a.length !== b.length) return false;
  const within = (point: Point, { middle, size }: Extent, axis: 0 | 1): number =>
    size[axis] === 0 ? 0 : (point[axis] - middle[axis]) / size[axis];
  return a.every((point, index) =>
    ([0, 1] as const).every((axis) => Math.abs(within(point, inA, axis) - within(b[index]!, inB, axis)) < NOTICED),
  );
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

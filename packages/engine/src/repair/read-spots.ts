import { ChemigramError } from '@chemigram/errors';
import { parseMask } from '@chemigram/mask';
import type { DrawnForm } from '@chemigram/mask';
import type { Spot } from '@chemigram/workspace';
import type { Arguments } from '../contracts/index.ts';
import type { Displayed } from '../photos/displayed-size.ts';
import { boxOfSpot, radiusOfSpot } from './spot-shape.ts';

/** A spot as it is asked for, in fractions or in pixels of a stated preview. */
export type AskedSpot = NonNullable<Arguments<'apply_spot'>['spots']>[number];

/** A feather, where none is said, as a part of the spot's radius. */
const FEATHER_OF_RADIUS = 0.25;
/** A radius that is allowed in fractions and in pixels alike, for what has none. */
const ANY_RADIUS = 1;
/** What is smaller, in pixels of the full-size picture, darktable leaves out without a word. */
export const LEAST_RADIUS_PX = 1.5;

/**
 * Spots as the recipe keeps them: fractions of the displayed picture, feathers filled in, sources where they were said.
 * @param coords `{ width, height, region? }` of the preview whose pixels they are said in, as in the mask language
 * @param argument what the caller calls the spot
 * @returns with one sentence for each repair of an outline
 * @throws invalid_input or out_of_range, with the field: `spots[3].radius`
 */
export function readSpots(
  asked: readonly AskedSpot[],
  coords: unknown,
  displayed: Displayed,
  argument: (index: number) => string = (i) => `spots[${i}]`,
): { spots: Spot[]; notes: string[] } {
  const notes: string[] = [];
  const spots = asked.map((spot, i) => {
    const field = argument(i);
    const read = (form: { dt_form: string; dt_params: object }): DrawnForm => {
      const { mask, notes: said } = parsed({ ...form, ...(coords === undefined ? {} : { coords }) }, displayed, field);
      notes.push(...said.map((note) => `${field}: ${inWordsOfSpots(note)}`));
      if (mask.kind === undefined && mask.dt_form !== undefined) return mask;
      throw new ChemigramError('invalid_input', `${field}.path crosses itself and falls into several parts.`, {
        field: `${field}.path`,
        hint: 'Give the corners in their order around the spot, or each part as a spot of its own.',
      });
    };
    return withFeather(spot, read, displayed, field);
  });
  return { spots, notes };
}

/**
 * A round place that is looked at, read as a spot is: positions may be pixels of a preview, and lie inside.
 * @param usual the radius where none is said, fraction of the shorter side of the displayed picture
 * @param field what the caller calls the place
 * @throws invalid_input or out_of_range, with the field
 */
export function readPlace(
  { x, y, radius }: { x: number; y: number; radius?: number | undefined },
  coords: unknown,
  displayed: Displayed,
  usual: number,
  field: string,
): Spot {
  if (radius !== undefined) {
    return readSpots([{ kind: 'fill', x, y, radius, border: 0 }], coords, displayed, () => field).spots[0]!;
  }
  const form = { dt_form: 'circle', dt_params: { center_x: x, center_y: y, radius: ANY_RADIUS, border: 0 } };
  const { mask } = parsed({ ...form, ...(coords === undefined ? {} : { coords }) }, displayed, field);
  const at = (mask as DrawnForm).dt_params as { center_x: number; center_y: number };
  inside(at.center_x, at.center_y, field, 'its middle');
  const least = LEAST_RADIUS_PX / Math.min(displayed.width, displayed.height);
  return { kind: 'fill', x: at.center_x, y: at.center_y, radius: Math.max(usual, least), border: 0 };
}

function withFeather(
  asked: AskedSpot,
  read: (form: { dt_form: string; dt_params: object }) => DrawnForm,
  displayed: Displayed,
  field: string,
): Spot {
  const { kind, border, blur, source } = asked;
  // A circle carries any position and length through the conversion: its own rules are those of every spot.
  const circle = (at: { x?: number | undefined; y?: number | undefined }, radius: number, feather = 0) => {
    const form = read({ dt_form: 'circle', dt_params: { center_x: at.x, center_y: at.y, radius, border: feather } });
    return form.dt_params as { center_x: number; center_y: number; radius: number; border: number };
  };
  const bare: Spot = { kind, ...shapeOf(asked, read), border: 0 };
  const radius = radiusOfSpot(bare, displayed);
  const shorter = Math.min(displayed.width, displayed.height);
  if (radius < LEAST_RADIUS_PX) {
    const least = Math.ceil((1e4 * LEAST_RADIUS_PX) / shorter) / 1e4;
    throw new ChemigramError(
      'out_of_range',
      `${field} has a radius of ${radius.toFixed(2)} pixels of the full-size picture; at least ${LEAST_RADIUS_PX} are needed.`,
      {
        field: `${field}.${asked.path === undefined ? (asked.radius === undefined ? 'radius_x' : 'radius') : 'path'}`,
        hint: `That is ${least} of the shorter side, or more.`,
      },
    );
  }
  const spot: Spot = {
    ...bare,
    border:
      border === undefined
        ? round((radius * FEATHER_OF_RADIUS) / shorter)
        : circle({ x: 0, y: 0 }, ANY_RADIUS, border).border,
    ...(kind === 'blur' && blur !== undefined ? { blur: circle({ x: 0, y: 0 }, blur).radius } : {}),
  };
  const box = boxOfSpot(spot, displayed);
  inside(box.x, box.y, field, 'the middle of the spot');
  if (source === undefined || kind === 'blur') return spot;
  const from = circle({ x: source[0], y: source[1] }, ANY_RADIUS);
  const at: [number, number] = [from.center_x, from.center_y];
  inside(...at, `${field}.source`, 'the source');
  return { ...spot, source: at };
}

function shapeOf(asked: AskedSpot, read: (form: { dt_form: string; dt_params: object }) => DrawnForm): Partial<Spot> {
  const { x, y, radius, radius_x, radius_y, rotation = 0, path } = asked;
  if (path !== undefined) {
    const form = read({ dt_form: 'path', dt_params: { vertices: path, border: 0 } });
    return form.dt_form === 'path' ? { path: form.dt_params.vertices.map(([u, v]): [number, number] => [u, v]) } : {};
  }
  const middle = { center_x: x, center_y: y, border: 0 };
  if (radius !== undefined) {
    const form = read({ dt_form: 'circle', dt_params: { ...middle, radius } });
    if (form.dt_form !== 'circle') return {};
    return { x: form.dt_params.center_x, y: form.dt_params.center_y, radius: form.dt_params.radius };
  }
  const form = read({ dt_form: 'ellipse', dt_params: { ...middle, radius_x, radius_y, rotation } });
  if (form.dt_form !== 'ellipse') return {};
  const { center_x, center_y, border: _, ...radii } = form.dt_params;
  return { x: center_x, y: center_y, ...radii };
}

function inside(x: number, y: number, field: string, what: string): void {
  if (x >= 0 && x <= 1 && y >= 0 && y <= 1) return;
  throw new ChemigramError(
    'out_of_range',
    `${field}: ${what} lies at [${round(x)}, ${round(y)}] of the displayed picture; allowed is 0 to 1 in both.`,
    { field, hint: 'Positions in pixels need `coords` with the size of the preview that they were read from.' },
  );
}

const round = (value: number): number => Math.round(value * 1e6) / 1e6;

/** How the mask language calls what a spot calls otherwise. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/dt_params\.center_([xy])/g, '$1'],
  [/dt_params\.vertices/g, 'path'],
  [/dt_params\./g, ''],
];

const inWordsOfSpots = (text: string): string => WORDS.reduce((all, [from, to]) => all.replace(from, to), text);

/** parseMask, its refusals in the words of spots. */
function parsed(spec: object, displayed: Displayed, field: string): ReturnType<typeof parseMask> {
  try {
    return parseMask(spec, displayed);
  } catch (error) {
    if (!(error instanceof ChemigramError)) throw error;
    const at = inWordsOfSpots(error.field ?? '');
    throw new ChemigramError(error.code, `${field}: ${inWordsOfSpots(error.message)}`, {
      field: at.startsWith('coords') ? at : `${field}.${at}`,
      ...(error.hint === undefined ? {} : { hint: inWordsOfSpots(error.hint) }),
      cause: error,
    });
  }
}

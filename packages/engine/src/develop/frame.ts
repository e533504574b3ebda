import { ChemigramError } from '@chemigram/errors';
import { decodeBlob, finalItems, moduleCodec, moduleTooNew } from '@chemigram/darktable';
import type { Sidecar } from '@chemigram/darktable';
import { moduleSettings } from '@chemigram/vocabulary';
import type { Primitive, Vocabulary } from '@chemigram/vocabulary';
import type { Move } from '@chemigram/workspace';
import { filledPart } from '../geometry/filled-part.ts';
import type { Rectangle } from '../geometry/filled-part.ts';
import type { Layer } from './development.ts';
import { lensLayer, lensWarnings } from './lens.ts';
import type { AskPhoto } from './lens.ts';
import { isMirrored, isTurned, orientationOf, orientedBy, rectangleOriented, signsOf, UPRIGHT } from './orientation.ts';
import type { Orientation } from './orientation.ts';
import { ownLayer } from './own-layer.ts';
import { stageOf } from './stages.ts';

/**
 * How the picture is framed at a moment: its moves that crop, turn or straighten it, in order. A mask speaks of the
 * displayed picture of its frame, so it stays on the same things when the picture is framed anew later.
 */
export type Frame = readonly Pick<Move, 'primitive' | 'values'>[];

/** Whether a primitive moves pixels. */
export const framesPicture = (primitive: Primitive): boolean =>
  primitive.modules.some(({ operation }) => stageOf(operation) === 'geometry');

/** The frame that a list of moves makes. Turned there and back, a picture is framed as it was. */
export const frameOf = (
  moves: readonly Move[],
  vocabulary: Vocabulary,
): { primitive: string; values: Record<string, number> }[] =>
  moves
    .filter(({ primitive, layers }) => layers === undefined && framesPicture(vocabulary.primitive(primitive)))
    .reduce<{ primitive: string; values: Record<string, number> }[]>((frame, { primitive, values }) => {
      const framed = [...frame, { primitive, values }];
      return framed.slice(0, framed.length - turnsBack(framed, vocabulary));
    }, []);

/** How many of the last moves of a frame are turns that together leave the picture as it lay. */
function turnsBack(frame: Frame, vocabulary: Vocabulary): number {
  let lies = UPRIGHT;
  for (let last = 1; last <= frame.length; last++) {
    const by = turnOf(frame.at(-last)!, vocabulary);
    if (by === null) return 0;
    lies = orientedBy(by, lies);
    if (lies === UPRIGHT) return last;
  }
  return 0;
}

/** How a move turns or mirrors the picture by quarters; null for another one. */
function turnOf({ primitive: name, values }: Frame[number], vocabulary: Vocabulary): Orientation | null {
  const primitive = vocabulary.primitive(name);
  if (primitive.modules.some(({ operation }) => operation !== 'flip')) return null;
  // Every darktable has "orientation" as we write it.
  return moduleSettings(primitive, values, () => null).reduce(
    (lies, { params }) => orientedBy(lies, Number(params['orientation'])),
    UPRIGHT,
  );
}

/** The frame that a move's mask was said in; kept beside the mask, and left out while there is none. */
export const frameOfMask = (move: Move): Frame => move.frame ?? [];

/** The least of the picture's sides that a crop may leave. */
const LEAST_SIDE = 0.05;

/** @throws out_of_range when the edges of a crop leave nothing between them */
export function checkFraming(primitive: Primitive, values: Readonly<Record<string, number>>): void {
  for (const [from, to] of [
    ['left', 'right'],
    ['top', 'bottom'],
  ] as const) {
    if (primitive.parameters[from] === undefined || primitive.parameters[to] === undefined) continue;
    if (values[to]! - values[from]! >= LEAST_SIDE) continue;
    throw new ChemigramError(
      'out_of_range',
      `${primitive.name}: ${from} is ${values[from]} and ${to} is ${values[to]}; allowed: ${to} at least ${LEAST_SIDE} more than ${from}`,
      { field: `values.${to}`, hint: 'All four are fractions of the displayed picture, from its left and top edge.' },
    );
  }
}

const WHOLE: Rectangle = [0, 0, 1, 1];
/** The numbers of "rotate and perspective" that add up over moves; the picture is turned in the frame of the sensor. */
interface Turn {
  readonly rotation: number;
  readonly lensshift_v: number;
  readonly lensshift_h: number;
}

/**
 * The modules of a frame: darktable has one "lens correction", one "rotate and perspective", one "orientation" and one "crop"
 * per photo, in this order, so all moves add up to one setting of each, on top of what the baseline has. Where a turn leaves
 * empty corners, the crop is made anew: the largest part, in the shape of the picture before the move, that shows only what
 * that picture had.
 * @throws conflict when the baseline has a module that a quarter turn would leave lying as it did
 */
export async function frameLayers(
  frame: Frame,
  vocabulary: Vocabulary,
  baseline: Sidecar,
  ask: AskPhoto,
): Promise<Layer[]> {
  if (frame.length === 0) return [];
  const [ashift, crop] = [baselineParams(baseline, 'ashift'), baselineParams(baseline, 'crop')];
  let turn = {
    rotation: 0,
    lensshift_v: 0,
    lensshift_h: 0,
    ...pick(ashift, ['rotation', 'lensshift_v', 'lensshift_h']),
  };
  let rectangle = crop === null ? WHOLE : (['cx', 'cy', 'cw', 'ch'].map((edge) => crop[edge]) as unknown as Rectangle);
  let [corrections, lens] = [0, null as Layer | null];
  let [by, orientation] = [UPRIGHT, null as Layer | null];
  const lies = async (): Promise<Orientation> => orientedBy(orientationOf(await ask.geometry([], true)), by);
  // A module that neither the baseline nor a move needs stays out: it would resample the picture for nothing.
  const layers = (withCrop: boolean): Layer[] => {
    const turned = ashift !== null || Object.values(turn).some((number) => number !== 0);
    const cropped = crop !== null || (withCrop && rectangle !== WHOLE);
    return [
      ...(lens === null ? [] : [lens]),
      ...(turned ? [ownLayer('ashift', 5, { ...ashift, ...turn, cropmode: 0 })] : []),
      ...(orientation === null ? [] : [orientation]),
      ...(cropped ? [ownLayer('crop', 1, edges(withCrop ? rectangle : WHOLE))] : []),
    ];
  };
  const lacks = (operation: string, version: number) => moduleTooNew(operation, version, ask.version);
  for (const { primitive: name, values } of frame) {
    for (const { operation, params } of moduleSettings(vocabulary.primitive(name), values, lacks)) {
      const numbers = params as Record<string, number>;
      if (operation === 'crop') {
        rectangle = within(rectangle, [numbers['cx']!, numbers['cy']!, numbers['cw']!, numbers['ch']!]);
        continue;
      }
      if (operation === 'lens') {
        corrections |= numbers['modify_flags']!;
        lens = await lensLayer(corrections, ask);
        continue;
      }
      if (operation === 'flip') {
        refuseLyingStill(baseline, name);
        by = orientedBy(by, numbers['orientation']!);
        orientation = by === UPRIGHT ? null : ownLayer('flip', 2, { orientation: await lies() });
        rectangle = rectangle === WHOLE ? WHOLE : rectangleOriented(rectangle, numbers['orientation']!);
        continue;
      }
      const before = await ask.geometry(layers(true));
      turn = added(turn, inSensorFrame(numbers, await lies()));
      rectangle = mustShow(filledPart(before, await ask.geometry(layers(false))), { primitive: name, values });
    }
  }
  return layers(true);
}

/** How a frame turns by quarters and mirrors what it frames. */
export const orientationIn = (frame: Frame, vocabulary: Vocabulary, darktable: string): Orientation =>
  frame
    .flatMap(({ primitive, values }) =>
      moduleSettings(vocabulary.primitive(primitive), values, (...of) => moduleTooNew(...of, darktable)),
    )
    .filter(({ operation }) => operation === 'flip')
    .reduce((lies, { params }) => orientedBy(lies, Number(params['orientation'])), UPRIGHT);

/** What a move of framing does only in part on this photo, in words. */
export async function frameWarnings(
  { primitive: name, values }: Frame[number],
  vocabulary: Vocabulary,
  ask: AskPhoto,
): Promise<string[]> {
  const primitive = vocabulary.primitive(name);
  if (!primitive.modules.some(({ operation }) => operation === 'lens')) return [];
  const lacks = (operation: string, version: number) => moduleTooNew(operation, version, ask.version);
  const [lens] = moduleSettings(primitive, values, lacks);
  return lens === undefined ? [] : lensWarnings(Number(lens.params['modify_flags']), ask);
}

/** What the last item in force of a module says, or null where it is absent or off. */
function baselineParams(sidecar: Sidecar, operation: string): Record<string, number> | null {
  const item = sidecar.history
    .toSorted((a, b) => a.num - b.num)
    .slice(0, sidecar.historyEnd)
    .findLast((candidate) => candidate.operation === operation);
  if (item === undefined || !item.enabled) return null;
  return moduleCodec(operation, item.modversion).read(decodeBlob(item.params)) as Record<string, number>;
}

const pick = (from: Record<string, number> | null, names: readonly string[]): Record<string, number> =>
  from === null ? {} : Object.fromEntries(names.map((name) => [name, from[name]!]));

const added = (a: Turn, b: Turn): Turn => ({
  rotation: a.rotation + b.rotation,
  lensshift_v: a.lensshift_v + b.lensshift_v,
  lensshift_h: a.lensshift_h + b.lensshift_h,
});

/**
 * A displayed turn as the sensor sees it: "rotate and perspective" stands before the orientation. A mirrored picture
 * turns the other way round; on a turned one, vertical and horizontal change places.
 */
function inSensorFrame(params: Readonly<Record<string, number>>, orientation: Orientation): Turn {
  const { rotation = 0, lensshift_v: vertical = 0, lensshift_h: horizontal = 0 } = params;
  const { x, y } = signsOf(orientation);
  const [across, down] = isTurned(orientation) ? [vertical, horizontal] : [horizontal, vertical];
  return { rotation: isMirrored(orientation) ? -rotation : rotation, lensshift_h: x * across, lensshift_v: y * down };
}

/** Modules behind the orientation in the pipe whose own directions are those of the picture that they are given. */
const LYING_STILL: readonly string[] = ['clipping', 'enlargecanvas'];

/** @throws conflict when the baseline has a module that would lie as before on a picture that is turned or mirrored */
function refuseLyingStill(baseline: Sidecar, primitive: string): void {
  const found = finalItems(baseline).find(({ operation, enabled }) => enabled && LYING_STILL.includes(operation));
  if (found === undefined) return;
  throw new ChemigramError(
    'conflict',
    `${primitive} cannot be done: the photo's own sidecar has darktable's module ${found.operation}, which would not be turned with the picture.`,
    {
      field: 'primitive_name',
      hint: `In darktable set "orientation" there, or switch ${found.operation} off; then take the photo in anew.`,
    },
  );
}

/** @throws out_of_range when turning leaves next to nothing: what shows the middle lies beyond the new picture */
function mustShow(part: Rectangle, { primitive, values }: Frame[number]): Rectangle {
  const [left, top, right, bottom] = part;
  const isWithin = part.every((edge) => edge >= 0 && edge <= 1);
  if (isWithin && right - left >= LEAST_SIDE && bottom - top >= LEAST_SIDE) return part;
  const asked = Object.entries(values).map(([name, value]) => `${name} ${String(value)}`);
  const message = `${primitive} with ${asked.join(', ')} leaves nothing of this picture, as it is framed by now, that has no empty corners.`;
  throw new ChemigramError('out_of_range', message, {
    field: 'values',
    hint: 'Turn or tilt it less: try half of that. Framings add up; remove_move takes an earlier one away.',
  });
}

/** A crop of a crop. */
const within = ([l, t, r, b]: Rectangle, [left, top, right, bottom]: Rectangle): Rectangle => [
  l + left * (r - l),
  t + top * (b - t),
  l + right * (r - l),
  t + bottom * (b - t),
];

/** Ratio 0:0 is "freehand": with the default, unset, 5.0.1 forces a ratio of its own on the crop. */
const edges = ([cx, cy, cw, ch]: Rectangle): Record<string, number> => ({ cx, cy, cw, ch, ratio_n: 0, ratio_d: 0 });

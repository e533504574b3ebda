import { ChemigramError } from '@chemigram/errors';
import { BLEND_CST, blendDefaults, moduleCodec } from '@chemigram/darktable';
import { moduleSettings } from '@chemigram/vocabulary';
import type { Primitive, Vocabulary } from '@chemigram/vocabulary';
import type { Move } from '@chemigram/workspace';
import type { Geometry } from '../geometry/geometry.ts';
import type { Layer } from './development.ts';
import { stageOf } from './stages.ts';

/**
 * How the picture is framed at a moment: its moves that crop, turn or straighten it, in order. A mask speaks of the
 * displayed picture of its frame, so it stays on the same things when the picture is framed anew later.
 */
export type Frame = readonly Pick<Move, 'primitive' | 'values'>[];

/** Whether a primitive moves pixels. */
export const framesPicture = (primitive: Primitive): boolean =>
  primitive.modules.some(({ operation }) => stageOf(operation) === 'geometry');

/** The frame that a list of moves makes. */
export const frameOf = (moves: readonly Move[], vocabulary: Vocabulary): { primitive: string; values: Record<string, number> }[] =>
  moves
    .filter(({ primitive }) => framesPicture(vocabulary.primitive(primitive)))
    .map(({ primitive, values }) => ({ primitive, values }));

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

/** Asks darktable where the pixels of a frame lie. */
export type AskGeometry = (layers: readonly Layer[]) => Promise<Geometry>;

/** The modules of a frame; where a move leaves empty corners, a crop to the largest part of the old shape follows it. */
export async function frameLayers(frame: Frame, vocabulary: Vocabulary, ask: AskGeometry): Promise<Layer[]> {
  const layers: Layer[] = [];
  for (const { primitive: name, values } of frame) {
    const primitive = vocabulary.primitive(name);
    const before = primitive.fill_frame === true ? await ask(layers) : null;
    const added = moduleSettings(primitive, values).map(({ operation, version, params }) =>
      geometryLayer(operation, version, params, name),
    );
    if (added.length === 0) continue;
    layers.push(...added);
    if (before !== null) layers.push(cropLayer(filledPart(before, await ask(layers)), `${name}, without empty corners`));
  }
  return layers;
}

function geometryLayer(operation: string, version: number, params: Record<string, number | number[]>, name: string): Layer {
  const codec = moduleCodec(operation, version);
  return {
    operation,
    version: codec.version,
    params: codec.write(params),
    name,
    blend: blendDefaults(BLEND_CST.NONE),
    forms: [],
  };
}

const cropLayer = ([left, top, right, bottom]: readonly [number, number, number, number], name: string): Layer =>
  geometryLayer('crop', 1, { cx: left, cy: top, cw: right, ch: bottom }, name);

/** Points per side at which a rectangle is tried. */
const TRIED = 48;
/** Pixels of the old picture that the filled part keeps clear of its rim: there darktable blends with nothing. */
const RIM_PX = 1;
const HALVINGS = 16;

/**
 * The largest part of the new picture, in the old one's shape and about its middle, that shows only what the old
 * picture had. Fractions of the new picture: left, top, right, bottom.
 */
export function filledPart(before: Geometry, after: Geometry): [number, number, number, number] {
  const { width, height } = after.displayed;
  const old = before.displayed;
  const shows = (x: number, y: number): boolean => {
    const [ox, oy] = before.toDisplayed(...after.toStored(x, y));
    return ox >= RIM_PX && oy >= RIM_PX && ox <= old.width - RIM_PX && oy <= old.height - RIM_PX;
  };
  // About the point that shows the old middle: perspective moves it.
  const [cx, cy] = after.toDisplayed(...before.toStored(old.width / 2, old.height / 2));
  const fits = (scale: number): boolean => {
    const [w, h] = [(old.width * scale) / 2, (old.height * scale) / 2];
    if (cx - w < 0 || cy - h < 0 || cx + w > width || cy + h > height) return false;
    for (let i = 0; i <= TRIED; i++) {
      const [fx, fy] = [cx + w * ((2 * i) / TRIED - 1), cy + h * ((2 * i) / TRIED - 1)];
      if (!shows(fx, cy - h) || !shows(fx, cy + h) || !shows(cx - w, fy) || !shows(cx + w, fy)) return false;
    }
    return true;
  };
  let [low, high] = [0, 2];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  const [w, h] = [(old.width * low) / 2, (old.height * low) / 2];
  return [(cx - w) / width, (cy - h) / height, (cx + w) / width, (cy + h) / height];
}

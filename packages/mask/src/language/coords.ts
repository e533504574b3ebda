import type { z } from 'zod';
import type { Unit } from './forms.ts';
import { inWords, type Within } from './number-within.ts';
import { DECIMALS } from './limits.ts';
import { type Size, sameAspect, shorterSide } from '../raster/raster.ts';
import { check, refuse, show } from './refuse.ts';
import { coords as coordsSchema } from './wire.ts';

/** From numbers as written to fractions of the displayed picture: origin + number * scale, per axis. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly scaleX: number;
  readonly scaleY: number;
  /** To fractions of the displayed shorter side. */
  readonly scaleShorter: number;
}

/** Numbers are fractions already. */
export const NORMALISED: Frame = { x: 0, y: 0, scaleX: 1, scaleY: 1, scaleShorter: 1 };

type Region = NonNullable<z.output<typeof coordsSchema>['region']>;

/** The displayed picture: its own unit does not matter, its aspect does. `frame` names how it is framed, where that is known. */
export interface Displayed extends Size {
  readonly frame?: string;
}

const COPY_REGION =
  'Copy the coords of the picture that you looked at as they are: its region is in fractions of the displayed picture, whatever the unit of the mask.';

/**
 * The frame that a `coords` value describes.
 *
 * @throws invalid_input when the stated preview cannot be one of this picture, was framed otherwise, or the region is empty
 */
export function frameOf(value: unknown, field: string, displayed: Displayed): Frame {
  const {
    width,
    height,
    region,
    frame = displayed.frame,
  } = check(coordsSchema, value, field, value, {
    outside: (key) => (key === 'region' ? COPY_REGION : undefined),
    refused: (key) => (key === 'region' ? COPY_REGION : undefined),
  });
  if (displayed.frame !== undefined && frame !== displayed.frame) {
    refuse(
      'invalid_input',
      `${field}.frame`,
      `coords is of a picture that was framed otherwise: its frame is ${show(frame)}, that of the displayed picture ${show(displayed.frame)}. Places in it lie elsewhere now.`,
      'Call render_preview, point at the picture as it is framed now, and copy the coords of that answer.',
    );
  }
  const [x0, y0, x1, y1]: Region = region ?? [0, 0, 1, 1];
  if (x1 <= x0 || y1 <= y0) {
    const order = 'x0 must be less than x1 and y0 less than y1';
    refuse('invalid_input', `${field}.region`, `The region [${x0}, ${y0}, ${x1}, ${y1}] is empty: ${order}.`);
  }
  const shown = { width: (x1 - x0) * displayed.width, height: (y1 - y0) * displayed.height };
  if (!sameAspect({ width, height }, shown)) {
    const what = region === undefined ? 'the displayed picture' : 'the region of the displayed picture';
    const want = `${what} has ${Math.round(shown.width)} x ${Math.round(shown.height)}`;
    refuse(
      'invalid_input',
      field,
      `coords says ${width} x ${height}, an aspect of ${(width / height).toFixed(3)}; ${want}, an aspect of ${(shown.width / shown.height).toFixed(3)}.`,
      'Give the size in pixels of the preview that you looked at, and its region when it was a crop.',
    );
  }
  const scaleX = (x1 - x0) / width;
  const scaleY = (y1 - y0) / height;
  // One pixel of the preview, measured along the side that the shorter side of the whole picture lies on.
  const scaleShorter = displayed.width === shorterSide(displayed) ? scaleX : scaleY;
  return { x: x0, y: y0, scaleX, scaleY, scaleShorter };
}

/** Keeps a millionth; no negative zero, which JSON would lose. */
export function round(value: number): number {
  return Math.round(value * DECIMALS) / DECIMALS + 0;
}

const CONVERT: Record<Exclude<Unit, 'points' | 'rings'>, (value: number, frame: Frame) => number> = {
  x: (value, frame) => frame.x + value * frame.scaleX,
  y: (value, frame) => frame.y + value * frame.scaleY,
  width: (value, frame) => value * frame.scaleX,
  height: (value, frame) => value * frame.scaleY,
  'shorter side': (value, frame) => value * frame.scaleShorter,
};

/** One parameter as fractions, rounded; what is no number passes through, for the schema to refuse. */
export function toFractions(value: unknown, unit: Unit | undefined, frame: Frame): unknown {
  if (unit === 'points' && Array.isArray(value)) {
    return value.map((point: unknown) =>
      Array.isArray(point)
        ? point.map((c: unknown, axis) => toFractions(c, axis === 0 ? 'x' : axis === 1 ? 'y' : undefined, frame))
        : point,
    );
  }
  if (unit === 'rings' && Array.isArray(value)) return value.map((ring) => toFractions(ring, 'points', frame));
  if (typeof value !== 'number') return value;
  return round(unit === undefined || unit === 'points' || unit === 'rings' ? value : CONVERT[unit](value, frame));
}

/** In which unit the number at a path is: of points the axis is the last step. */
function unitAt(path: readonly PropertyKey[], unit: Unit | undefined) {
  if (unit !== 'points' && unit !== 'rings') return unit;
  const axis = path.at(-1);
  return axis === 0 ? 'x' : axis === 1 ? 'y' : undefined;
}

/**
 * What a place or a length may be, said in the pixels that it was written in: the fractions that the schema says are of another
 * unit, and whoever goes by them draws a speck.
 */
export const allowedInPixels =
  (unitOf: (key: PropertyKey | undefined) => Unit | undefined, frame: Frame) =>
  (path: readonly PropertyKey[], range: Within): string | undefined => {
    const unit = unitAt(path, unitOf(path[0]));
    if (frame === NORMALISED || unit === undefined) return undefined;
    const none = CONVERT[unit](0, frame);
    const tenths = (fraction: number) => round((10 * (fraction - none)) / (CONVERT[unit](1, frame) - none));
    const { min = 0, above, max } = range;
    // A tenth inwards: what is said to be allowed is.
    const most = Math.floor(tenths(max)) / 10;
    const within = { min: Math.ceil(tenths(min)) / 10, ...(above === undefined ? {} : { above }), max: most };
    return `${inWords(within)}, in pixels of the preview that coords says`;
  };

/** No fraction of a picture that anybody means is larger. */
const LARGEST = 2;

/** What to try where a number that stands for a place or a length was refused: most often pixels were meant. */
export const pixelsMeant = (unit: Unit | undefined, frame: Frame, given: number): string | undefined =>
  unit !== undefined && frame === NORMALISED && Math.abs(given) > LARGEST
    ? 'Numbers are fractions of the displayed picture. For pixels of the preview add "coords": {"width": ..., "height": ...}, its size.'
    : undefined;

/** What to try where pixels were given for a number that is neither a place nor a length, as of a gradient's compression. */
export const pixelsInVain = (key: string, unit: Unit | undefined, frame: Frame, given: number): string | undefined =>
  unit === undefined && frame !== NORMALISED && Math.abs(given) > LARGEST
    ? `${key} is never in pixels, whatever coords say: with and without them it is the same number.`
    : undefined;

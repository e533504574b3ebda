import { type Frame, NORMALISED } from './coords.ts';
import type { Unit } from './forms.ts';
import type { JsonObject } from './json-value.ts';
import { fieldPath, refuse } from './refuse.ts';

/*
 * Numbers that were written as fractions although `coords` says that they are pixels: what they draw is a speck in the
 * corner at the top left, which nobody means.
 */

/** A `coords` of fewer pixels along a side is no preview, but another way to write fractions: { width: 3, height: 2 }. */
const SMALLEST_PREVIEW = 32;
/** In pixels of the preview: no length that can be pointed at is shorter, and most fractions are. */
const LEAST_LENGTH = 0.5;
/** Lengths that may be as short as wanted. */
const SOFTNESS: ReadonlySet<string> = new Set(['border', 'feather', 'feather_radius', 'blur']);
const HINT =
  'These look like fractions of the picture, but "coords" says pixels of a preview: leave coords out, or give pixels.';

type UnitOf = (key: string) => Unit | undefined;
interface Place {
  readonly path: readonly PropertyKey[];
  readonly value: number;
}

const isPixels = (frame: Frame): boolean =>
  frame !== NORMALISED && Math.max(frame.scaleX, frame.scaleY) <= 1 / SMALLEST_PREVIEW;

/** Every number below a value that is a position or a list of such. */
const placesIn = (value: unknown, path: readonly PropertyKey[]): Place[] =>
  Array.isArray(value)
    ? value.flatMap((entry: unknown, i) => placesIn(entry, [...path, i]))
    : typeof value === 'number'
      ? [{ path, value }]
      : [];

const isPlace = (unit: Unit | undefined): boolean =>
  unit === 'x' || unit === 'y' || unit === 'points' || unit === 'rings';

/** The corner itself may be meant: whole numbers of one point are not refused. */
function isWithinOnePixel(places: readonly Place[]): boolean {
  const isFraction = places.length > 2 || places.some(({ value }) => !Number.isInteger(value));
  return isFraction && places.every(({ value }) => value >= 0 && value <= 1);
}

/**
 * Refuses parameters of pixels that can only be fractions: all positions within one pixel, or a length below half of one.
 *
 * @param given as it was written, every number already found to be in range
 * @returns of edges that are softer than nothing, one sentence each: they are taken as written
 * @throws out_of_range with the first such number's field
 */
export function refuseFractions(given: JsonObject, unitOf: UnitOf, frame: Frame, field: string): string[] {
  if (!isPixels(frame)) return [];
  const entries = Object.entries(given).map(([key, value]) => ({ key, value, unit: unitOf(key) }));
  const places = entries.filter(({ unit }) => isPlace(unit)).flatMap(({ key, value }) => placesIn(value, [key]));
  const first = places.find(({ value }) => !Number.isInteger(value)) ?? places[0];
  if (first !== undefined && isWithinOnePixel(places)) {
    const at = fieldPath(field, first.path);
    refuse('out_of_range', at, `${at} is ${first.value}, so all of it lies within one pixel of the preview.`, HINT);
  }
  const notes: string[] = [];
  for (const { key, value, unit } of entries) {
    if (unit === undefined || isPlace(unit) || typeof value !== 'number' || value <= 0 || value >= LEAST_LENGTH)
      continue;
    const at = fieldPath(field, [key]);
    const said = `${at} is ${value} pixels of the preview that coords says`;
    if (!SOFTNESS.has(key)) refuse('out_of_range', at, `${said}; it must be at least ${LEAST_LENGTH}.`, HINT);
    const meant = Math.round((10 * value) / frame.scaleShorter) / 10;
    notes.push(`${said}, which is next to nothing; as a fraction of the shorter side it is ${meant} pixels.`);
  }
  return notes;
}

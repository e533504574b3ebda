import {
  allowedInPixels,
  type Displayed,
  type Frame,
  frameOf,
  NORMALISED,
  pixelsMeant,
  toFractions,
} from './coords.ts';
import { refuseFractions } from './fractions-meant.ts';
import { isObject } from './json-value.ts';
import type { Snap } from './mask.ts';
import { check, refuse, show } from './refuse.ts';
import { snapPoints } from './wire.ts';

/**
 * Whether and how a mask is snapped; null when it is not. Points become fractions.
 * @throws invalid_input or out_of_range by the field
 */
export function parseSnap(value: unknown, field: string, frame: Frame): Snap | null {
  if (value === undefined || value === false) return null;
  if (value === true) return true;
  if (!isObject(value)) {
    const hint = 'For example true, or { "positive": [[0.4, 0.5]], "negative": [[0.7, 0.2]] }.';
    refuse('invalid_input', field, `snap is ${show(value)}; it must be true, false or an object of points.`, hint);
  }
  const fractions = Object.fromEntries(
    Object.entries(value).map(([key, points]) => [key, toFractions(points, 'points', frame)]),
  );
  const { positive = [], negative = [] } = check(snapPoints, fractions, field, value, {
    allowed: allowedInPixels(() => 'points', frame),
    outside: (_, given) => pixelsMeant('points', frame, given),
  });
  refuseFractions(value, () => 'points', frame, field);
  if (positive.length + negative.length === 0) return true;
  return { ...(positive.length === 0 ? {} : { positive }), ...(negative.length === 0 ? {} : { negative }) };
}

/**
 * Points that lie inside and outside of something, without a mask: fractions, or pixels of a preview with `coords`.
 * @throws invalid_input or out_of_range by the field
 */
export function parsePoints(
  points: Readonly<Record<'positive' | 'negative', unknown>>,
  field: string,
  coords: unknown,
  displayed: Displayed,
): Exclude<Snap, true> {
  const frame = coords === undefined ? NORMALISED : frameOf(coords, 'coords', displayed);
  const parsed = parseSnap(points, field, frame);
  return parsed === null || parsed === true ? {} : parsed;
}

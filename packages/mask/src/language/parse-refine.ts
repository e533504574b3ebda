import { allowedInPixels, type Frame, pixelsMeant, toFractions } from './coords.ts';
import type { Unit } from './forms.ts';
import { refuseFractions } from './fractions-meant.ts';
import { isObject } from './json-value.ts';
import type { Refine } from './mask.ts';
import { check, refuse, show } from './refuse.ts';
import { refine as refineSchema } from './wire.ts';

const UNITS: Readonly<Record<string, Unit>> = { feather_radius: 'shorter side', blur: 'shorter side' };

/**
 * A refinement as fractions, without what is 0; null when nothing is left.
 * @param notes takes a sentence for each radius that is next to nothing
 * @throws invalid_input or out_of_range by the field
 */
export function parseRefine(value: unknown, field: string, frame: Frame, notes: string[]): Refine | null {
  if (!isObject(value)) {
    const hint = 'For example { "feather_radius": 0.01, "blur": 0.005, "contrast": 0.2 }.';
    refuse('invalid_input', field, `refine is ${show(value)}, no object.`, hint);
  }
  const unitOf = (key: PropertyKey | undefined): Unit | undefined =>
    typeof key === 'string' && Object.hasOwn(UNITS, key) ? UNITS[key] : undefined;
  const fractions = Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, toFractions(entry, unitOf(key), frame)]),
  );
  const refined = check(refineSchema, fractions, field, value, {
    allowed: allowedInPixels(unitOf, frame),
    outside: (key, given) => pixelsMeant(unitOf(key), frame, given),
  });
  notes.push(...refuseFractions(value, unitOf, frame, field));
  const kept = Object.entries(refined).filter(([, number]) => number !== undefined && number !== 0);
  return kept.length === 0 ? null : (Object.fromEntries(kept) as Refine);
}

import type { Mask } from '@chemigram/mask';
import type { Move, Spot } from '@chemigram/workspace';
import { describeMask } from './mask-words.ts';

/** A number as a photographer writes a change: +0.5, -30. */
const signed = (value: number): string => (value > 0 ? `+${round(value)}` : String(round(value)));
const round = (value: number): number => Math.round(value * 1000) / 1000;

/** "exposure +0.5 through an ellipse in the middle (lift the face)". */
export function describeMove({
  primitive,
  values,
  mask,
  spots,
  label,
  layers,
}: Pick<Move, 'primitive' | 'values' | 'mask' | 'spots' | 'label' | 'layers'>): string {
  if (layers !== undefined) {
    const modules = layers.modules.map(({ operation, enabled }) => `${operation}${enabled ? '' : ' off'}`);
    return `${primitive} "${layers.name}" (${counted(modules)})${label === null ? '' : ` (${label})`}`;
  }
  const through = mask === null ? '' : ` through ${describeMask(mask as Mask)}`;
  const done = spots === undefined ? '' : `: ${describeSpots(spots)}`;
  return `${primitive} ${describeValues(values)}${done}${through}${label === null ? '' : ` (${label})`}`;
}

/** "exposure, sharpen x 3": a style may have the same module hundreds of times. */
function counted(modules: readonly string[]): string {
  const times = (module: string): number => modules.filter((each) => each === module).length;
  return [...new Set(modules)].map((each) => (times(each) > 1 ? `${each} x ${times(each)}` : each)).join(', ');
}

/** "healed 3, cloned 1". */
export function describeSpots(spots: readonly Spot[]): string {
  const counts = SPOT_WORDS.map(([kind, word]) => ({ word, count: spots.filter((spot) => spot.kind === kind).length }));
  return counts
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${word} ${count}`)
    .join(', ');
}

const SPOT_WORDS = [
  ['heal', 'healed'],
  ['clone', 'cloned'],
  ['blur', 'blurred'],
  ['fill', 'filled'],
] as const satisfies readonly (readonly [Spot['kind'], string])[];

/**
 * "+0.5", or with names "radius 2, strength 20" where there are several or `named` asks for it. Of several many are places and
 * hues, not changes: an edge of a crop at 1 is no "right +1".
 */
export function describeValues(values: Readonly<Record<string, number>>, named = false): string {
  const entries = Object.entries(values);
  if (entries.length === 1 && !named) return signed(entries[0]![1]);
  return entries.map(([name, value]) => `${name} ${round(value)}`).join(', ');
}

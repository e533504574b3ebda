import type { LookMove } from './look-schema.ts';
import type { Primitive } from './schema.ts';

/** How far a look can be taken: beyond one and a half its colours and tones come apart. */
export const MOST_STRENGTH = 1.5;
/** Numbers of a recipe that a person may read. */
const DECIMALS = 1e4;

/**
 * The values of a look's move at a strength: each parameter as far from its neutral as the look says, times the strength,
 * within its range. What the look keeps stays; at strength 0 all is neutral.
 *
 * @param strength 0 to MOST_STRENGTH
 * @returns a number for every parameter of the primitive
 */
export function valuesAtStrength(
  primitive: Primitive,
  { values, keep = [] }: Pick<LookMove, 'values' | 'keep'>,
  strength: number,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(primitive.parameters).map(([name, parameter]) => {
      const full = values[name] ?? parameter.default;
      if (strength === 0) return [name, parameter.neutral];
      if (keep.includes(name) || parameter.whole === true) return [name, full];
      return [name, scaled(primitive, name, full, strength)];
    }),
  );
}

/** A parameter's distance from neutral times a factor, within its range. */
function scaled(primitive: Primitive, name: string, value: number, factor: number): number {
  const { min, max, neutral } = primitive.parameters[name]!;
  const number = neutral + factor * (value - neutral);
  return Math.min(max, Math.max(min, Math.round(number * DECIMALS) / DECIMALS));
}

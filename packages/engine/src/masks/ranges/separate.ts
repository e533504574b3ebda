import { hasRanges } from '@chemigram/mask';
import type { LeafMask, Mask } from '@chemigram/mask';

/** A mask as drawn part times ranged part, each finished as the whole says. */
export interface Separated {
  readonly drawn: Mask | null;
  readonly ranged: Mask;
  readonly invert: boolean;
  readonly opacity: number;
}

/**
 * Splits what darktable can combine in one module: a drawn mask and a parametric one, multiplied. A form with ranges
 * is that; so is an intersection whose operands each are one or the other, and a subtraction, which is the first
 * operand intersected with the inverse of each further one. Anything else is ranged as a whole.
 */
export function separate(mask: Mask): Separated {
  const { invert = false, opacity = 1, ...bare } = mask;
  const finish = { invert, opacity };
  // What is snapped or refined as a whole is not the product of its parts.
  if (bare.refine !== undefined || bare.snap !== undefined) return { drawn: null, ranged: bare as Mask, ...finish };
  const factors = factorsOf(bare as Mask);
  if (factors !== null) {
    const drawn = factors.filter((factor) => !hasRanges(factor));
    const ranged = factors.filter((factor) => hasRanges(factor));
    return { drawn: allOf(drawn), ranged: allOf(ranged)!, ...finish };
  }
  if ('dt_form' in bare && bare.dt_form !== undefined && bare.range_filters !== undefined) {
    const { range_filters, ...drawn } = bare;
    return { drawn: drawn as LeafMask, ranged: { range_filters }, ...finish };
  }
  return { drawn: null, ranged: bare as Mask, ...finish };
}

/** Masks whose product a composition is, where it is one. */
function factorsOf(mask: Mask): Mask[] | null {
  if (mask.kind !== 'compose') return null;
  const [first, ...rest] = mask.operands;
  if (mask.operation === 'intersect') return mask.operands;
  if (mask.operation === 'subtract') return [first!, ...rest.map(inverse)];
  return null;
}

/** One less a mask: what is only partly opaque leaves the rest of itself even where it is full. */
function inverse(mask: Mask): Mask {
  if (mask.opacity !== undefined && mask.opacity !== 1) {
    return { kind: 'compose', operation: 'union', operands: [mask], invert: true };
  }
  const { invert, ...straight } = mask;
  return (invert === true ? straight : { ...mask, invert: true }) as Mask;
}

function allOf(operands: Mask[]): Mask | null {
  if (operands.length === 0) return null;
  return operands.length === 1 ? operands[0]! : { kind: 'compose', operation: 'intersect', operands };
}

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
 * is that; so is an intersection whose operands each are one or the other. Anything else is ranged as a whole.
 */
export function separate(mask: Mask): Separated {
  const { invert = false, opacity = 1, ...bare } = mask;
  const finish = { invert, opacity };
  // What is snapped or refined as a whole is not the product of its parts.
  if (bare.refine !== undefined || bare.snap !== undefined) return { drawn: null, ranged: bare as Mask, ...finish };
  if ('kind' in bare && bare.kind === 'compose' && bare.operation === 'intersect') {
    const drawn = bare.operands.filter((operand) => !hasRanges(operand));
    const ranged = bare.operands.filter((operand) => hasRanges(operand));
    return { drawn: allOf(drawn), ranged: allOf(ranged)!, ...finish };
  }
  if ('dt_form' in bare && bare.dt_form !== undefined && bare.range_filters !== undefined) {
    const { range_filters, ...drawn } = bare;
    return { drawn: drawn as LeafMask, ranged: { range_filters }, ...finish };
  }
  return { drawn: null, ranged: bare as Mask, ...finish };
}

function allOf(operands: Mask[]): Mask | null {
  if (operands.length === 0) return null;
  return operands.length === 1 ? operands[0]! : { kind: 'compose', operation: 'intersect', operands };
}

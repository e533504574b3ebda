import { ChemigramError } from '@chemigram/errors';
import { needsPicture, parseMask } from '@chemigram/mask';
import type { Mask } from '@chemigram/mask';
import { hasNamed } from '../../src/named-masks/resolve.ts';
import type { Developer } from '../../src/photos/developer.ts';
import { measureDrawn, measureMask } from '../../src/photos/masks/measured-opacity.ts';
import type { MeasuredMask } from '../../src/photos/masks/measured-opacity.ts';

/** What became of a spec: measured, or refused in words. */
export type Outcome = { readonly spec: object } & (
  | { readonly refused: string }
  | { readonly mask: Mask; readonly measured: MeasuredMask }
);

/** Measures every spec that is not refused: those that look at the picture on it, the others three to a render. */
export async function measureSpecs(developer: Developer, specs: readonly object[], size: number): Promise<Outcome[]> {
  const on = await developer.develop({ moves: [] });
  const parsed = specs.map((spec) => {
    try {
      return { spec, mask: parseMask(spec, on.displayed).mask };
    } catch (error) {
      // Anything but a refusal is a fault, and fails the test.
      if (!(error instanceof ChemigramError) || error.code === 'internal') throw error;
      return { spec, refused: error.message };
    }
  });
  const drawn = parsed.flatMap((one) => (one.mask !== undefined && !looksAtPicture(one.mask) ? [one.mask] : []));
  const measured = new Map<Mask, MeasuredMask>();
  for (const [i, result] of (await measureDrawn(developer, drawn, on, size)).entries()) measured.set(drawn[i]!, result);
  const outcomes: Outcome[] = [];
  for (const one of parsed) {
    if (one.mask === undefined) outcomes.push({ spec: one.spec, refused: one.refused });
    else
      outcomes.push({ ...one, measured: measured.get(one.mask) ?? (await measureMask(developer, one.mask, on, size)) });
  }
  return outcomes;
}

const looksAtPicture = (mask: Mask): boolean => needsPicture(mask) || hasNamed(mask);

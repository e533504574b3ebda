import { resample } from '@chemigram/mask';
import type { Raster } from '@chemigram/mask';
import { single } from '../forms/form-tree.ts';
import type { FormNode } from '../forms/form-tree.ts';
import type { LaidForms } from '../forms/laid-forms.ts';
import { outlinesAt } from '../outlines/traced.ts';

/** Pixels that count as one where a range is looked at for where it lies: what is finer is left to the range itself. */
const COARSE_PX = 3;
/** Opacity from which it is meant there; nearer to half, outlines cut more of what is fine. */
const MEANT_FROM = 0.35;
/** Each costs darktable a pass over the picture, beside the range's own. */
const MOST_OUTLINES = 32;

/**
 * A drawn mask less what lies far from all that a range beside it asks for. The range then need not be right there, and
 * may be wider where it is meant.
 * @param opacity of the forms
 * @param ranged asked, of the same size
 * @returns null where the range is meant nowhere within the form
 */
export function narrowed(
  { node, geometry }: Pick<LaidForms, 'node' | 'geometry'>,
  opacity: Raster,
  ranged: Raster,
  name: string,
): FormNode | null {
  const { width, height } = ranged;
  const within = { width, height, data: ranged.data.map((value, i) => (opacity.data[i]! > 0 ? value : 0)) };
  const coarse = resample(within, { width: Math.ceil(width / COARSE_PX), height: Math.ceil(height / COARSE_PX) });
  const around = outlinesAt(coarse, MEANT_FROM, geometry.displayed, `${name}.around`, MOST_OUTLINES);
  if (around === null) return null;
  return {
    kind: 'group',
    name: `${name}.narrowed`,
    members: [single(node, false, 1), { ...single(around, true, 1), join: 'difference' }],
  };
}

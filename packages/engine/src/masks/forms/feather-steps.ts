import { sidesPerPixel } from '@chemigram/mask';
import type { Raster } from '@chemigram/mask';
import { exactStep, stepAt } from '../../geometry/geometry.ts';
import type { Displayed } from '../../geometry/geometry.ts';
import { hasFeatheredOutline } from './form-tree.ts';
import type { FormNode } from './form-tree.ts';

/**
 * darktable draws the feather of an outline in steps of one pixel of the size that it renders. Where a step lies at half opacity, a
 * row of pixels more or less is selected: so far, in those pixels, does the edge of what is selected stand aside. Measured at
 * the full size of photos of 400 to 1,300 pixels with strokes of four courses, two widths and three hardnesses, and with paths of
 * three feathers: 0.22 in the median, half of them between 0.16 and 0.29. Hard outlines stand within 0.05.
 */
const ASIDE = 0.22;
/** Sides of pixels are longer than the line that they follow, on average over its directions. */
const LINE = Math.PI / 4;

/**
 * How well a mask agrees at best with what darktable draws of it: 1 where its forms have no such feathers, and where they are
 * looked at in a picture smaller than those that they are exact for.
 * @param asked what is asked, at a size of the displayed picture
 * @param selected opacity from which a pixel counts as selected
 * @returns intersection over union, 0..1
 */
export function agreementInSteps(node: FormNode, asked: Raster, selected: number, displayed: Displayed): number {
  const step = exactStep(displayed);
  // In larger ones they are finer than what the forms stand aside in a preview, which is predicted.
  const isPreview = step > 1 && stepAt(asked, displayed) > step;
  if (isPreview || !hasFeatheredOutline(node, 1)) return 1;
  const aside = (ASIDE * step) / displayed.width;
  return Math.max(0, 1 - aside * LINE * sidesPerPixel(asked, selected) * asked.width);
}

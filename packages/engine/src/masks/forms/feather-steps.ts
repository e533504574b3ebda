import { sidesPerPixel } from '@chemigram/mask';
import type { Raster, Size } from '@chemigram/mask';
import { exactStep } from '../../geometry/geometry.ts';
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
 * How well a mask agrees at best with what darktable draws of it: 1 where its forms have no such feathers, and in pictures
 * that are larger than those that forms are exact for.
 * @param asked what is asked, at a size of the displayed picture
 * @param selected opacity from which a pixel counts as selected
 * @returns intersection over union, 0..1
 */
export function agreementInSteps(node: FormNode, asked: Raster, selected: number, displayed: Size): number {
  // In larger ones they are finer than what the forms stand aside in a preview, which is predicted.
  if (exactStep(displayed) > 1 || !hasFeatheredOutline(node, 1)) return 1;
  return Math.max(0, 1 - (ASIDE * LINE * sidesPerPixel(asked, selected) * asked.width) / displayed.width);
}

import { emptyRaster, rasterise } from '@chemigram/mask';
import type { Mask, Picture, Size } from '@chemigram/mask';
import type { Spot } from '@chemigram/workspace';
import { isIdle, measureChange } from '../measure/measure-change.ts';
import { formOfSpot, radiusOfSpot } from './spot-shape.ts';

/** From its middle to its edge a spot is measured on at least so many pixels. */
const LEAST_PX = 3;
/** Longer side of the largest picture that is rendered to measure: a render of a large raw takes its time. */
const MOST_SIDE = 4096;

/** Where spots lie, as one mask of the picture that they were said of: their shapes with their feathers. */
export const maskOfSpots = (spots: readonly Spot[]): Mask => ({
  kind: 'compose',
  operation: 'union',
  operands: spots.map(formOfSpot),
});

/** Longer side of a picture on which the smallest of the spots can be measured, and not below `least`. */
export function sideForSpots(spots: readonly Spot[], displayed: Size, least: number): number {
  const smallest = Math.min(...spots.map((spot) => radiusOfSpot(spot, displayed)));
  const longer = Math.max(displayed.width, displayed.height);
  return Math.min(MOST_SIDE, longer, Math.max(least, Math.ceil((LEAST_PX * longer) / smallest)));
}

/**
 * What a move of spots did, in all of them, outside of them, and which of them changed nothing.
 * @param a, b the displayed picture before and after, framed as the spots were said
 */
export function measureSpots(a: Picture, b: Picture, spots: readonly Spot[]) {
  const union = emptyRaster(a);
  const idle: number[] = [];
  // One after the other: two hundred rasters at a time would fill the memory.
  for (const [i, spot] of spots.entries()) {
    const own = rasterise(formOfSpot(spot), a, {});
    if (isIdle(a, b, own)) idle.push(i);
    for (let at = 0; at < own.data.length; at++) union.data[at] = Math.max(union.data[at]!, own.data[at]!);
  }
  return { ...measureChange(a, b, union), idle };
}

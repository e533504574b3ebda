import { ChemigramError } from '@chemigram/errors';
import type { Picture, Size } from '@chemigram/mask';
import type { Spot } from '@chemigram/workspace';
import { chooseSource } from './choose-source.ts';
import { boxOfSpot } from './spot-shape.ts';

/** A source that differs more than this from the surroundings of its spot may show; said, not refused. */
const VISIBLE_MISFIT = 0.12;

/** Whether a spot is to be given a source. */
export const lacksSource = (spot: Spot): boolean => spot.kind !== 'blur' && spot.source === undefined;

/**
 * Spots with a source each, chosen where none was said.
 * @param picture the displayed picture as the spots find it
 * @returns with a warning that names those without a good one near by
 * @throws invalid_input when no place in the picture is as large as a spot
 */
export function chooseSources(
  spots: readonly Spot[],
  picture: Picture,
  displayed: Size,
): { spots: Spot[]; warnings: string[] } {
  const unlike: string[] = [];
  const boxes = spots.map((spot) => boxOfSpot(spot, displayed));
  const chosen = spots.map((spot, i) => {
    if (!lacksSource(spot)) return spot;
    const others = boxes.filter((_, other) => other !== i);
    // What stands before it in the list is repaired already.
    const found = chooseSource(picture, boxes[i]!, others) ?? chooseSource(picture, boxes[i]!, boxes.slice(i + 1));
    if (found === null) {
      throw new ChemigramError(
        'invalid_input',
        `spots[${i}]: no other place of its size lies inside the picture and free of other spots.`,
        {
          field: `spots[${i}].source`,
          hint: 'Give a source, make the spot smaller, or use the kind blur.',
        },
      );
    }
    if (found.misfit > VISIBLE_MISFIT) {
      unlike.push(`spots[${i}]`);
    }
    const at = (value: number): number => Math.round(value * 1e6) / 1e6;
    return { ...spot, source: found.source.map(at) };
  });
  const warnings =
    unlike.length === 0
      ? []
      : [`${unlike.join(', ')}: nothing near by looks the same; look at the result, and give a source if it shows.`];
  return { spots: chosen, warnings };
}

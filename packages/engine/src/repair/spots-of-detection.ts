import { ChemigramError } from '@chemigram/errors';
import type { Size } from '@chemigram/mask';
import type { Arguments } from '../contracts/index.ts';
import type { KeptDetection } from '../detected/detections.ts';
import { LEAST_RADIUS_PX } from './read-spots.ts';
import type { AskedSpot } from './read-spots.ts';

/** Which spots of an answer of detect are to be repaired, as apply_spot is asked. */
export type TakenSpots = NonNullable<Arguments<'apply_spot'>['detected']>;

/**
 * The spots of an answer of detect, to be repaired as apply_spot is asked to: a little larger than they are, for a repair
 * takes the rim along.
 *
 * @param displayed full size of the displayed picture
 * @throws ChemigramError out_of_range when none is left
 */
export function spotsOfDetection({ spots }: KeptDetection, taken: TakenSpots, displayed: Size): AskedSpot[] {
  const { kind, min_confidence, polarity, enlarge } = taken;
  const meant = spots.filter(
    (spot) => spot.confidence >= min_confidence && (polarity === undefined || spot.polarity === polarity),
  );
  if (meant.length === 0) {
    const surest = Math.max(0, ...spots.map(({ confidence }) => confidence));
    throw new ChemigramError(
      'out_of_range',
      `None of the ${spots.length} detected spots is meant: nothing would change.`,
      {
        field: 'detected.min_confidence',
        hint: `The surest has ${surest}; min_confidence is ${min_confidence}${polarity === undefined ? '' : `, polarity ${polarity}`}.`,
      },
    );
  }
  const least = LEAST_RADIUS_PX / Math.min(displayed.width, displayed.height);
  return meant.map(({ x, y, radius }) => ({ kind, x, y, radius: Math.max(least, radius * enlarge) }));
}

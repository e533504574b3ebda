import { isSince } from '@chemigram/darktable';
import { ChemigramError } from '@chemigram/errors';

/** From then on darktable has room for a border. */
const ROOM_SINCE = '5.0';

/**
 * What to say where an export with a border around the picture failed. 4.2.1 writes beyond its memory and dies where picture and
 * border have more pixels than the photo: at full size 39 of 40 times, of itself too.
 */
export function borderFailure(error: unknown, version: string): unknown {
  const isOther = !(error instanceof ChemigramError) || error.code !== 'darktable_failed';
  if (isOther || isSince(version, ROOM_SINCE)) return error;
  return new ChemigramError(
    'darktable_failed',
    `darktable ${version} died on the border that the photo's own edit puts around the picture (its module "framing"): it has no room for more pixels than the photo has.`,
    {
      field: 'size',
      hint: 'Give a smaller size, of which half the photo always has room, or take darktable 5.0 or later; export_xmp writes all of it as it is.',
      cause: error,
    },
  );
}

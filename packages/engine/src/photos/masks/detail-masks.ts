import { BLEND_CST, MASK_MODE, uniformBlend } from '@chemigram/darktable';
import { ChemigramError } from '@chemigram/errors';
import type { Raster } from '@chemigram/mask';
import { developSidecar } from '../../develop/development.ts';
import type { Layer } from '../../develop/development.ts';
import { geometryBaseline, greyLayers, oneStopInto, opacityIn } from '../../geometry/probe.ts';
import type { Asker } from '../session/asker.ts';
import type { Session } from '../session/session.ts';

const CHANNELS = ['red', 'green', 'blue'] as const;

/**
 * darktable's opacity by detail: how far each pixel of the RAW stands out from those around it. It is asked of darktable
 * in a render of an even grey, three levels at a time: the detail comes from the sensor's data, whatever edits do.
 *
 * @param levels of `details`, -1 to 1, not 0
 * @param framing the layers of the frame that the mask speaks of
 * @throws unsupported_by_darktable for a photo that is no raw: darktable has no detail mask there and leaves the mask as
 *   it is
 */
export async function detailMasks(
  session: Session,
  levels: readonly number[],
  framing: readonly Layer[],
  box: number,
  asker: Asker,
): Promise<(level: number) => Raster> {
  const { sidecar, raw } = await session.baseline(asker);
  if (!raw) {
    throw new ChemigramError(
      'unsupported_by_darktable',
      'A mask is refined by details of a raw only; this photo is none.',
      {
        field: 'refine.details',
        hint: 'Leave details out; on developed pictures feather_radius follows edges too.',
      },
    );
  }
  const found = new Map<number, Raster>();
  for (let from = 0; from < levels.length; from += CHANNELS.length) {
    const some = levels.slice(from, from + CHANNELS.length);
    const layers = some.map((level, i) => oneStopInto(CHANNELS[i]!, byDetails(level), []));
    const xmp = developSidecar(geometryBaseline(sidecar), [...framing, ...greyLayers(), ...layers]);
    const picture = await session.linear(xmp, box, asker);
    for (const [channel, level] of some.entries()) {
      const data = new Float32Array(picture.width * picture.height);
      for (let i = 0; i < data.length; i++) data[i] = Math.min(1, Math.max(0, opacityIn(picture, i, channel)));
      found.set(level, { width: picture.width, height: picture.height, data });
    }
  }
  return (level) => {
    const raster = found.get(level);
    if (raster !== undefined) return raster;
    throw new ChemigramError('internal', `A detail mask of level ${level} was not asked for.`);
  };
}

/** A parametric mask without any channel is everything, and, unlike no mask, it is refined. */
const byDetails = (details: number) => ({
  ...uniformBlend(BLEND_CST.RGB_SCENE),
  maskMode: MASK_MODE.ENABLED | MASK_MODE.PARAMETRIC,
  details,
});

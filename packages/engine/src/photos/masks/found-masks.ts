import type { Mask, Picture } from '@chemigram/mask';
import type { Finding } from '@chemigram/vocabulary';
import type { Found } from '../../named-masks/find/found.ts';
import type { MaskLookup } from '../../named-masks/lookup.ts';
import { findingsIn } from '../../named-masks/resolve.ts';
import { secondThread } from '../../second-thread/second-thread.ts';
import { KeptByPicture } from '../pictures/kept-by-picture.ts';
import type { Asker } from '../session/asker.ts';

/** More than there are finders: what was found is some kB. */
const KEPT = 32;

/** What named masks were found to be in pictures: looked for once, on the second thread. */
export class FoundMasks {
  readonly #kept = new KeptByPicture<Found>(KEPT);

  /**
   * Looks for all that a mask names and that has to be found.
   * @param before the picture that the mask is said of, asked for only where it is looked at
   */
  async of(
    mask: Mask,
    lookup: MaskLookup,
    before: () => Promise<Picture>,
    asker: Asker,
  ): Promise<(finding: Finding) => Found> {
    const found = new Map<string, Found>();
    for (const finding of findingsIn(mask, lookup)) {
      const key = JSON.stringify(finding);
      const picture = await before();
      const find = (signal: AbortSignal): Promise<Found> => secondThread.do('find', [picture, finding], signal);
      found.set(key, await this.#kept.of(picture, key, find, asker));
    }
    return (finding) => found.get(JSON.stringify(finding))!;
  }
}

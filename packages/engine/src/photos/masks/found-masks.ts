import type { Mask, Picture } from '@chemigram/mask';
import type { Finding } from '@chemigram/vocabulary';
import type { Found } from '../../named-masks/find/found.ts';
import type { MaskLookup } from '../../named-masks/lookup.ts';
import { findingsIn, TRUSTED } from '../../named-masks/resolve.ts';
import { secondThread } from '../../second-thread/second-thread.ts';
import { KeptByPicture } from '../pictures/kept-by-picture.ts';
import type { Asker } from '../session/asker.ts';

/** More than there are finders: what was found is some kB. */
const KEPT = 32;

/**
 * What edits do not move, and so is looked for in the photo without them first: made grey, tinted or dark, a sky is where it was,
 * but a part of it is found, or none. A subject is trusted nowhere, and tones are those of the picture as it is.
 */
const STAYS: readonly Finding['finder'][] = ['sky', 'horizon'];

/** What named masks were found to be in pictures: looked for once, on the second thread. */
export class FoundMasks {
  readonly #kept = new KeptByPicture<Found>(KEPT);

  /**
   * Looks for all that a mask names and that has to be found.
   * @param before the picture that the mask is said of, asked for only where it is looked at
   * @param unedited the same without any edit, for what stays where it is
   */
  async of(
    mask: Mask,
    lookup: MaskLookup,
    before: () => Promise<Picture>,
    unedited: () => Promise<Picture>,
    asker: Asker,
  ): Promise<(finding: Finding) => Found> {
    const found = new Map<string, Found>();
    for (const finding of findingsIn(mask, lookup)) {
      const key = JSON.stringify(finding);
      const foundIn = async (picture: Picture): Promise<Found> => {
        const find = (signal: AbortSignal): Promise<Found> => secondThread.do('find', [picture, finding], signal);
        return this.#kept.of(picture, key, find, asker);
      };
      const there = STAYS.includes(finding.finder) ? await foundIn(await unedited()) : null;
      found.set(key, there !== null && there.confidence >= TRUSTED ? there : await foundIn(await before()));
    }
    return (finding) => found.get(JSON.stringify(finding))!;
  }
}

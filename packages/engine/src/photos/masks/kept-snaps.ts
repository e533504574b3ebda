import { createHash } from 'node:crypto';
import { rasterise, recycle, snappedParts } from '@chemigram/mask';
import type { Mask, Picture, Raster, Size, Snap, Snapped, Sources } from '@chemigram/mask';
import type { MadeSnaps } from '../../masks/candidate.ts';
import { secondThread } from '../../second-thread/second-thread.ts';
import { KeptByPicture } from '../pictures/kept-by-picture.ts';
import type { Asker } from '../session/asker.ts';

/** Snapped outlines kept per picture, 3 MB each: that of a preview is there when an edit is made through it. */
const KEPT = 4;

/** Outlines snapped to the edges of pictures: each made once, by what was drawn, on the second thread. */
export class KeptSnaps {
  readonly #kept = new KeptByPicture<Snapped>(KEPT);

  /** Makes all snaps of a mask, those within others first. */
  async of(mask: Mask, size: Size, sources: Sources, picture: Picture, asker: Asker): Promise<MadeSnaps> {
    const made = new Map<string, Snapped>();
    const snaps: MadeSnaps = {
      of(key) {
        const { width, height, data } = made.get(key)!.opacity;
        return { width, height, data: data.slice() };
      },
      get areRefused() {
        return [...made.values()].every(({ snapped }) => !snapped);
      },
      notes: () => [...new Set([...made.values()].flatMap(({ notes }) => notes))],
    };
    for (const { key, drawn, how } of snappedParts(mask, size)) {
      if (made.has(key)) continue;
      const raster = rasterise(drawn, size, { ...sources, snaps });
      made.set(key, await this.#snapped(picture, raster, how, asker));
      recycle(raster);
    }
    return snaps;
  }

  async #snapped(picture: Picture, { width, height, data }: Raster, how: Snap, asker: Asker): Promise<Snapped> {
    const key = createHash('sha1')
      .update(JSON.stringify([how, width, height]))
      .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
      .digest('hex');
    const snap = (signal: AbortSignal): Promise<Snapped> =>
      secondThread.do('snap', [picture, { width, height, data }, how === true ? {} : how], signal);
    return this.#kept.of(picture, key, snap, asker);
  }
}

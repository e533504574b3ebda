import { ChemigramError } from '@chemigram/errors';
import { maskId } from '@chemigram/mask';
import type { Mask } from '@chemigram/mask';
import type { LoadedMask } from '@chemigram/vocabulary';
import type { SavedMask } from '@chemigram/workspace';
import { detectedOn } from '../../detected/detected-masks.ts';
import type { Frame } from '../../develop/frame.ts';
import type { MaskRequest } from '../../develop/recipe-layers.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { reframe, showsMore } from '../../geometry/warp.ts';
import { lookupOf } from '../../named-masks/lookup.ts';
import type { MaskLookup, SavedMasks } from '../../named-masks/lookup.ts';
import { hasNamed, namesIn, resolveNamed } from '../../named-masks/resolve.ts';
import type { Resolved } from '../../named-masks/resolve.ts';
import type { Asker } from '../session/asker.ts';
import type { PhotoFrames } from '../session/photo-frames.ts';
import type { Session } from '../session/session.ts';
import { FoundMasks } from './found-masks.ts';
import { fitted } from '../../geometry/fitted.ts';
import { MASK_SIZE } from './mask-size.ts';
import { looksAtPhoto } from './mask-sources.ts';
import type { MaskSources } from './mask-sources.ts';
import { keepOpacity, KEPT_SIDE } from './raster-masks.ts';

/** What named masks are on one photo: found in the picture that they are said of, and carried from frame to frame. */
export class NamesOnPhoto {
  readonly #session: Session;
  readonly #frames: PhotoFrames;
  readonly #sources: MaskSources;
  readonly #packs: ReadonlyMap<string, LoadedMask>;
  readonly #workspaceDir: string | null;
  readonly #rasters = new Map<string, { readonly path: string; readonly cut: boolean }>();
  readonly #found = new FoundMasks();

  /**
   * @param packs the named masks of the packs
   * @param workspaceDir where what a mask covers in another frame is kept
   */
  constructor(
    session: Session,
    frames: PhotoFrames,
    sources: MaskSources,
    packs: ReadonlyMap<string, LoadedMask>,
    workspaceDir: string | null,
  ) {
    this.#session = session;
    this.#frames = frames;
    this.#sources = sources;
    this.#packs = packs;
    this.#workspaceDir = workspaceDir;
  }

  /** Writes out the names in a mask, found in the picture that it is said of. */
  async resolve(request: MaskRequest, asker: Asker, saved: SavedMasks): Promise<Resolved> {
    const { masks, warnings } = await this.#inFrame(request, asker, saved);
    const lookup = this.#lookup(masks);
    const found = await this.#found.of(
      request.mask,
      lookup,
      () => this.#sources.picture(request, asker),
      () => this.#sources.picture({ ...request, seen: [] }, asker),
      asker,
    );
    const resolved = resolveNamed(request.mask, lookup, found);
    return { ...resolved, warnings: [...warnings, ...resolved.warnings] };
  }

  #lookup(saved: SavedMasks): MaskLookup {
    const dir = this.#workspaceDir;
    return lookupOf(this.#packs, saved, dir === null ? undefined : detectedOn(dir));
  }

  /** The saved masks that a mask refers to; one that was said in another frame as a raster of what it covers in this. */
  async #inFrame(request: MaskRequest, asker: Asker, saved: SavedMasks) {
    const lookup = this.#lookup(saved);
    const masks: Record<string, SavedMask> = { ...saved };
    const warnings: string[] = [];
    for (const name of namesIn(request.mask, lookup)) {
      const { mask, frame } = lookup.find(name)!;
      if (mask === null || frame === null || JSON.stringify(frame) === JSON.stringify(request.frame)) continue;
      const there = { ...request, mask, frame };
      const { path, cut } = await this.#reframed(there, request.frame, asker, saved);
      masks[name] = { mask: { kind: 'raster', path } satisfies Mask };
      if (cut) warnings.push(`${name} is of a picture that was cropped narrower: it covers nothing beyond that.`);
    }
    return { masks, warnings };
  }

  /** Keeps what a mask of one frame covers in another. `cut`: the other shows more than the mask's own. */
  async #reframed(there: MaskRequest, frame: Frame, asker: Asker, saved: SavedMasks) {
    const found = hasNamed(there.mask) ? (await this.resolve(there, asker, saved)).mask : there.mask;
    const prefix = looksAtPhoto(found) ? await this.#session.xmpOf(there.seen, asker) : '';
    const key = JSON.stringify([maskId(found), there.frame, frame, prefix]);
    const kept = this.#rasters.get(key);
    if (kept !== undefined) return kept;
    if (this.#workspaceDir === null)
      throw new ChemigramError('internal', 'A raster was to be kept without a workspace.');
    const [from, to] = [await this.#frames.geometry(there.frame, asker), await this.#frames.geometry(frame, asker)];
    // As fine as it will be looked at: a part of the old picture may be the whole of the new one.
    const longest = ({ displayed }: Geometry): number => Math.max(displayed.width, displayed.height);
    const box = Math.min(KEPT_SIDE, Math.ceil(MASK_SIZE * Math.max(1, longest(from) / longest(to))));
    const covered = await this.#sources.covered(there, found, box, asker);
    const raster = reframe(covered, from, to, fitted(to.displayed, MASK_SIZE));
    const made = { path: await keepOpacity(raster, this.#workspaceDir), cut: showsMore(to, from) };
    this.#rasters.set(key, made);
    return made;
  }
}

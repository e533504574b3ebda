import { ChemigramError } from '@chemigram/errors';
import { detailLevels, isSnapped, maskId, needsGuide, needsPicture, rasterise } from '@chemigram/mask';
import type { Mask, Picture, Raster, Size, Sources } from '@chemigram/mask';
import type { LoadedMask } from '@chemigram/vocabulary';
import type { SavedMask } from '@chemigram/workspace';
import { detectedOn } from '../../detected/detected-masks.ts';
import type { Frame } from '../../develop/frame.ts';
import type { MaskRequest } from '../../develop/recipe-layers.ts';
import { stageOf } from '../../develop/stages.ts';
import { EXACT_AT } from '../../geometry/geometry.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { ontoBase } from '../../geometry/onto-base.ts';
import { withoutBorders } from '../../geometry/sensor-border.ts';
import { reframe, showsMore } from '../../geometry/warp.ts';
import type { MaskSurroundings } from '../../masks/candidate.ts';
import { placeMask } from '../../masks/place.ts';
import type { CompiledMask, PlacedMask } from '../../masks/place.ts';
import { readsRasterFiles } from '../../masks/raster-file.ts';
import { usedAs } from '../../masks/used-as.ts';
import { lookupOf } from '../../named-masks/lookup.ts';
import type { MaskLookup, SavedMasks } from '../../named-masks/lookup.ts';
import { hasNamed, namesIn, resolveNamed } from '../../named-masks/resolve.ts';
import type { Resolved } from '../../named-masks/resolve.ts';
import { secondThread } from '../../second-thread/second-thread.ts';
import type { DevelopedPictures } from '../pictures/developed-pictures.ts';
import type { Asker } from '../session/asker.ts';
import type { PhotoFrames } from '../session/photo-frames.ts';
import type { Session } from '../session/session.ts';
import { detailMasks } from './detail-masks.ts';
import { FoundMasks } from './found-masks.ts';
import { KeptSnaps } from './kept-snaps.ts';
import { ModuleInputs } from './module-inputs.ts';
import { PlacedShelf, withoutPicture } from './placed-shelf.ts';
import { hasRaster, keepOpacity, KEPT_SIDE, rasterSources } from './raster-masks.ts';

/** Size at which masks are compared, fitted and traced: what the model looks at. */
export const MASK_SIZE = 1024;
/** Masks of shapes kept without it, some kB each: those of a recipe of a hundred moves, of the photo and of a base picture. */
const KEPT_COMPILED = 400;

/** The masks of one photo: what is meant by them there, and how darktable gets them. Each is made once. */
export class PhotoMasks {
  readonly #session: Session;
  readonly #frames: PhotoFrames;
  readonly #pictures: DevelopedPictures;
  readonly #inputs: ModuleInputs;
  readonly #packs: ReadonlyMap<string, LoadedMask>;
  readonly #workspaceDir: string | null;
  readonly #placed = new PlacedShelf();
  readonly #compiled = new Map<string, CompiledMask>();
  readonly #rasters = new Map<string, { readonly path: string; readonly cut: boolean }>();
  readonly #found = new FoundMasks();
  readonly #snaps = new KeptSnaps();
  #lastDetails: { key: string; masks: (level: number) => Raster } | null = null;

  /**
   * @param packs the named masks of the packs
   * @param workspaceDir where the rasters of the photo's masks are kept
   */
  constructor(
    session: Session,
    frames: PhotoFrames,
    pictures: DevelopedPictures,
    packs: ReadonlyMap<string, LoadedMask>,
    workspaceDir: string | null,
  ) {
    this.#session = session;
    this.#frames = frames;
    this.#pictures = pictures;
    this.#inputs = new ModuleInputs(pictures);
    this.#packs = packs;
    this.#workspaceDir = workspaceDir;
  }

  /**
   * Puts one mask into darktable, to be looked at.
   * @param saved what the photo's own named masks are; a named reference is found anew in the picture as it is here
   * @param use looks at it; afterwards its raster may become that of another mask
   */
  async place<T>(
    request: MaskRequest,
    asker: Asker,
    saved: SavedMasks,
    use: (placed: PlacedMask) => T | Promise<T>,
  ): Promise<T> {
    const { found, asNamed } = await this.#named(request, asker, saved);
    return this.#place(found, asker, null, (placed) => use(asNamed(placed)));
  }

  /**
   * The same to be developed with, not to be looked at.
   * @param base the base picture that it is put into, in the place of the photo
   */
  async compile(
    request: MaskRequest,
    asker: Asker,
    saved: SavedMasks,
    base: Base | null = null,
  ): Promise<CompiledMask> {
    const { found, asNamed } = await this.#named(request, asker, saved);
    // What looks at a picture keeps hold of it.
    if (looksAtPhoto(found.mask) || hasRaster(found.mask))
      return asNamed(await this.#place(found, asker, base, withoutPicture));
    const key = JSON.stringify([maskId(found.mask), found.frame, base]);
    const compiled =
      this.#compiled.get(key) ?? (await this.#place({ ...found, name: '' }, asker, base, withoutPicture));
    keepLast(this.#compiled, key, compiled, KEPT_COMPILED);
    return asNamed(usedAs(compiled, found));
  }

  /** The request with all names in its mask written out, and how what was placed for that is told. */
  async #named(request: MaskRequest, asker: Asker, saved: SavedMasks) {
    if (!hasNamed(request.mask)) return { found: request, asNamed: <T extends CompiledMask>(placed: T): T => placed };
    const { mask, warnings } = await this.resolve(request, asker, saved);
    // The edit knows the mask by what was asked for; darktable's forms carry the identity of what was found.
    const id = maskId(request.mask);
    const asNamed = <T extends CompiledMask>(placed: T): T => ({
      ...placed,
      id,
      warnings: [...warnings, ...placed.warnings],
    });
    return { found: { ...request, mask }, asNamed };
  }

  async #place<T>(
    request: MaskRequest,
    asker: Asker,
    base: Base | null,
    use: (placed: PlacedMask) => T | Promise<T>,
  ): Promise<T> {
    const { mask, space, operation, before, seen, frame } = request;
    // A mask of shapes alone is the same one for every module.
    const forModule = looksAtPhoto(mask)
      ? [
          space,
          stageOf(operation),
          await this.#session.xmpOf(before, asker),
          seen === before ? '' : await this.#session.xmpOf(seen, asker),
        ]
      : [];
    const key = JSON.stringify([maskId(mask), frame, forModule, base]);
    return this.#placed.lend(
      key,
      // Its name is put before those of its forms: a mask that was looked at is there for the edit, whatever that is called.
      async (spare) => placeMask(mask, '', space, await this.#surroundings(request, asker, base), spare),
      (placed) => use(usedAs(placed, request)),
    );
  }

  /** Writes out the names in a mask, found in the picture that it is said of. */
  async resolve(request: MaskRequest, asker: Asker, saved: SavedMasks): Promise<Resolved> {
    const { masks, warnings } = await this.#inFrame(request, asker, saved);
    const lookup = this.#lookup(masks);
    const found = await this.#found.of(request.mask, lookup, () => this.#pictureBefore(request, asker), asker);
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
    const covered = await this.#covered(there, found, box, asker);
    const raster = reframe(covered, from, to, fitted(to.displayed, MASK_SIZE));
    const made = { path: await keepOpacity(raster, this.#workspaceDir), cut: showsMore(to, from) };
    this.#rasters.set(key, made);
    return made;
  }

  /** A mask as it is asked on the picture that it speaks of, of so many pixels along the longer side. */
  async asked(request: MaskRequest, box: number, asker: Asker, saved: SavedMasks) {
    const { mask, warnings } = await this.resolve(request, asker, saved);
    const picture = await this.#pictureBefore(request, asker, box);
    return { mask, warnings, picture, opacity: await this.#covered(request, mask, box, asker) };
  }

  /** What a mask covers of the picture that it speaks of. */
  async #covered(request: MaskRequest, mask: Mask, box: number, asker: Asker): Promise<Raster> {
    const picture = looksAtPhoto(mask) ? await this.#pictureBefore(request, asker, box) : undefined;
    const size = picture ?? fitted((await this.#frames.geometry(request.frame, asker)).displayed, box);
    const levels = detailLevels(mask);
    const sources: Sources = {
      ...(await this.rasters(mask)),
      ...(picture === undefined ? {} : { picture }),
      ...(needsGuide(mask) ? { guide: await this.#inputs.guide(request, box, asker) } : {}),
      ...(levels.length === 0 ? {} : { details: await this.#details(levels, request.frame, asker, box) }),
    };
    if (picture === undefined || !isSnapped(mask)) return rasterise(mask, size, sources);
    return rasterise(mask, size, { ...sources, snaps: await this.#snaps.of(mask, size, sources, picture, asker) });
  }

  /** What rasterise needs for the rasters of a mask. */
  rasters(mask: Mask): Promise<Pick<Sources, 'resolve'>> {
    return rasterSources(mask, this.#workspaceDir);
  }

  /** The picture that a mask speaks of: before its edit, in its frame. */
  async #pictureBefore({ seen, frame }: MaskRequest, asker: Asker, box: number = MASK_SIZE): Promise<Picture> {
    return (await this.#pictures.picture({ edits: seen, frame }, box, asker)).picture;
  }

  async #surroundings(request: MaskRequest, asker: Asker, base: Base | null): Promise<MaskSurroundings> {
    const session = this.#session;
    const geometry = await this.#frames.geometry(request.frame, asker);
    const stored =
      base === null ? geometry : ontoBase(geometry, await this.#frames.geometry(base.frame, asker), base.size);
    const picture = looksAtPhoto(request.mask) ? await this.#pictureBefore(request, asker) : null;
    const { width, height } = picture ?? fitted(await this.#frames.displayed(request.frame, asker), MASK_SIZE);
    const size = { width, height };
    const pictureBefore = async (): Promise<Picture> => picture ?? (await this.#pictureBefore(request, asker));
    const isFiner = picture === null && stored.similarity !== null;
    return {
      geometry: stored,
      size,
      rasters: await this.rasters(request.mask),
      picture: pictureBefore,
      input: () => this.#inputs.channels(request, MASK_SIZE, asker),
      guide: () => this.#inputs.guide(request, MASK_SIZE, asker),
      details: (levels) => this.#details(levels, request.frame, asker),
      trace: (mask, asked, name) => secondThread.do('trace', [mask, asked, stored.displayed, name], asker.signal),
      snaps: async (mask, sources) => this.#snaps.of(mask, size, sources, await pictureBefore(), asker),
      rasterPlace: readsRasterFiles(session.renderer.version)
        ? {
            folder: `${session.folder}/masks`,
            size: isFiner ? fitted(stored.displayed, EXACT_AT) : size,
            isSeen: picture !== null,
            part: async () =>
              base === null
                ? withoutBorders((await session.baseline(asker)).sidecar, await session.geometry([], asker))
                : { x: 0, y: 0, ...stored.stored, mosaic: null },
          }
        : null,
    };
  }

  async #details(levels: readonly number[], frame: Frame, asker: Asker, box: number = MASK_SIZE) {
    const key = JSON.stringify([levels, frame, box]);
    if (this.#lastDetails?.key !== key) {
      const framing = await this.#frames.layers(frame, asker);
      this.#lastDetails = { key, masks: await detailMasks(this.#session, levels, framing, box, asker) };
    }
    return this.#lastDetails.masks;
  }
}

/** Keeps a value as the last used of so many. */
function keepLast<T>(kept: Map<string, T>, key: string, value: T, most: number): void {
  kept.delete(key);
  kept.set(key, value);
  for (const old of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(old);
  }
}

/** A base picture: what of the photo it shows, and how large. */
export interface Base {
  readonly frame: Frame;
  readonly size: Size;
}

/** Whether a mask is another one on another picture: ranges, edges that it is snapped to or feathered along, details. */
const looksAtPhoto = (mask: Mask): boolean => needsPicture(mask) || needsGuide(mask) || detailLevels(mask).length > 0;

/** The size of a picture scaled down to fit into a square box. */
export function fitted(full: Size, box: number): Size {
  const scale = Math.min(1, box / Math.max(full.width, full.height));
  return { width: Math.max(1, Math.round(full.width * scale)), height: Math.max(1, Math.round(full.height * scale)) };
}

import { maskId } from '@chemigram/mask';
import type { Mask, Picture, Size, Sources } from '@chemigram/mask';
import type { LoadedMask } from '@chemigram/vocabulary';
import { LRUCache } from 'lru-cache';
import type { MaskRequest } from '../../develop/recipe-layers.ts';
import { stageOf } from '../../develop/stages.ts';
import { EXACT_AT, exactFor } from '../../geometry/geometry.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { ontoBase } from '../../geometry/onto-base.ts';
import { withoutBorders } from '../../geometry/sensor-border.ts';
import type { MaskSurroundings, Strategy } from '../../masks/candidate.ts';
import { placeMask } from '../../masks/place.ts';
import type { CompiledMask, PlacedMask } from '../../masks/place.ts';
import { readsRasterFiles } from '../../masks/raster-file.ts';
import { usedAs } from '../../masks/used-as.ts';
import type { SavedMasks } from '../../named-masks/lookup.ts';
import { hasNamed } from '../../named-masks/resolve.ts';
import type { Resolved } from '../../named-masks/resolve.ts';
import { secondThread } from '../../second-thread/second-thread.ts';
import type { DevelopedPictures } from '../pictures/developed-pictures.ts';
import type { Asker } from '../session/asker.ts';
import type { PhotoFrames } from '../session/photo-frames.ts';
import type { Session } from '../session/session.ts';
import { fitted } from '../../geometry/fitted.ts';
import { MASK_SIZE } from './mask-size.ts';
import { looksAtPhoto, MaskSources } from './mask-sources.ts';
import { NamesOnPhoto } from './names-on-photo.ts';
import { PlacedShelf, withoutPicture } from './placed-shelf.ts';
import { hasRaster } from './raster-masks.ts';
import { EXPORT } from './target.ts';
import type { Elsewhere } from './target.ts';

/** Masks of shapes kept without it, some kB each: those of a recipe of a hundred moves, of the photo and of a base picture. */
const KEPT_COMPILED = 400;

/** The masks of one photo: what is meant by them there, and how darktable gets them. Each is made once. */
export class PhotoMasks {
  readonly #session: Session;
  readonly #frames: PhotoFrames;
  readonly #sources: MaskSources;
  readonly #names: NamesOnPhoto;
  readonly #placed = new PlacedShelf();
  readonly #compiled = new LRUCache<string, CompiledMask>({ max: KEPT_COMPILED });

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
    this.#sources = new MaskSources(session, frames, pictures, workspaceDir);
    this.#names = new NamesOnPhoto(session, frames, this.#sources, packs, workspaceDir);
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
   * @param into what it is put into instead of the photo
   */
  async compile(
    request: MaskRequest,
    asker: Asker,
    saved: SavedMasks,
    into: Elsewhere | null = null,
  ): Promise<CompiledMask> {
    const { found, asNamed } = await this.#named(request, asker, saved);
    const elsewhere = into?.target === EXPORT && !FORMS.includes(into.strategy) ? null : into;
    // What looks at a picture keeps hold of it.
    if (looksAtPhoto(found.mask) || hasRaster(found.mask))
      return asNamed(await this.#place(found, asker, elsewhere, withoutPicture));
    const key = JSON.stringify([maskId(found.mask), found.frame, elsewhere]);
    const compiled =
      this.#compiled.get(key) ?? (await this.#place({ ...found, name: '' }, asker, elsewhere, withoutPicture));
    this.#compiled.set(key, compiled);
    return asNamed(usedAs(compiled, found));
  }

  /** The request with all names in its mask written out, and how what was placed for that is told. */
  async #named(request: MaskRequest, asker: Asker, saved: SavedMasks) {
    if (!hasNamed(request.mask)) return { found: request, asNamed: <T extends CompiledMask>(placed: T): T => placed };
    const { mask, warnings, notFound } = await this.resolve(request, asker, saved);
    // The edit knows the mask by what was asked for; darktable's forms carry the identity of what was found.
    const id = maskId(request.mask);
    const asNamed = <T extends CompiledMask>(placed: T): T => ({
      ...placed,
      id,
      warnings: [...warnings, ...placed.warnings],
      notFound,
    });
    return { found: { ...request, mask }, asNamed };
  }

  async #place<T>(
    request: MaskRequest,
    asker: Asker,
    elsewhere: Elsewhere | null,
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
    const key = JSON.stringify([maskId(mask), frame, forModule, elsewhere]);
    return this.#placed.lend(
      key,
      // Its name is put before those of its forms: a mask that was looked at is there for the edit, whatever that is called.
      async (spare) => {
        const strategy = elsewhere?.strategy ?? null;
        return placeMask(mask, '', space, await this.#surroundings(request, asker, elsewhere), strategy, spare);
      },
      (placed) => use(usedAs(placed, request)),
    );
  }

  /** Writes out the names in a mask, found in the picture that it is said of. */
  resolve(request: MaskRequest, asker: Asker, saved: SavedMasks): Promise<Resolved> {
    return this.#names.resolve(request, asker, saved);
  }

  /** What rasterise needs for the rasters of a mask. */
  rasters(mask: Mask): Promise<Pick<Sources, 'resolve'>> {
    return this.#sources.rasters(mask);
  }

  /** A mask as it is asked on the picture that it speaks of, of so many pixels along the longer side. */
  async asked(request: MaskRequest, box: number, asker: Asker, saved: SavedMasks) {
    const { mask, warnings } = await this.resolve(request, asker, saved);
    const picture = await this.#sources.picture(request, asker, box);
    return { mask, warnings, picture, opacity: await this.#sources.covered(request, mask, box, asker) };
  }

  async #surroundings(request: MaskRequest, asker: Asker, elsewhere: Elsewhere | null): Promise<MaskSurroundings> {
    const session = this.#session;
    const isExport = elsewhere?.target === EXPORT;
    const base = elsewhere === null || elsewhere.target === EXPORT ? null : elsewhere.target;
    // Of an export what pixels show stands where forms do, but for a part of one of the full size.
    const geometry =
      isExport && isOutlined(request, elsewhere)
        ? await this.#frames.pixels(request.frame, MASK_SIZE, asker)
        : await this.#frames.geometry(request.frame, asker);
    const stored =
      base === null ? geometry : ontoBase(geometry, await this.#frames.geometry(base.frame, asker), base.size);
    const picture = looksAtPhoto(request.mask) ? await this.#sources.picture(request, asker) : null;
    const { width, height } = picture ?? fitted(await this.#frames.displayed(request.frame, asker), MASK_SIZE);
    const size = { width, height };
    const pictureBefore = async (): Promise<Picture> => picture ?? (await this.#sources.picture(request, asker));
    const isFiner = picture === null && stored.similarity !== null;
    return {
      geometry: stored,
      photo: geometry,
      // It is developed at its full size, and made smaller then.
      written: isExport ? exactFor(stored, 1) : stored,
      size,
      rasters: await this.#sources.rasters(request.mask),
      picture: pictureBefore,
      input: () => this.#sources.input(request, asker),
      guide: () => this.#sources.guide(request, asker),
      details: (levels) => this.#sources.details(levels, request.frame, asker),
      part: (...outline) => secondThread.do('part', outline, asker.signal),
      trace: (...what) => secondThread.do('trace', what, asker.signal),
      snaps: async (mask, sources) => this.#sources.snaps(mask, size, sources, await pictureBefore(), asker),
      rasterPlace: readsRasterFiles(session.renderer.version)
        ? {
            folder: `${session.folder}/masks`,
            size: isFiner ? fitted(stored.displayed, EXACT_AT) : size,
            isSeen: picture !== null,
            base: base !== null && stored.displayed.width < geometry.displayed.width ? baseSizeOf(stored, size) : null,
            part: async () =>
              base === null
                ? withoutBorders((await session.baseline(asker)).sidecar, await session.geometry([], asker))
                : { x: 0, y: 0, ...stored.stored, mosaic: null },
            pixels: async () => {
              const own = await this.#frames.pixels(request.frame, picture === null ? null : MASK_SIZE, asker);
              if (base === null) return own;
              const shown = await this.#frames.pixels(base.frame, Math.max(base.size.width, base.size.height), asker);
              return ontoBase(own, shown, base.size);
            },
          }
        : null,
    };
  }
}

/** What is put there as forms, which are made right for one size. */
const FORMS: readonly Strategy[] = ['drawn forms', 'drawn forms and parametric range', 'traced outlines'];

/** Whether outlines were laid around what was seen: all else follows the pixels, or stands by its numbers. */
const isOutlined = ({ mask }: MaskRequest, { strategy }: Elsewhere): boolean =>
  looksAtPhoto(mask) && strategy === 'traced outlines';

/** Of a mask as large as the base picture its own size: that of pixels which are rounded otherwise would move it. */
const baseSizeOf = ({ displayed }: Geometry, size: Size): Size =>
  size.width > displayed.width + 1 ? fitted(displayed, MASK_SIZE) : size;

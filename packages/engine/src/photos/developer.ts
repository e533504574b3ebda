import { refuseUnreadable, serialiseSidecar } from '@chemigram/darktable';
import { ChemigramError } from '@chemigram/errors';
import { detailLevels, maskId, needsGuide, needsPicture, rasterise, Snaps } from '@chemigram/mask';
import type { Mask, Picture, Raster, Size, Sources } from '@chemigram/mask';
import type { FloatPicture, RenderReport } from '@chemigram/renderer';
import type { LoadedMask, Vocabulary } from '@chemigram/vocabulary';
import type { Move, Recipe, SavedMask } from '@chemigram/workspace';
import { detectedOn } from '../detected/detected-masks.ts';
import { basePicture, onBasePicture, whyNotOnBase } from '../develop/base-picture.ts';
import { withLayers } from '../develop/development.ts';
import type { Layer } from '../develop/development.ts';
import { frameOf } from '../develop/frame.ts';
import type { Frame } from '../develop/frame.ts';
import { layersOf } from '../develop/recipe-layers.ts';
import type { DevelopedMove, MaskRequest } from '../develop/recipe-layers.ts';
import { stageOf } from '../develop/stages.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { ontoBase } from '../geometry/onto-base.ts';
import { withoutBorders } from '../geometry/sensor-border.ts';
import { reframe, showsMore } from '../geometry/warp.ts';
import { inSpace } from '../masks/channels.ts';
import { placeMask } from '../masks/place.ts';
import type { MaskSurroundings } from '../masks/candidate.ts';
import type { PlacedMask } from '../masks/place.ts';
import { readsRasterFiles } from '../masks/raster-file.ts';
import { lookupOf } from '../named-masks/lookup.ts';
import type { MaskLookup, SavedMasks } from '../named-masks/lookup.ts';
import { hasNamed, namesIn, needsFinding, resolveNamed } from '../named-masks/resolve.ts';
import type { Resolved } from '../named-masks/resolve.ts';
import { detailMasks } from './detail-masks.ts';
import { KEPT_SIDE, keepOpacity, rasterSources } from './raster-masks.ts';
import { ModuleInputs } from './module-inputs.ts';
import { PhotoFrames } from './photo-frames.ts';
import { repairedPicture, repairLayer } from './repairs.ts';
import type { Look, Session } from './session.ts';

/** Size at which masks are compared, fitted and traced: what the model looks at. */
export const MASK_SIZE = 1024;
/** Developments kept in memory: the present state and some before it. */
const KEPT_DEVELOPMENTS = 6;
/** Masks kept in memory, each with a raster of the mask size: those of 32 regions, so that a further move finds them. */
const KEPT_MASKS = 36;
/** Larger pictures are looked at once, not after every edit; a base picture of this size takes 34 MB. */
const LARGEST_BASE = 2048;

/** A picture of a development, and of what it was made. */
export interface Preview {
  readonly picture: Picture;
  readonly report: RenderReport;
  /** base: of the base picture, as good as the same on a screen; raw: of the photo itself. */
  readonly source: 'base' | 'raw';
}

/** A recipe in darktable's terms for one photo and one darktable. */
export interface Development {
  /** All layers, framing included: what a render is made of. */
  readonly layers: readonly Layer[];
  /** The layers without those of framing: what a further mask comes after. */
  readonly edits: readonly Layer[];
  readonly frame: Frame;
  /** Full size of the displayed picture. */
  readonly displayed: Size;
  readonly moves: readonly DevelopedMove[];
  /** The same on a base picture of a size, where masks stand elsewhere: the layers without those of framing. */
  readonly onBase: (base: Size) => Promise<readonly Layer[]>;
  readonly xmp: string;
}

/** A mask to be looked at or measured on top of a development, as an exposure would use it. */
export const maskOn = (development: Development, mask: Mask, name: string): MaskRequest => ({
  mask,
  name,
  space: 'rgb_scene',
  operation: 'exposure',
  before: development.edits,
  seen: development.edits,
  frame: development.frame,
});

/** Translates recipes of one photo; asks the session for pictures only where a mask needs them. */
export class Developer {
  readonly session: Session;
  readonly #vocabulary: Vocabulary;
  readonly #frames: PhotoFrames;
  readonly #inputs: ModuleInputs;
  readonly #masks: ReadonlyMap<string, LoadedMask>;
  readonly #workspaceDir: string | null;
  readonly #placed = new Map<string, PlacedMask>();
  readonly #developments = new Map<string, Development>();
  readonly #rasters = new Map<string, { readonly path: string; readonly cut: boolean }>();
  #lastDetails: { key: string; masks: (level: number) => Raster } | null = null;

  /**
   * @param masks the named masks of the packs
   * @param workspaceDir where the rasters of the photo's masks are kept
   */
  constructor(
    session: Session,
    vocabulary: Vocabulary,
    masks: ReadonlyMap<string, LoadedMask> = new Map(),
    workspaceDir: string | null = null,
  ) {
    this.session = session;
    this.#vocabulary = vocabulary;
    this.#frames = new PhotoFrames(session, vocabulary);
    this.#inputs = new ModuleInputs(session, this.#frames);
    this.#masks = masks;
    this.#workspaceDir = workspaceDir;
  }

  /** The same recipe on the same photo is the same development: looking again costs no compiling. */
  async develop({ moves, masks: saved = {} }: Pick<Recipe, 'moves' | 'masks'>, look: Look = {}): Promise<Development> {
    const key = JSON.stringify([moves, saved]);
    const kept = this.#developments.get(key);
    if (kept !== undefined) return kept;
    const development = await this.#develop(moves, saved, look);
    for (const old of [...this.#developments.keys()].slice(0, -(KEPT_DEVELOPMENTS - 1))) this.#developments.delete(old);
    this.#developments.set(key, development);
    return development;
  }

  async #develop(moves: readonly Move[], saved: SavedMasks, look: Look): Promise<Development> {
    const { version } = this.session.renderer;
    const requests: MaskRequest[] = [];
    const repairs: Layer[] = [];
    const { layers: edits, moves: moved } = await layersOf(moves, this.#vocabulary, version, {
      mask: (request) => {
        requests.push(request);
        return this.place(request, look, saved);
      },
      spots: async (request) => {
        const layer = await repairLayer(request, this.#frames, MASK_SIZE, look);
        repairs.push(layer);
        return layer;
      },
    });
    const frame = frameOf(moves, this.#vocabulary);
    // The same moves ask the same in the same order: each mask looks at the photo as it did, and is put elsewhere.
    const onBase = async (size: Size): Promise<readonly Layer[]> => {
      const [masks, spots] = [[...requests], [...repairs]];
      const { layers } = await layersOf(moves, this.#vocabulary, version, {
        mask: () => this.place(masks.shift()!, look, saved, { frame, size }),
        spots: async () => spots.shift()!,
      });
      return layers;
    };
    const layers = await this.#inputs.framed(edits, frame, look);
    const developed = withLayers((await this.session.baseline(look)).sidecar, layers);
    // Before it is committed: not every edit is rendered at once.
    refuseUnreadable(developed, this.session.renderer.version);
    return {
      layers,
      edits,
      frame,
      displayed: await this.displayed(frame, look),
      moves: moved,
      onBase,
      xmp: serialiseSidecar(developed),
    };
  }

  /**
   * A picture of a development, sRGB, fitting into `box`: made of the base picture where that gives the same, and of the
   * photo where it does not.
   */
  async preview(development: Development, box: number, look: Look = {}): Promise<Preview> {
    const { sidecar } = await this.session.baseline(look);
    const { layers, onBase } = development;
    // The photo without edits is its own base.
    if (layers.length === 0 || box > LARGEST_BASE || whyNotOnBase(sidecar, layers) !== null)
      return { ...(await this.session.picture(layers, box, look)), source: 'raw' };
    const above = async (size: Size): Promise<string> => onBasePicture(sidecar, await onBase(size));
    return { ...(await this.session.pictureOnBase(basePicture(sidecar, layers), box, above, look)), source: 'base' };
  }

  /** Makes what the first edit will need while nothing is asked. */
  async prepare(): Promise<void> {
    const { sidecar } = await this.session.baseline();
    await this.session.prepare(basePicture(sidecar, []), MASK_SIZE);
  }

  /** The displayed picture as a further repair finds it: with the repairs so far and without other edits. */
  async repaired({ edits, frame }: Development, look: Look = {}): Promise<Picture> {
    return repairedPicture(edits, frame, this.#frames, MASK_SIZE, look);
  }

  /** What a module would be given by a further move: linear Rec. 2020, as displayed. */
  moduleInput({ edits, frame }: Development, operation: string, look: Look = {}): Promise<FloatPicture> {
    return this.#inputs.linear({ operation, before: edits, frame }, MASK_SIZE, look);
  }

  /** What a move of framing does only in part on this photo, in words. */
  framingWarnings(move: Frame[number], look: Look = {}): Promise<string[]> {
    return this.#frames.warnings(move, look);
  }

  /** Where the pixels of a frame lie. */
  geometry(frame: Frame, look: Look = {}): Promise<Geometry> {
    return this.#frames.geometry(frame, look);
  }

  /** Full size of the displayed picture under a frame. */
  displayed(frame: Frame, look: Look = {}): Promise<Size> {
    return this.#frames.displayed(frame, look);
  }

  /**
   * Puts one mask into darktable.
   * @param saved what the photo's own named masks are; a named reference is found anew in the picture as it is here
   * @param base the base picture that it is put into, in the place of the photo
   */
  async place(
    request: MaskRequest,
    look: Look = {},
    saved: SavedMasks = {},
    base: Base | null = null,
  ): Promise<PlacedMask> {
    const { mask, name, space, operation, before, seen, frame } = request;
    if (hasNamed(mask)) {
      const { mask: found, warnings } = await this.resolve(request, look, saved);
      const placed = await this.place({ ...request, mask: found }, look, {}, base);
      // The edit knows the mask by what was asked for; darktable's forms carry the identity of what was found.
      return { ...placed, id: maskId(mask), warnings: [...warnings, ...placed.warnings] };
    }
    // A mask of shapes alone is the same one for every module.
    const forModule = looksAtPhoto(mask)
      ? [
          space,
          stageOf(operation),
          await this.session.xmpOf(before, look),
          seen === before ? '' : await this.session.xmpOf(seen, look),
        ]
      : [];
    const key = JSON.stringify([maskId(mask), name, frame, forModule, base]);
    const kept = this.#placed.get(key);
    if (kept !== undefined) return { ...kept, blend: inSpace(kept.blend, space) };
    const placed = await placeMask(mask, name, space, await this.#surroundings(request, look, base));
    for (const old of [...this.#placed.keys()].slice(0, -(KEPT_MASKS - 1))) this.#placed.delete(old);
    this.#placed.set(key, placed);
    return placed;
  }

  /** Writes out the names in a mask, found in the picture that it is said of. */
  async resolve(request: MaskRequest, look: Look, saved: SavedMasks): Promise<Resolved> {
    const { masks, warnings } = await this.#inFrame(request, look, saved);
    const lookup = this.#lookup(masks);
    const picture = needsFinding(request.mask, lookup) ? await this.#pictureBefore(request, look) : null;
    const resolved = resolveNamed(request.mask, lookup, picture === null ? undefined : () => picture);
    return { ...resolved, warnings: [...warnings, ...resolved.warnings] };
  }

  #lookup(saved: SavedMasks): MaskLookup {
    const dir = this.#workspaceDir;
    return lookupOf(this.#masks, saved, dir === null ? undefined : detectedOn(dir));
  }

  /** The saved masks that a mask refers to; one that was said in another frame as a raster of what it covers in this. */
  async #inFrame(request: MaskRequest, look: Look, saved: SavedMasks) {
    const lookup = this.#lookup(saved);
    const masks: Record<string, SavedMask> = { ...saved };
    const warnings: string[] = [];
    for (const name of namesIn(request.mask, lookup)) {
      const { mask, frame } = lookup.find(name)!;
      if (mask === null || frame === null || JSON.stringify(frame) === JSON.stringify(request.frame)) continue;
      const there = { ...request, mask, frame };
      const { path, cut } = await this.#reframed(there, request.frame, look, saved);
      masks[name] = { mask: { kind: 'raster', path } satisfies Mask };
      if (cut) warnings.push(`${name} is of a picture that was cropped narrower: it covers nothing beyond that.`);
    }
    return { masks, warnings };
  }

  /** Keeps what a mask of one frame covers in another. `cut`: the other shows more than the mask's own. */
  async #reframed(there: MaskRequest, frame: Frame, look: Look, saved: SavedMasks) {
    const found = hasNamed(there.mask) ? (await this.resolve(there, look, saved)).mask : there.mask;
    const prefix = looksAtPhoto(found) ? await this.session.xmpOf(there.seen, look) : '';
    const key = JSON.stringify([maskId(found), there.frame, frame, prefix]);
    const kept = this.#rasters.get(key);
    if (kept !== undefined) return kept;
    if (this.#workspaceDir === null)
      throw new ChemigramError('internal', 'A raster was to be kept without a workspace.');
    const [from, to] = [await this.geometry(there.frame, look), await this.geometry(frame, look)];
    // As fine as it will be looked at: a part of the old picture may be the whole of the new one.
    const longest = ({ displayed }: Geometry): number => Math.max(displayed.width, displayed.height);
    const box = Math.min(KEPT_SIDE, Math.ceil(MASK_SIZE * Math.max(1, longest(from) / longest(to))));
    const covered = await this.#covered(there, found, box, look);
    const raster = reframe(covered, from, to, fitted(to.displayed, MASK_SIZE));
    const made = { path: await keepOpacity(raster, this.#workspaceDir), cut: showsMore(to, from) };
    this.#rasters.set(key, made);
    return made;
  }

  /** A mask as it is asked on the picture that it speaks of, of so many pixels along the longer side. */
  async asked(request: MaskRequest, box: number, look: Look, saved: SavedMasks) {
    const { mask, warnings } = await this.resolve(request, look, saved);
    const picture = await this.#pictureBefore(request, look, box);
    return { mask, warnings, picture, opacity: await this.#covered(request, mask, box, look) };
  }

  /** What a mask covers of the picture that it speaks of. */
  async #covered(request: MaskRequest, mask: Mask, box: number, look: Look): Promise<Raster> {
    const picture = looksAtPhoto(mask) ? await this.#pictureBefore(request, look, box) : undefined;
    const size = picture ?? fitted((await this.geometry(request.frame, look)).displayed, box);
    const levels = detailLevels(mask);
    return rasterise(mask, size, {
      ...(await this.rasters(mask)),
      ...(picture === undefined ? {} : { picture, snaps: new Snaps(picture) }),
      ...(needsGuide(mask) ? { guide: await this.#inputs.guide(request, box, look) } : {}),
      ...(levels.length === 0 ? {} : { details: await this.#details(levels, request.frame, look, box) }),
    });
  }

  /** What rasterise needs for the rasters of a mask. */
  rasters(mask: Mask): Promise<Pick<Sources, 'resolve'>> {
    return rasterSources(mask, this.#workspaceDir);
  }

  /** The picture that a mask speaks of: before its edit, in its frame. */
  async #pictureBefore({ seen, frame }: MaskRequest, look: Look, box: number = MASK_SIZE): Promise<Picture> {
    return (await this.session.picture(await this.#inputs.framed(seen, frame, look), box, look)).picture;
  }

  async #surroundings(request: MaskRequest, look: Look, base: Base | null): Promise<MaskSurroundings> {
    const { session } = this;
    const geometry = await this.geometry(request.frame, look);
    const stored = base === null ? geometry : ontoBase(geometry, await this.geometry(base.frame, look), base.size);
    const picture = looksAtPhoto(request.mask) ? await this.#pictureBefore(request, look) : null;
    return {
      geometry: stored,
      size:
        picture === null
          ? fitted(await this.displayed(request.frame, look), MASK_SIZE)
          : { width: picture.width, height: picture.height },
      rasters: await this.rasters(request.mask),
      picture: async () => picture ?? (await this.#pictureBefore(request, look)),
      input: () => this.#inputs.channels(request, MASK_SIZE, look),
      guide: () => this.#inputs.guide(request, MASK_SIZE, look),
      details: (levels) => this.#details(levels, request.frame, look),
      rasterPlace: readsRasterFiles(session.renderer.version)
        ? {
            folder: `${session.folder}/masks`,
            part: async () =>
              base === null
                ? withoutBorders((await session.baseline(look)).sidecar, await session.geometry([], look))
                : { x: 0, y: 0, ...stored.stored },
          }
        : null,
    };
  }

  async #details(levels: readonly number[], frame: Frame, look: Look, box: number = MASK_SIZE) {
    const key = JSON.stringify([levels, frame, box]);
    if (this.#lastDetails?.key !== key) {
      const framing = await this.#frames.layers(frame, look);
      this.#lastDetails = { key, masks: await detailMasks(this.session, levels, framing, box, look) };
    }
    return this.#lastDetails.masks;
  }
}

/** A base picture: what of the photo it shows, and how large. */
interface Base {
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

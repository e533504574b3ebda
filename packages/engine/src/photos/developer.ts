import { orderOf } from '@chemigram/darktable';
import { maskId, needsPicture } from '@chemigram/mask';
import type { Mask, Size } from '@chemigram/mask';
import type { LoadedMask, Vocabulary } from '@chemigram/vocabulary';
import type { Recipe } from '@chemigram/workspace';
import { pipePosition, withoutModules } from '../develop/baseline.ts';
import { developSidecar, stageEnd } from '../develop/development.ts';
import type { Layer } from '../develop/development.ts';
import { layersOf } from '../develop/recipe-layers.ts';
import type { DevelopedMove } from '../develop/recipe-layers.ts';
import { stageOf, TECHNICAL } from '../develop/stages.ts';
import { placeMask } from '../masks/place.ts';
import type { MaskSurroundings, PlacedMask } from '../masks/place.ts';
import { readsRasterFiles } from '../masks/raster-file.ts';
import type { WorkingSpace } from '../masks/channels.ts';
import { lookupOf } from '../named-masks/lookup.ts';
import type { SavedMasks } from '../named-masks/lookup.ts';
import { hasNamed, needsFinding, resolveNamed } from '../named-masks/resolve.ts';
import type { Resolved } from '../named-masks/resolve.ts';
import type { Look, Session } from './session.ts';

/** Size at which masks are compared, fitted and traced: what the model looks at. */
export const MASK_SIZE = 1024;
/** Masks kept in memory, each with two rasters of the mask size. */
const KEPT_MASKS = 12;

/** A recipe in darktable's terms for one photo and one darktable. */
export interface Development {
  readonly layers: readonly Layer[];
  readonly moves: readonly DevelopedMove[];
  readonly xmp: string;
}

/** Translates recipes of one photo; asks the session for pictures only where a mask needs them. */
export class Developer {
  readonly session: Session;
  readonly #vocabulary: Vocabulary;
  readonly #masks: ReadonlyMap<string, LoadedMask>;
  readonly #placed = new Map<string, PlacedMask>();

  /** @param masks the named masks of the packs */
  constructor(session: Session, vocabulary: Vocabulary, masks: ReadonlyMap<string, LoadedMask> = new Map()) {
    this.session = session;
    this.#vocabulary = vocabulary;
    this.#masks = masks;
  }

  async develop({ moves, masks: saved = {} }: Pick<Recipe, 'moves' | 'masks'>, look: Look = {}): Promise<Development> {
    const { layers, moves: developed } = await layersOf(
      moves,
      this.#vocabulary,
      ({ mask, name, space, operation, before }) => this.place(mask, name, space, operation, before, look, saved),
    );
    const { sidecar } = await this.session.baseline(look);
    return { layers, moves: developed, xmp: developSidecar(sidecar, layers) };
  }

  /**
   * Puts one mask into darktable, as of after the layers `before`.
   *
   * @param saved what the photo's own named masks are; a named reference is found anew in the picture as it is here
   */
  async place(
    mask: Mask,
    name: string,
    space: WorkingSpace,
    operation: string,
    before: readonly Layer[],
    look: Look = {},
    saved: SavedMasks = {},
  ): Promise<PlacedMask> {
    if (hasNamed(mask)) {
      const { mask: found, warnings } = await this.#resolve(mask, before, look, saved);
      const placed = await this.place(found, name, space, operation, before, look);
      // The edit knows the mask by what was asked for; darktable's forms carry the identity of what was found.
      return { ...placed, id: maskId(mask), warnings: [...warnings, ...placed.warnings] };
    }
    const { sidecar, full } = await this.session.baseline(look);
    const prefix = needsPicture(mask) ? developSidecar(sidecar, before) : '';
    const key = JSON.stringify([maskId(mask), name, space, stageOf(operation), prefix]);
    const kept = this.#placed.get(key);
    if (kept !== undefined) return kept;
    const placed = await placeMask(mask, name, space, await this.#surroundings(full, operation, before, mask, look));
    for (const old of [...this.#placed.keys()].slice(0, -(KEPT_MASKS - 1))) this.#placed.delete(old);
    this.#placed.set(key, placed);
    return placed;
  }

  async #resolve(mask: Mask, before: readonly Layer[], look: Look, saved: SavedMasks): Promise<Resolved> {
    const lookup = lookupOf(this.#masks, saved);
    if (!needsFinding(mask, lookup)) return resolveNamed(mask, lookup);
    const { picture } = await this.session.picture(before, MASK_SIZE, look);
    return resolveNamed(mask, lookup, () => picture);
  }

  async #surroundings(
    full: Size,
    operation: string,
    before: readonly Layer[],
    mask: Mask,
    look: Look,
  ): Promise<MaskSurroundings> {
    const { session } = this;
    const picture = needsPicture(mask) ? (await session.picture(before, MASK_SIZE, look)).picture : null;
    return {
      geometry: await session.geometry(look),
      size: picture === null ? fitted(full, MASK_SIZE) : { width: picture.width, height: picture.height },
      picture: async () => picture ?? (await session.picture(before, MASK_SIZE, look)).picture,
      input: async () => session.linear(await this.#inputSidecar(operation, before, look), MASK_SIZE, look),
      rasterFolder: readsRasterFiles(session.renderer.version) ? `${session.folder}/masks` : null,
    };
  }

  /** The history up to where a module of this operation would stand, after the layers `before`. */
  async #inputSidecar(operation: string, before: readonly Layer[], look: Look): Promise<string> {
    const { sidecar } = await this.session.baseline(look);
    const stage = stageOf(operation);
    const end = stageEnd(orderOf(sidecar), stage);
    const position = pipePosition(sidecar);
    const upTo = withoutModules(sidecar, (item) => !TECHNICAL.includes(item.operation) && position(item) >= end);
    return developSidecar(
      upTo,
      before.filter((layer) => stage === 'display' || stageOf(layer.operation) === 'scene'),
    );
  }
}

/** The size of a picture scaled down to fit into a square box. */
export function fitted(full: Size, box: number): Size {
  const scale = Math.min(1, box / Math.max(full.width, full.height));
  return { width: Math.max(1, Math.round(full.width * scale)), height: Math.max(1, Math.round(full.height * scale)) };
}

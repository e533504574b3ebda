import { refuseUnreadable, serialiseSidecar } from '@chemigram/darktable';
import type { Mask, Picture, Size } from '@chemigram/mask';
import type { FloatPicture } from '@chemigram/renderer';
import type { LoadedMask, Vocabulary } from '@chemigram/vocabulary';
import type { Move, Recipe } from '@chemigram/workspace';
import { LRUCache } from 'lru-cache';
import { basePicture } from '../develop/base-picture.ts';
import { withLayers } from '../develop/development.ts';
import type { Layer } from '../develop/development.ts';
import { frameOf } from '../develop/frame.ts';
import type { Frame } from '../develop/frame.ts';
import { layersOf } from '../develop/recipe-layers.ts';
import type { DevelopedMove, MaskRequest } from '../develop/recipe-layers.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { SavedMasks } from '../named-masks/lookup.ts';
import { repairedPicture, repairLayer } from '../repair/repairs.ts';
import { MASK_SIZE } from './masks/mask-size.ts';
import { PhotoMasks } from './masks/photo-masks.ts';
import { EXPORT } from './masks/target.ts';
import { DevelopedPictures } from './pictures/developed-pictures.ts';
import type { Preview } from './pictures/developed-pictures.ts';
import { Looks } from './pictures/looks.ts';
import type { RenderAhead } from './pictures/render-ahead.ts';
import type { Asker } from './session/asker.ts';
import { PhotoFrames } from './session/photo-frames.ts';
import type { Session } from './session/session.ts';

/** Developments kept in memory: the present state and some before it. */
const KEPT_DEVELOPMENTS = 6;

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
  readonly #pictures: DevelopedPictures;
  /** The masks of the photo. */
  readonly masks: PhotoMasks;
  readonly #looks = new Looks();
  readonly #developments = new LRUCache<string, Development>({ max: KEPT_DEVELOPMENTS });

  /**
   * @param masks the named masks of the packs
   * @param workspaceDir where the rasters of the photo's masks are kept
   * @param usesBase false where all is developed from the photo, to hold base pictures against it
   */
  constructor(
    session: Session,
    vocabulary: Vocabulary,
    masks: ReadonlyMap<string, LoadedMask> = new Map(),
    workspaceDir: string | null = null,
    usesBase = true,
  ) {
    this.session = session;
    this.#vocabulary = vocabulary;
    this.#frames = new PhotoFrames(session, vocabulary);
    this.#pictures = new DevelopedPictures(session, this.#frames, usesBase);
    this.masks = new PhotoMasks(session, this.#frames, this.#pictures, masks, workspaceDir);
  }

  /** The same recipe on the same photo is the same development: looking again costs no compiling. */
  async develop(
    { moves, masks: saved = {} }: Pick<Recipe, 'moves' | 'masks'>,
    asker: Asker = {},
  ): Promise<Development> {
    const key = JSON.stringify([moves, saved]);
    const kept = this.#developments.get(key);
    if (kept !== undefined) return kept;
    const development = await this.#develop(moves, saved, asker);
    this.#developments.set(key, development);
    return development;
  }

  async #develop(moves: readonly Move[], saved: SavedMasks, asker: Asker): Promise<Development> {
    const { version } = this.session.renderer;
    const { layers: edits, moves: moved } = await layersOf(moves, this.#vocabulary, version, {
      mask: (request) => this.masks.compile(request, asker, saved),
      // On a base picture and in an export it looks at the photo as it does here, and is put elsewhere in the same way.
      masked: (layer, { strategy }, request) =>
        this.#pictures.placed.put(layer, (target, later) =>
          this.masks.compile(request, later, saved, { target, strategy }),
        ),
      spots: (request) => repairLayer(request, this.#frames, MASK_SIZE, asker),
    });
    const frame = frameOf(moves, this.#vocabulary);
    const layers = await this.#pictures.framed({ edits, frame }, asker);
    const developed = withLayers((await this.session.baseline(asker)).whole, layers);
    // Before it is committed: not every edit is rendered at once.
    refuseUnreadable(developed, this.session.renderer.version);
    return {
      layers,
      edits,
      frame,
      displayed: await this.displayed(frame, asker),
      moves: moved,
      xmp: serialiseSidecar(developed),
    };
  }

  /**
   * A picture of a development, sRGB, fitting into `box`: made of the base picture where that gives the same, and of the
   * photo where it does not.
   */
  preview(development: Development, box: number, asker: Asker = {}): Promise<Preview> {
    return this.#pictures.preview(development, box, asker);
  }

  /** A picture of a development as all of it is looked at, again and again: what comes of the next change will be, too. */
  async look(development: Development, box: number, asker: Asker): Promise<Preview> {
    this.#looks.look(box);
    const preview = await this.preview(development, box, asker);
    if (preview.source === 'photo') this.#looks.tookLong();
    return preview;
  }

  /** Makes the picture of a change that will be looked at, as large as it was last; none where nobody looks at the photo. */
  lookAhead(ahead: RenderAhead, development: Development): void {
    const next = this.#looks.change();
    if (next === null) return;
    ahead.wantFirst((signal) => this.preview(development, next.box, { signal, ahead: true }), next.isAtOnce);
  }

  /** The layers of a development as it is exported: what masks were seen in is elsewhere there. */
  exported({ layers }: Development, asker: Asker): Promise<readonly Layer[]> {
    return this.#pictures.placed.on(layers, EXPORT, asker);
  }

  /** Makes what the first edit will need while nothing is asked. */
  async prepare(ahead: RenderAhead): Promise<void> {
    const { sidecar } = await this.session.baseline();
    await this.session.prepare(ahead, basePicture(sidecar, []), MASK_SIZE);
  }

  /** The displayed picture as a further repair finds it: with the repairs so far and without other edits. */
  async repaired({ edits, frame }: Development, asker: Asker = {}): Promise<Picture> {
    return repairedPicture(edits, frame, this.#frames, MASK_SIZE, asker);
  }

  /** What a module would be given by a further move: linear Rec. 2020, as displayed. */
  async moduleInput({ edits, frame }: Development, operation: string, asker: Asker = {}): Promise<FloatPicture> {
    return (await this.#pictures.input({ operation, before: edits, frame }, MASK_SIZE, asker)).picture();
  }

  /** What a move of framing does only in part on this photo, in words. */
  framingWarnings(move: Frame[number], asker: Asker = {}): Promise<string[]> {
    return this.#frames.warnings(move, asker);
  }

  /** Where the pixels of a frame lie. */
  geometry(frame: Frame, asker: Asker = {}): Promise<Geometry> {
    return this.#frames.geometry(frame, asker);
  }

  /** Full size of the displayed picture under a frame. */
  displayed(frame: Frame, asker: Asker = {}): Promise<Size> {
    return this.#frames.displayed(frame, asker);
  }
}

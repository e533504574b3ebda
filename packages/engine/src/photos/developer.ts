import { refuseUnreadable, serialiseSidecar } from '@chemigram/darktable';
import type { Sidecar } from '@chemigram/darktable';
import type { Mask, Picture, Size } from '@chemigram/mask';
import type { FloatPicture, RenderReport } from '@chemigram/renderer';
import type { LoadedMask, Vocabulary } from '@chemigram/vocabulary';
import type { Move, Recipe } from '@chemigram/workspace';
import { basePicture, onBasePicture, whyNotOnBase } from '../develop/base-picture.ts';
import { BaseStages } from '../develop/base-stages.ts';
import { withLayers } from '../develop/development.ts';
import type { Layer } from '../develop/development.ts';
import { frameOf } from '../develop/frame.ts';
import type { Frame } from '../develop/frame.ts';
import { layersOf } from '../develop/recipe-layers.ts';
import type { DevelopedMove, MaskRequest } from '../develop/recipe-layers.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { SavedMasks } from '../named-masks/lookup.ts';
import { ModuleInputs } from './module-inputs.ts';
import { PhotoFrames } from './photo-frames.ts';
import type { RenderAhead } from './render-ahead.ts';
import { repairedPicture, repairLayer } from './repairs.ts';
import type { Look, Session } from './session.ts';

/** Developments kept in memory: the present state and some before it. */
const KEPT_DEVELOPMENTS = 6;
import { MASK_SIZE, PhotoMasks } from './photo-masks.ts';

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
  /** The masks of the photo. */
  readonly masks: PhotoMasks;
  /** Sidecars of previews, written once: masks are looked at again and again on one state. */
  readonly #bases = new WeakMap<Development, OnBase | null>();
  readonly #stages = new BaseStages();
  readonly #developments = new Map<string, Development>();

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
    this.masks = new PhotoMasks(session, this.#frames, this.#inputs, masks, workspaceDir);
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
        return this.masks.compile(request, look, saved);
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
        mask: () => this.masks.compile(masks.shift()!, look, saved, { frame, size }),
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
    const on = this.#bases.get(development) ?? onBaseOf(sidecar, development);
    this.#bases.set(development, on);
    if (on === null || box > LARGEST_BASE)
      return { ...(await this.session.picture(development.layers, box, look)), source: 'raw' };
    const depths = this.#stages.depths({ layers: development.layers, box });
    const above = (size: Size): Promise<readonly string[]> => on.above(size, depths);
    return { ...(await this.session.pictureOnBase(on.base, box, above, look)), source: 'base' };
  }

  /** Makes what the first edit will need while nothing is asked. */
  async prepare(ahead: RenderAhead): Promise<void> {
    const { sidecar } = await this.session.baseline();
    await this.session.prepare(ahead, basePicture(sidecar, []), MASK_SIZE);
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
}

/** A development in parts: the sidecar of its base picture, and those of the rest by the size of that. */
interface OnBase {
  readonly base: string;
  readonly above: (size: Size, depths: readonly number[]) => Promise<readonly string[]>;
}

/** Null where the photo itself has to be developed; without edits it is its own base. */
function onBaseOf(baseline: Sidecar, { layers, onBase }: Development): OnBase | null {
  if (layers.length === 0 || whyNotOnBase(baseline, layers) !== null) return null;
  const made = new Map<string, Promise<readonly string[]>>();
  const write = async (size: Size, depths: readonly number[]): Promise<readonly string[]> =>
    onBasePicture(baseline, await onBase(size), depths);
  return {
    base: basePicture(baseline, layers),
    above: (size, depths) => {
      const key = `${size.width}x${size.height} ${depths.join()}`;
      const xmps = made.get(key) ?? write(size, depths);
      made.set(key, xmps);
      // A failure is asked again.
      xmps.catch(() => made.delete(key));
      return xmps;
    },
  };
}

import { orderOf, workingProfile } from '@chemigram/darktable';
import type { Sidecar } from '@chemigram/darktable';
import type { Picture, Size } from '@chemigram/mask';
import type { FloatPicture, RenderReport } from '@chemigram/renderer';
import { aboveOf, basePicture, BELOW, onBasePicture, sceneOf, whyNotOnBase } from '../../develop/base-picture.ts';
import { BasesInCommon } from '../../develop/bases-in-common.ts';
import { baselineUpTo } from '../../develop/baseline.ts';
import { developSidecar, standsBefore } from '../../develop/development.ts';
import type { Layer } from '../../develop/development.ts';
import type { Frame } from '../../develop/frame.ts';
import { furtherBases } from '../../develop/further-bases.ts';
import type { MaskRequest } from '../../develop/recipe-layers.ts';
import { stageOf } from '../../develop/stages.ts';
import type { BlockStage } from '../../develop/stages.ts';
import type { Asker } from '../session/asker.ts';
import type { PhotoFrames } from '../session/photo-frames.ts';
import type { Session } from '../session/session.ts';
import { keptFor } from './kept-for.ts';
import type { KeptFor } from './kept-for.ts';
import type { PictureUse } from './picture-files.ts';
import { PlacedLayers } from './placed-layers.ts';
import { intoRec2020 } from './rec2020.ts';

/** Larger pictures are looked at once, not after every edit; a base picture of this size takes 34 MB. */
const LARGEST_BASE = 2048;

/** A picture of a development, and of what it was made. */
export interface Preview {
  readonly picture: Picture;
  readonly report: RenderReport;
  /** base: of the base picture, as good as the same on a screen; photo: of the photo itself. */
  readonly source: 'base' | 'photo';
}

/** Layers in their order, those of framing aside, and the framing that they are looked at in. */
interface Edited {
  readonly edits: readonly Layer[];
  readonly frame: Frame;
}

/** Where a module stands: behind which layers, in which frame. */
export type ModulePlace = Pick<MaskRequest, 'operation' | 'before' | 'frame'>;

/** What a module is given: linear Rec. 2020. */
export interface ModuleInput {
  /**
   * All that it is: the sidecar that makes it of the photo, and the stage that it is cut at. Behind a later one the same is
   * rendered once more on a base picture, and is another one in its last digits.
   */
  readonly identity: string;
  /** darktable's number of the profile that the photo is worked on in. */
  readonly profile: number;
  readonly picture: () => Promise<FloatPicture>;
}

/** What is looked at: the photo with all its layers, or what a module is given that stands behind some of them. */
interface View extends Edited {
  /** The photo's own edit, as far as it is seen. */
  readonly baseline: Sidecar;
  /** The layers of framing and the edits. */
  readonly layers: readonly Layer[];
  /** Behind which it is looked at; null behind all. */
  readonly stage: BlockStage | null;
}

/** The sidecar of a base picture, and those of what is done on it, by its size, one upon the other. */
interface OnBase {
  readonly base: string;
  readonly above: (asker: Asker) => (size: Size) => Promise<readonly string[]>;
}

/** How many moves of the scene each further base picture of some layers holds, rising. */
type DepthsOf = (layers: readonly Layer[]) => readonly number[];
const byMoves: DepthsOf = (layers) => furtherBases(sceneOf(layers).length);

/**
 * The pictures of a photo with layers, and what modules behind some of them are given: of the base picture where that gives
 * the same, and of the photo where it does not.
 */
export class DevelopedPictures {
  /** Where the masks of layers are on a base picture. */
  readonly placed = new PlacedLayers();
  readonly #session: Session;
  readonly #frames: PhotoFrames;
  readonly #usesBase: boolean;
  readonly #inCommon = new BasesInCommon();
  readonly #framed: KeptFor<readonly Layer[], readonly Layer[]> = keptFor();
  readonly #views: KeptFor<readonly Layer[], View> = keptFor();
  readonly #inputs: KeptFor<View, string> = keptFor();
  readonly #onBases: KeptFor<View, { readonly on: OnBase | null }> = keptFor();

  /** @param usesBase false where all is developed from the photo, to hold base pictures against it */
  constructor(session: Session, frames: PhotoFrames, usesBase: boolean) {
    this.#session = session;
    this.#frames = frames;
    this.#usesBase = usesBase;
  }

  /** Edits with the layers of their frame before them: of the same ones the same list. */
  framed({ edits, frame }: Edited, asker: Asker): Promise<readonly Layer[]> {
    return this.#framed(edits, JSON.stringify(frame), () => this.#frames.framed(edits, frame, asker));
  }

  /** The displayed picture to be looked at, sRGB, fitting into `box`: as quick as what was looked at before lets it be. */
  preview(edited: Edited, box: number, asker: Asker): Promise<Preview> {
    return this.#picture(edited, box, asker, 'shown', (layers) => this.#inCommon.depths({ layers, box }));
  }

  /** The same for masks, which learn of it: all that it is made of is said by the edits. */
  async picture(edited: Edited, box: number, asker: Asker): Promise<Picture> {
    return (await this.#picture(edited, box, asker, 'masks', byMoves)).picture;
  }

  async #picture(edited: Edited, box: number, asker: Asker, use: PictureUse, depthsOf: DepthsOf): Promise<Preview> {
    const view = await this.#behind(edited, null, asker);
    // Without layers it is its own base.
    const on = view.layers.length === 0 ? null : await this.#onBase(view, box, depthsOf);
    if (on === null) return { ...(await this.#session.picture(view.layers, box, asker, use)), source: 'photo' };
    return { ...(await this.#session.pictureOnBase(on.base, box, on.above(asker), asker, use)), source: 'base' };
  }

  /** The input of a module, in the mask's frame, fitting into `box`. */
  async input({ operation, before, frame }: ModulePlace, box: number, asker: Asker): Promise<ModuleInput> {
    const stage = stageOf(operation) as BlockStage;
    const view = await this.#behind({ edits: before, frame }, stage, asker);
    const xmp = await this.#inputs(view, '', async () => developSidecar(view.baseline, view.layers));
    const picture = async (): Promise<FloatPicture> => {
      const on = BELOW.includes(stage) ? null : await this.#onBase(view, box, byMoves);
      if (stage === 'display') {
        return intoRec2020(
          await (on === null
            ? this.#session.shownLight(xmp, box, asker)
            : this.#session.shownLightOnBase(on.base, box, on.above(asker), asker)),
        );
      }
      if (on === null) return this.#session.linear(xmp, box, asker);
      return this.#session.linearOnBase(on.base, box, on.above(asker), asker);
    };
    return { identity: `${stage} ${xmp}`, profile: workingProfile(view.baseline).type_work, picture };
  }

  #behind({ edits, frame }: Edited, stage: BlockStage | null, asker: Asker): Promise<View> {
    return this.#views(edits, JSON.stringify([stage, frame]), async () => {
      const { sidecar } = await this.#session.baseline(asker);
      const isSeen = (layer: Layer): boolean => stage === null || standsBefore(layer, stage, orderOf(sidecar));
      const seen = edits.filter(isSeen);
      const framed = await this.framed({ edits: seen, frame }, asker);
      // With the frame come those of the photo's own edit that are turned with it.
      const isIn = (layer: Layer): boolean => layer.stored === undefined || isSeen(layer);
      const layers = framed.every(isIn) ? framed : framed.filter(isIn);
      const baseline = stage === null ? sidecar : baselineUpTo(sidecar, stage);
      return { edits: seen, frame, layers, baseline, stage };
    });
  }

  async #onBase(view: View, box: number, depthsOf: DepthsOf): Promise<OnBase | null> {
    if (!this.#usesBase || box > LARGEST_BASE) return null;
    const purpose = depthsOf === byMoves ? 'masks' : `${box}`;
    return (await this.#onBases(view, purpose, async () => ({ on: this.#askOnBase(view, box, depthsOf) }))).on;
  }

  #askOnBase({ baseline, edits, frame, layers, stage }: View, box: number, depthsOf: DepthsOf): OnBase | null {
    if (whyNotOnBase(baseline, layers) !== null) return null;
    const scene = sceneOf(layers).length;
    const further = depthsOf(layers);
    if (depthsOf === byMoves) this.#inCommon.takeIn({ layers, box }, further);
    // What stands behind all moves of the scene is a further base picture itself.
    const depths = stage === 'scene' && scene > 0 ? [...further, scene] : further;
    const moves = aboveOf(edits);
    const written: KeptFor<readonly Layer[], readonly string[]> = keptFor();
    return {
      base: basePicture(baseline, layers),
      above: (asker) => async (size) => {
        const placed = await this.placed.on(moves, { frame, size }, asker);
        return written(placed, '', async () =>
          onBasePicture(baseline, placed, depths).slice(0, stage === 'scene' ? -1 : undefined),
        );
      },
    };
  }
}

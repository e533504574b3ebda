import { detailLevels, isSnapped, needsGuide, needsPicture, rasteriseInSteps } from '@chemigram/mask';
import type { Guide, Mask, Picture, Raster, Size, Sources } from '@chemigram/mask';
import type { Frame } from '../../develop/frame.ts';
import type { MaskRequest } from '../../develop/recipe-layers.ts';
import type { MadeSnaps } from '../../masks/candidate.ts';
import type { InputChannels } from '../../masks/ranges/channels.ts';
import { inTurns } from '../../whole-turn.ts';
import type { DevelopedPictures } from '../pictures/developed-pictures.ts';
import type { Asker } from '../session/asker.ts';
import type { PhotoFrames } from '../session/photo-frames.ts';
import type { Session } from '../session/session.ts';
import { detailMasks } from './detail-masks.ts';
import { KeptSnaps } from './kept-snaps.ts';
import { fitted } from '../../geometry/fitted.ts';
import { MASK_SIZE } from './mask-size.ts';
import { ModuleInputs } from './module-inputs.ts';
import { rasterSources } from './raster-masks.ts';

/** Whether a mask is another one on another picture: ranges, edges that it is snapped to or feathered along, details. */
export const looksAtPhoto = (mask: Mask): boolean =>
  needsPicture(mask) || needsGuide(mask) || detailLevels(mask).length > 0;

/** What masks look at on one photo, and what they cover of it by that. */
export class MaskSources {
  readonly #session: Session;
  readonly #frames: PhotoFrames;
  readonly #pictures: DevelopedPictures;
  readonly #inputs: ModuleInputs;
  readonly #workspaceDir: string | null;
  readonly #snaps = new KeptSnaps();
  #lastDetails: { key: string; masks: (level: number) => Raster } | null = null;

  /** @param workspaceDir where the rasters of the photo's masks are kept */
  constructor(session: Session, frames: PhotoFrames, pictures: DevelopedPictures, workspaceDir: string | null) {
    this.#session = session;
    this.#frames = frames;
    this.#pictures = pictures;
    this.#inputs = new ModuleInputs(pictures);
    this.#workspaceDir = workspaceDir;
  }

  /** What a mask covers of the picture that it speaks of, of so many pixels along the longer side. */
  async covered(request: MaskRequest, mask: Mask, box: number, asker: Asker): Promise<Raster> {
    const picture = looksAtPhoto(mask) ? await this.picture(request, asker, box) : undefined;
    const size = picture ?? fitted((await this.#frames.geometry(request.frame, asker)).displayed, box);
    const levels = detailLevels(mask);
    const sources: Sources = {
      ...(await this.rasters(mask)),
      ...(picture === undefined ? {} : { picture }),
      ...(needsGuide(mask) ? { guide: await this.guide(request, asker, box) } : {}),
      ...(levels.length === 0 ? {} : { details: await this.details(levels, request.frame, asker, box) }),
    };
    const snaps =
      picture === undefined || !isSnapped(mask) ? null : await this.snaps(mask, size, sources, picture, asker);
    return inTurns(rasteriseInSteps(mask, size, snaps === null ? sources : { ...sources, snaps }));
  }

  /** The picture that a mask speaks of: before its edit, in its frame. */
  picture({ seen, frame }: MaskRequest, asker: Asker, box: number = MASK_SIZE): Promise<Picture> {
    return this.#pictures.picture({ edits: seen, frame }, box, asker);
  }

  /** The input of the request's module by its channels. */
  input(request: MaskRequest, asker: Asker): Promise<InputChannels> {
    return this.#inputs.channels(request, MASK_SIZE, asker);
  }

  /** The same as darktable feathers masks along it. */
  guide(request: MaskRequest, asker: Asker, box: number = MASK_SIZE): Promise<Guide> {
    return this.#inputs.guide(request, box, asker);
  }

  /** darktable's opacity by detail at each of these levels. */
  async details(levels: readonly number[], frame: Frame, asker: Asker, box: number = MASK_SIZE) {
    const key = JSON.stringify([levels, frame, box]);
    if (this.#lastDetails?.key !== key) {
      const framing = await this.#frames.layers(frame, asker);
      this.#lastDetails = { key, masks: await detailMasks(this.#session, levels, framing, box, asker) };
    }
    return this.#lastDetails.masks;
  }

  /** The snaps of a mask, made before it is rasterised. */
  snaps(mask: Mask, size: Size, sources: Sources, picture: Picture, asker: Asker): Promise<MadeSnaps> {
    return this.#snaps.of(mask, size, sources, picture, asker);
  }

  /** What rasterise needs for the rasters of a mask. */
  rasters(mask: Mask): Promise<Pick<Sources, 'resolve'>> {
    return rasterSources(mask, this.#workspaceDir);
  }
}

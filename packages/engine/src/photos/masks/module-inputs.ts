import type { Guide } from '@chemigram/mask';
import type { MaskRequest } from '../../develop/recipe-layers.ts';
import { InputChannels } from '../../masks/ranges/channels.ts';
import { guideOf } from '../../masks/refined.ts';
import type { DevelopedPictures } from '../pictures/developed-pictures.ts';
import type { Asker } from '../session/asker.ts';

/**
 * What modules see of a photo, for masks that look at it. Mask after mask is looked at on one state: the last input is kept
 * with what was computed of it.
 */
export class ModuleInputs {
  readonly #pictures: DevelopedPictures;
  #lastChannels: { key: string; channels: InputChannels } | null = null;
  #lastGuide: { key: string; guide: Guide } | null = null;

  constructor(pictures: DevelopedPictures) {
    this.#pictures = pictures;
  }

  /** The input of the request's module by its channels, fitting into `box`. */
  async channels(request: MaskRequest, box: number, asker: Asker): Promise<InputChannels> {
    const { identity, profile, picture } = await this.#pictures.input(request, box, asker);
    const key = `${box} ${identity}`;
    if (this.#lastChannels?.key !== key) {
      const { data } = await picture();
      this.#lastChannels = { key, channels: new InputChannels(data, profile) };
    }
    return this.#lastChannels.channels;
  }

  /** The same as darktable feathers masks along it. */
  async guide(request: MaskRequest, box: number, asker: Asker): Promise<Guide> {
    const { identity, profile, picture } = await this.#pictures.input(request, box, asker);
    const key = `${request.space} ${box} ${identity}`;
    if (this.#lastGuide?.key !== key)
      this.#lastGuide = { key, guide: guideOf(await picture(), request.space, profile) };
    return this.#lastGuide.guide;
  }
}

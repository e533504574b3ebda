import { orderOf } from '@chemigram/darktable';
import type { Guide } from '@chemigram/mask';
import type { FloatPicture } from '@chemigram/renderer';
import { baselineUpTo } from '../develop/baseline.ts';
import { developSidecar, standsBefore } from '../develop/development.ts';
import type { Layer } from '../develop/development.ts';
import type { Frame } from '../develop/frame.ts';
import type { MaskRequest } from '../develop/recipe-layers.ts';
import { stageOf } from '../develop/stages.ts';
import type { BlockStage } from '../develop/stages.ts';
import { InputChannels } from '../masks/channels.ts';
import { guideOf } from '../masks/refined.ts';
import type { PhotoFrames } from './photo-frames.ts';
import type { Look, Session } from './session.ts';

/** Where a module stands: behind which layers, in which frame. */
type Place = Pick<MaskRequest, 'operation' | 'before' | 'frame'>;
type Lists<T> = WeakMap<readonly Layer[], Map<string, T>>;

/**
 * What modules see of a photo, for masks that look at it. Mask after mask is looked at on one state: its sidecars are
 * written once per list of layers, and the last input is kept with what was computed of it.
 */
export class ModuleInputs {
  readonly #session: Session;
  readonly #frames: PhotoFrames;
  readonly #framed: Lists<readonly Layer[]> = new WeakMap();
  readonly #sidecars: Lists<string> = new WeakMap();
  #lastChannels: { key: string; channels: InputChannels } | null = null;
  #lastGuide: { key: string; guide: Guide } | null = null;

  constructor(session: Session, frames: PhotoFrames) {
    this.#session = session;
    this.#frames = frames;
  }

  /** Edits with the layers of a frame before them: of the same ones the same list. */
  framed(edits: readonly Layer[], frame: Frame, look: Look): Promise<readonly Layer[]> {
    if (frame.length === 0) return Promise.resolve(edits);
    return kept(this.#framed, edits, JSON.stringify(frame), async () => [
      ...(await this.#frames.layers(frame, look)),
      ...edits,
    ]);
  }

  /** The input of a module: linear Rec. 2020, fitting into `box`. */
  async linear(place: Place, box: number, look: Look): Promise<FloatPicture> {
    return this.#session.linear(await this.#sidecar(place, look), box, look);
  }

  /** The input of the request's module by its channels, fitting into `box`. */
  async channels(request: MaskRequest, box: number, look: Look): Promise<InputChannels> {
    const xmp = await this.#sidecar(request, look);
    const key = `${box} ${xmp}`;
    if (this.#lastChannels?.key !== key) {
      const { data } = await this.#session.linear(xmp, box, look);
      this.#lastChannels = { key, channels: new InputChannels(data) };
    }
    return this.#lastChannels.channels;
  }

  /** The same as darktable feathers masks along it. */
  async guide(request: MaskRequest, box: number, look: Look): Promise<Guide> {
    const xmp = await this.#sidecar(request, look);
    const key = `${request.space} ${box} ${xmp}`;
    if (this.#lastGuide?.key !== key) {
      this.#lastGuide = { key, guide: guideOf(await this.#session.linear(xmp, box, look), request.space) };
    }
    return this.#lastGuide.guide;
  }

  /** The history up to where a module would stand, in the mask's frame. */
  #sidecar({ operation, before, frame }: Place, look: Look): Promise<string> {
    const stage = stageOf(operation) as BlockStage;
    return kept(this.#sidecars, before, JSON.stringify([stage, frame]), async () => {
      const { sidecar } = await this.#session.baseline(look);
      return developSidecar(baselineUpTo(sidecar, stage), [
        ...(await this.#frames.layers(frame, look)),
        ...before.filter((layer) => standsBefore(layer, stage, orderOf(sidecar))),
      ]);
    });
  }
}

async function kept<T>(lists: Lists<T>, layers: readonly Layer[], key: string, make: () => Promise<T>): Promise<T> {
  const made = lists.get(layers) ?? new Map<string, T>();
  const value = made.get(key) ?? (await make());
  lists.set(layers, made.set(key, value));
  return value;
}

import type { Size } from '@chemigram/mask';
import type { Vocabulary } from '@chemigram/vocabulary';
import type { Layer } from '../../develop/development.ts';
import { frameLayers, frameWarnings, orientationIn } from '../../develop/frame.ts';
import type { Frame } from '../../develop/frame.ts';
import type { AskPhoto } from '../../develop/lens.ts';
import { UPRIGHT } from '../../develop/orientation.ts';
import type { Orientation } from '../../develop/orientation.ts';
import { ownDensities, turnedLayers } from '../../develop/turned-layers.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { mustLeaveEnough } from '../least-size.ts';
import type { Asker } from './asker.ts';
import { PixelPlaces } from './pixel-places.ts';
import type { Session } from './session.ts';

/** The framings of one photo in darktable's terms, and where their pixels lie; each is made and asked for once. */
export class PhotoFrames {
  readonly session: Session;
  readonly #vocabulary: Vocabulary;
  readonly #layers = new Map<string, Layer[]>();
  readonly #geometries = new Map<string, Geometry>();
  readonly #pixels: PixelPlaces;

  constructor(session: Session, vocabulary: Vocabulary) {
    this.session = session;
    this.#vocabulary = vocabulary;
    this.#pixels = new PixelPlaces(session);
  }

  /** The layers of a frame. */
  async layers(frame: Frame, asker: Asker): Promise<Layer[]> {
    const key = JSON.stringify(frame);
    const kept = this.#layers.get(key);
    if (kept !== undefined) return kept;
    const { sidecar } = await this.session.baseline(asker);
    const layers = await frameLayers(frame, this.#vocabulary, sidecar, this.#ask(asker));
    this.#layers.set(key, layers);
    return layers;
  }

  /** A frame's layers and, behind them, others as they are in it, the photo's own among them; without a frame those alone. */
  async framed(edits: readonly Layer[], frame: Frame, asker: Asker): Promise<readonly Layer[]> {
    const { version } = this.session.renderer;
    const orientation = (of: Frame): Orientation => orientationIn(of, this.#vocabulary, version);
    const own = orientation(frame) === UPRIGHT ? [] : ownDensities((await this.session.baseline(asker)).sidecar);
    const turned = await turnedLayers(own.length === 0 ? edits : [...own, ...edits], frame, {
      orientation,
      displayed: (of) => this.displayed(of, asker),
    });
    return frame.length === 0 ? turned : [...(await this.layers(frame, asker)), ...turned];
  }

  #ask(asker: Asker): AskPhoto {
    return {
      version: this.session.renderer.version,
      geometry: (under, bare) => this.session.geometry(under, asker, bare),
      changes: (layer) => this.session.changes(layer, asker),
      taken: () => this.session.taken(asker),
    };
  }

  /** What a move of framing does only in part, in words. */
  warnings(move: Frame[number], asker: Asker): Promise<string[]> {
    return frameWarnings(move, this.#vocabulary, this.#ask(asker));
  }

  /**
   * Where the pixels of a frame lie.
   * @throws out_of_range where it leaves too little of the photo
   */
  async geometry(frame: Frame, asker: Asker): Promise<Geometry> {
    const key = JSON.stringify(frame);
    const kept = this.#geometries.get(key);
    if (kept !== undefined) return kept;
    const geometry = await this.session.geometry(await this.layers(frame, asker), asker);
    if (frame.length > 0) mustLeaveEnough(geometry.displayed);
    this.#geometries.set(key, geometry);
    return geometry;
  }

  /** Where the pixels of a frame's pictures lie that fit into a box, or (null) those of the full size. See PixelPlaces. */
  async pixels(frame: Frame, box: number | null, asker: Asker): Promise<Geometry> {
    return this.#pixels.of(await this.layers(frame, asker), box, asker);
  }

  /** Full size of the displayed picture under a frame. */
  async displayed(frame: Frame, asker: Asker): Promise<Size> {
    return frame.length === 0
      ? (await this.session.baseline(asker)).full
      : (await this.geometry(frame, asker)).displayed;
  }
}

import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wholeFile } from '@chemigram/renderer';
import { developSidecar } from '../../develop/development.ts';
import type { Layer } from '../../develop/development.ts';
import type { Affine } from '../../geometry/affine.ts';
import { moved } from '../../geometry/geometry.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { OF_GRADIENTS, ofFile, pixelProbeLayers, readPixelProbe, rulerFile } from '../../geometry/pixel-probe.ts';
import type { Ruler } from '../../geometry/pixel-probe.ts';
import { geometryBaseline, READ_AS } from '../../geometry/probe.ts';
import { withoutBorders } from '../../geometry/sensor-border.ts';
import { readsRasterFiles } from '../../masks/raster-file.ts';
import type { Asker } from './asker.ts';
import type { Session } from './session.ts';

/** The ruler that is read from a file. */
const RULER_FILE = 'ruler.pfm';

/**
 * Long side of the largest render that is asked for the full size: it takes 75 MB. Of a larger photo it is scaled, and in
 * a turned one it may be a pixel of the full size aside (measured on 5.4.1).
 */
const LARGEST = 3072;

/** Where the pixels of a photo's pictures lie; each asked once and then kept. */
export class PixelPlaces {
  readonly #session: Session;
  readonly #asides = new Map<string, Affine>();

  constructor(session: Session) {
    this.#session = session;
  }

  get #readsFiles(): boolean {
    return readsRasterFiles(this.#session.renderer.version);
  }

  /**
   * Where the pixels lie in the stored frame, which is aside of where forms do: those of a render that fits into a box, or
   * (null) those of the full size. One render, once per geometry.
   * @param layers of framing, on top of the baseline's own geometry
   */
  async of(layers: readonly Layer[], box: number | null, asker: Asker): Promise<Geometry> {
    const { source, renderer } = this.#session;
    const baseline = geometryBaseline((await this.#session.baseline(asker)).sidecar);
    const ruler = await this.#ruler(asker);
    const xmp = developSidecar(baseline, [...layers, ...pixelProbeLayers(ruler)]);
    const told = `${READ_AS} ${source.sha256} ${renderer.version} ${box} ${xmp}`;
    const key = createHash('sha256').update(told).digest('hex').slice(0, 16);
    const geometry = await this.#session.geometry(layers, asker);
    const aside = this.#asides.get(key) ?? (await this.#aside(xmp, box, geometry, ruler, `shown-${key}.json`, asker));
    this.#asides.set(key, aside);
    return moved(geometry, aside);
  }

  async #aside(
    xmp: string,
    box: number | null,
    geometry: Geometry,
    ruler: Ruler,
    name: string,
    asker: Asker,
  ): Promise<Affine> {
    const session = this.#session;
    const file = join(session.folder, name);
    const kept = await readFile(file, 'utf8').then(
      (text) => JSON.parse(text) as Affine,
      () => null,
    );
    if (kept !== null) return kept;
    if (this.#readsFiles) await wholeFile(join(session.folder, RULER_FILE), (half) => writeFile(half, rulerFile()));
    const isExport = box === null;
    const picture = await session.linear(xmp, box ?? LARGEST, asker, isExport);
    const aside = readPixelProbe(picture, geometry, ruler, isExport);
    await wholeFile(file, (half) => writeFile(half, JSON.stringify(aside)));
    return aside;
  }

  /** The finest that this darktable has. */
  async #ruler(asker: Asker): Promise<Ruler> {
    const session = this.#session;
    if (!this.#readsFiles) return OF_GRADIENTS;
    const part = withoutBorders((await session.baseline(asker)).sidecar, await session.geometry([], asker));
    return ofFile(session.folder, RULER_FILE, part);
  }
}

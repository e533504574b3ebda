import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wholeFile } from '@chemigram/renderer';
import { developSidecar } from '../../develop/development.ts';
import type { Layer } from '../../develop/development.ts';
import { moved } from '../../geometry/geometry.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { pixelProbeFile, pixelProbeLayers, readPixelProbe } from '../../geometry/pixel-probe.ts';
import { geometryBaseline } from '../../geometry/probe.ts';
import { withoutBorders } from '../../geometry/sensor-border.ts';
import type { Asker } from './asker.ts';
import type { Session } from './session.ts';

/** The file that says where each place of the stored frame is. */
const PROBE_FILE = 'pixel-probe.pfm';

/**
 * Long side of the largest render that is asked for the full size: it takes 75 MB. Of a larger photo it is scaled, and in
 * a turned one it may be a pixel of the full size aside (measured on 5.4.1).
 */
const LARGEST = 3072;

/** Where the pixels of a photo's pictures lie, by a darktable that reads raster files; each asked once and then kept. */
export class PixelPlaces {
  readonly #session: Session;
  readonly #asides = new Map<string, [number, number]>();

  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * Where the pixels lie in the stored frame, which is aside of where forms do: those of a render that fits into a box, or
   * (null) those of the full size. One render, once per geometry.
   * @param layers of framing, on top of the baseline's own geometry
   */
  async of(layers: readonly Layer[], box: number | null, asker: Asker): Promise<Geometry> {
    const { source, renderer, folder } = this.#session;
    const baseline = geometryBaseline((await this.#session.baseline(asker)).sidecar);
    const xmp = developSidecar(baseline, [...layers, ...pixelProbeLayers(folder, PROBE_FILE)]);
    const told = `${source.sha256} ${renderer.version} ${box} ${xmp}`;
    const key = createHash('sha256').update(told).digest('hex').slice(0, 16);
    const geometry = await this.#session.geometry(layers, asker);
    const aside = this.#asides.get(key) ?? (await this.#aside(xmp, box, geometry, `pixels-${key}.json`, asker));
    this.#asides.set(key, aside);
    return moved(geometry, aside);
  }

  async #aside(
    xmp: string,
    box: number | null,
    geometry: Geometry,
    name: string,
    asker: Asker,
  ): Promise<[number, number]> {
    const session = this.#session;
    const file = join(session.folder, name);
    const kept = await readFile(file, 'utf8').then(
      (text) => JSON.parse(text) as [number, number],
      () => null,
    );
    if (kept !== null) return kept;
    await wholeFile(join(session.folder, PROBE_FILE), (half) => writeFile(half, pixelProbeFile()));
    const isExport = box === null;
    const picture = await session.linear(xmp, box ?? LARGEST, asker, isExport);
    const part = withoutBorders((await session.baseline(asker)).sidecar, await session.geometry([], asker));
    const aside = readPixelProbe(picture, geometry, part, isExport);
    await wholeFile(file, (half) => writeFile(half, JSON.stringify(aside)));
    return aside;
  }
}

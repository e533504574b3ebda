import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Sidecar } from '@chemigram/darktable';
import type { Picture, Size } from '@chemigram/mask';
import { openRenderCache, pfmSize, readPfmFile, wholeFile } from '@chemigram/renderer';
import type { FloatPicture, RenderCache, RenderCall, Renderer, RenderOrder, RenderReport } from '@chemigram/renderer';
import type { Workspace } from '@chemigram/workspace';
import { withoutModules } from '../../develop/baseline.ts';
import { developSidecar } from '../../develop/development.ts';
import type { Layer } from '../../develop/development.ts';
import type { TakenWith } from '../../develop/lens.ts';
import { FRAMING } from '../../develop/stages.ts';
import { geometryFrom } from '../../geometry/geometry.ts';
import type { Geometry, GeometrySamples } from '../../geometry/geometry.ts';
import { geometryBaseline, PROBE_SIZE, probeLayers, READ_AS, readProbe } from '../../geometry/probe.ts';
import { KeptPictures } from '../pictures/picture-files.ts';
import type { PictureUse } from '../pictures/picture-files.ts';
import type { RenderAhead } from '../pictures/render-ahead.ts';
import type { Asker } from './asker.ts';
import { borderFailure } from './border-failure.ts';
import { baselineOf } from './baseline-kind.ts';
import { baselineOfFirst, complete } from './first-picture.ts';
import type { Baseline } from './first-picture.ts';
import { FIRST_BOX, firstOrder, linearOrder, shownOrder } from './render-orders.ts';
import { SourceGuard } from './source-file.ts';
import type { SeenFile, SourceFile } from './source-file.ts';

/** The photographer's own sidecar as it was at ingest, beside the recipe in the history. */
export const SIDECAR_FILE = 'baseline.xmp';

/** Sidecars of what is done on a base picture, by its size. */
type Above = (size: Size) => Promise<readonly string[]>;

/**
 * One photo with one darktable: its baseline, its geometry and its renders, each asked of darktable once and then
 * kept by content.
 */
export class Session {
  readonly source: SourceFile;
  readonly renderer: Renderer;
  readonly folder: string;
  readonly #cache: RenderCache;
  readonly #guard: SourceGuard;
  readonly #sidecar: () => Promise<string | null>;
  readonly #pictures = new KeptPictures();
  // Found values, not the finding of them, which ends with the patience of who asked first. All share the renders.
  #baseline: Baseline | null = null;
  readonly #geometries = new Map<string, Geometry>();

  /** @param sidecar the photographer's sidecar, or null where darktable's own defaults are the baseline */
  constructor(source: SourceFile, renderer: Renderer, folder: string, sidecar: () => Promise<string | null>) {
    this.source = source;
    this.renderer = renderer;
    this.folder = folder;
    this.#guard = new SourceGuard(source, folder);
    this.#cache = openRenderCache(renderer, join(folder, 'renders'));
    this.#sidecar = sidecar;
  }

  /** What the photo's history is before the first move, and its full displayed size. One render, once per version. */
  async baseline(asker: Asker = {}): Promise<Baseline> {
    if (this.#baseline !== null) return this.#baseline;
    const own = await this.#sidecar();
    const found = await baselineOfFirst(await this.#render(firstOrder(this.source.path, own), asker), own);
    return (this.#baseline ??= found);
  }

  /** Takes what was found of the photo while it was taken in: its first picture, and its file as it was read. */
  async begin(first: RenderReport, seen: SeenFile): Promise<void> {
    await this.#guard.remember(seen);
    await this.#cache.keep(firstOrder(this.source.path, await this.#sidecar()), this.source.sha256, first);
  }

  /**
   * Where displayed pixels lie in the stored frame. One small render, once per geometry.
   * @param layers of framing, on top of the baseline's own geometry
   * @param bare without the framing that the baseline has
   */
  async geometry(layers: readonly Layer[] = [], asker: Asker = {}, bare = false): Promise<Geometry> {
    const { sidecar } = await this.baseline(asker);
    const xmp = developSidecar(geometryBaseline(bare ? unframed(sidecar) : sidecar), [...layers, ...probeLayers()]);
    const key = createHash('sha256')
      .update(`${READ_AS} ${this.source.sha256} ${this.renderer.version} ${xmp}`)
      .digest('hex')
      .slice(0, 16);
    const kept = this.#geometries.get(key);
    if (kept !== undefined) return kept;
    const found = await this.#askGeometry(xmp, join(this.folder, `geometry-${key}.json`), asker);
    const geometry = this.#geometries.get(key) ?? found;
    this.#geometries.set(key, geometry);
    return geometry;
  }

  async #askGeometry(xmp: string, file: string, asker: Asker): Promise<Geometry> {
    const kept = await readFile(file, 'utf8').then(
      (text) => JSON.parse(text) as GeometrySamples,
      () => null,
    );
    if (kept !== null) return geometryFrom(kept);
    const { picture, report } = await this.#linear({ xmp, box: PROBE_SIZE }, asker);
    const samples = readProbe(picture, report);
    await wholeFile(file, (half) => writeFile(half, JSON.stringify(samples)));
    return geometryFrom(samples);
  }

  /** Whether a layer of framing changes any pixel of the photo as it is without framing. Two small renders. */
  async changes(layer: Layer, asker: Asker = {}): Promise<boolean> {
    const bare = geometryBaseline(unframed((await this.baseline(asker)).sidecar));
    const [without, through] = [
      await this.linear(developSidecar(bare, []), CHANGES_BOX, asker),
      await this.linear(developSidecar(bare, [layer]), CHANGES_BOX, asker),
    ];
    return (
      without.data.length !== through.data.length ||
      through.data.some((value, i) => Math.abs(value - without.data[i]!) > CHANGES_LEAST)
    );
  }

  /** What the photo was taken with, as darktable reads it: its own names of camera and lens. One small render. */
  async taken(asker: Asker = {}): Promise<TakenWith> {
    const { sidecar } = await this.baseline(asker);
    const xmp = developSidecar(geometryBaseline(unframed(sidecar)), []);
    const { told } = await this.#render(
      {
        source: this.source.path,
        xmp,
        box: CHANGES_BOX,
        format: 'jpeg',
        profile: 'srgb',
        asks: ['EXIF.MAKER', 'EXIF.MODEL', 'EXIF.LENS', 'EXIF.FOCAL.LENGTH', 'EXIF.APERTURE', 'EXIF.FOCUS.DISTANCE'],
      },
      asker,
    );
    const [maker = '', camera = '', lens = '', focal, aperture, distance] = told;
    return { maker, camera, lens, focal: Number(focal), aperture: Number(aperture), distance: Number(distance) };
  }

  /** The displayed picture with these layers, sRGB, fitting into `box`. */
  async picture(
    layers: readonly Layer[],
    box: number,
    asker: Asker = {},
    use: PictureUse = 'shown',
  ): Promise<{ picture: Picture; report: RenderReport }> {
    const order: RenderOrder =
      layers.length === 0 && box === FIRST_BOX
        ? firstOrder(this.source.path, await this.#sidecar())
        : shownOrder(this.source.path, await this.xmpOf(layers, asker), box);
    const report = await this.#render(order, asker);
    return { picture: await this.#pictures.of(report.path, use), report };
  }

  /**
   * A picture developed on a base picture: the raw is developed up to there once, and kept.
   * @param base sidecar of the base picture
   * @param box the base picture fits into it, and so does the result
   * @param above sidecars of what is done on it, by its size: each but the last makes a further base picture
   */
  async pictureOnBase(
    base: string,
    box: number,
    above: Above,
    asker: Asker,
    use: PictureUse,
  ): Promise<{ picture: Picture; report: RenderReport }> {
    const report = await this.#onBase(base, box, above, shownOrder, asker);
    return { picture: await this.#pictures.of(report.path, use), report };
  }

  /** The same in linear Rec. 2020; without anything above it is the base picture. */
  async linearOnBase(base: string, box: number, above: Above, asker: Asker = {}): Promise<FloatPicture> {
    const { path } = await this.#onBase(base, box, above, linearOrder, asker);
    return readPfmFile(path);
  }

  /** The same in linear sRGB, of what has been mapped to a display. */
  async shownLightOnBase(base: string, box: number, above: Above, asker: Asker = {}): Promise<FloatPicture> {
    const { path } = await this.#onBase(base, box, above, shownOrder, asker);
    return readPfmFile(path);
  }

  async #onBase(
    base: string,
    box: number,
    above: Above,
    last: typeof linearOrder,
    asker: Asker,
  ): Promise<RenderReport> {
    const first = await this.#render(linearOrder(this.source.path, base, box), asker);
    const steps = await above(await pfmSize(first.path));
    let report = first;
    for (const [i, xmp] of steps.entries()) {
      const order = (i === steps.length - 1 ? last : linearOrder)(report.path, xmp, null);
      // A base picture's name says all that it is made of.
      report = complete(
        await this.#cached(order, basename(report.path), { ...asker, isOurs: true }),
        this.renderer.version,
      );
    }
    return { ...report, full: first.full };
  }

  /** The photo's sidecar with these layers. Written once per list of them: previews of an unchanged state ask again and again. */
  async xmpOf(layers: readonly Layer[], asker: Asker = {}): Promise<string> {
    const { sidecar } = await this.baseline(asker);
    const xmp = this.#xmps.get(layers) ?? developSidecar(sidecar, layers);
    this.#xmps.set(layers, xmp);
    return xmp;
  }
  readonly #xmps = new WeakMap<readonly Layer[], string>();

  /** The same as it is exported: with the border that the photo's own edit puts around the picture. */
  async exportedXmp(layers: readonly Layer[], asker: Asker = {}): Promise<string> {
    return developSidecar((await this.baseline(asker)).whole, layers);
  }

  /**
   * A sidecar's result in linear Rec. 2020.
   * @param isExport whether it is developed at full size and then scaled
   */
  async linear(sidecar: string, box: number, asker: Asker = {}, isExport = false): Promise<FloatPicture> {
    return (await this.#linear({ xmp: sidecar, box, isExport }, asker)).picture;
  }

  /** The same in linear sRGB, of what has been mapped to a display. */
  async shownLight(sidecar: string, box: number, asker: Asker = {}): Promise<FloatPicture> {
    return readPfmFile((await this.#render(shownOrder(this.source.path, sidecar, box), asker)).path);
  }

  async #linear(
    { xmp, box, isExport = false }: { xmp: string; box: number; isExport?: boolean },
    asker: Asker,
  ): Promise<{ picture: FloatPicture; report: RenderReport }> {
    const order = linearOrder(this.source.path, xmp, box);
    const report = await this.#render(isExport ? { ...order, highQuality: true } : order, asker);
    return { picture: await readPfmFile(report.path), report };
  }

  /** Develops the photo itself, not from any cache. */
  async export(
    layers: readonly Layer[],
    order: Omit<RenderOrder, 'source' | 'xmp'>,
    out: string,
    asker: Asker = {},
  ): Promise<RenderReport> {
    const xmp = await this.exportedXmp(layers, asker);
    await this.#guard.mustBeUnchanged();
    const { sidecar, whole } = await this.baseline(asker);
    const report = await this.renderer
      .render({ ...order, source: this.source.path, xmp }, out, { ...asker, photo: this.source.sha256 })
      .catch((error: unknown) => {
        throw sidecar === whole ? error : borderFailure(error, this.renderer.version);
      });
    return complete(report, this.renderer.version);
  }

  async #render(order: RenderOrder, asker: Asker): Promise<RenderReport> {
    await this.#guard.mustBeUnchanged();
    return complete(await this.#cached(order, this.source.sha256, asker), this.renderer.version);
  }

  #cached(order: RenderOrder, identity: string, call: RenderCall): Promise<RenderReport> {
    return this.#cache.render(order, identity, { ...call, photo: this.source.sha256 });
  }

  /** Makes pictures that will soon be asked for while nothing is asked: a base picture and the geometry. */
  async prepare(ahead: RenderAhead, base: string, box: number): Promise<void> {
    const { sidecar } = await this.baseline();
    const probe = developSidecar(geometryBaseline(sidecar), probeLayers());
    const { path, sha256 } = this.source;
    const orders = [linearOrder(path, base, box), linearOrder(path, probe, PROBE_SIZE)];
    ahead.want(orders.map((order) => (signal) => this.#cached(order, sha256, { signal, ahead: true })));
  }
}

/** Small, for what is asked is yes or no; the same size for each, so that one render serves several questions. */
const CHANGES_BOX = 256;
/**
 * Of white. A module that does nothing makes darktable scale a developed picture elsewhere in its pipe: 0.00014 at most on
 * seven photographs (4.2.1, 5.4.1). The least that a known lens did, its coloured fringes, was 0.1.
 */
const CHANGES_LEAST = 0.0005;

/** A sidecar without its lens correction, perspective, crop and the like. */
const unframed = (sidecar: Sidecar): Sidecar => withoutModules(sidecar, ({ operation }) => FRAMING.includes(operation));

/** Where a photo's renders by one darktable are kept. */
const cacheName = (version: string): string => `darktable-${version}`;

/** The session of a photo in a workspace. */
export async function openSession(workspace: Workspace, renderer: Renderer): Promise<Session> {
  const folder = await workspace.cacheDir(cacheName(renderer.version));
  return new Session({ path: workspace.photo.source, sha256: workspace.photo.sha256 }, renderer, folder, async () =>
    baselineOf(workspace) === 'sidecar' ? workspace.file(SIDECAR_FILE) : null,
  );
}
